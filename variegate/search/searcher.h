// The Searcher port: ask for a point, tell its outcome.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "variegate/search/settings.h"
#include "variegate/space/space.h"

namespace variegate {

enum class Ending {
  complete,  // reward is that of the full epoch budget
  stopped,   // stopped early as hopeless; reward is that of the last epoch reached
  failed,    // no reward; reason says why
};

// What is known of a finished trial.
struct Outcome {
  std::int64_t trial = 0;
  Point point;
  Ending ending = Ending::complete;
  double reward = 0.0;                        // validation accuracy, 0..1
  int epochs = 0;                             // trained
  std::vector<std::pair<int, double>> curve;  // (epoch, validation accuracy)
  double seconds = 0.0;
  std::string reason;
};

// How the run of a proposal is trained, where it is not from fresh weights for all the epochs of a trial.
struct Course {
  std::optional<std::int64_t> from;  // the trial whose weights it continues from
  int epochs = 0;  // the last epoch, counted from the start of the lineage; 0: all of a trial's
  bool operator==(const Course&) const = default;
};

// What is to be tried next, and how its run is trained.
struct Proposal {
  Point point;
  Course course = {};
  bool operator==(const Proposal&) const = default;
};

class Searcher {
 public:
  virtual ~Searcher() = default;

  // What to try next; nullopt when the method has nothing left (a grid at its end), for good. `trial` is its
  // number, counted from 0. Depends on nothing but (seed, space, planned trials, the propose and observe
  // calls before), so that a study which replays its log in the recorded order continues exactly as if it had
  // never stopped. May be asked while earlier trials are still running.
  virtual std::optional<Proposal> propose(std::int64_t trial) = 0;

  // How many outcomes, those of the first trials, the searcher is to know before it proposes `trial`, in a
  // study whose trials are proposed `lookahead` ahead of what is known.
  virtual std::int64_t known_before(std::int64_t trial, int lookahead) const {
    return std::max<std::int64_t>(0, trial - lookahead);
  }

  // Outcomes come in the order of their trial numbers.
  virtual void observe(const Outcome& outcome) = 0;
};

struct SearcherOptions {
  std::uint64_t seed = 0;
  std::int64_t trials = 0;   // planned in total; 0: not known, or the method is a population
  std::int64_t members = 0;  // of a population; 0: as many as the method takes by itself
  int epochs = 0;            // of a trial; only a population asks
  // Settings of the method; those not given have their standard values. A method itself is given all of them.
  Settings settings = {};
};

// How a method's search is run, and what comes out of it.
enum class Drive {
  trials,      // policies, each trained on its own
  population,  // a trial is one interval of one member's training, and what is found is a schedule
  one_shot,    // one long run in a worker that trains and searches at once: no Searcher, no trials
};

// What a method says of itself.
struct MethodInfo {
  std::string name;
  std::string summary;
  std::string source;
  std::vector<Setting> settings = {};
  int joins = 0;  // how many of the best policies the source merges into one in the end; 0: it takes the best
  Drive drive = Drive::trials;
  int order = 0;  // of the methods in lists for people, the smallest first
};
const std::vector<MethodInfo>& search_methods();
const MethodInfo* find_search_method(const std::string& name);  // nullptr: there is none

// Drive::trials for a name that is none of them: make_searcher() refuses it.
Drive drive_of(const std::string& method);

// Whether the method can search spaces of this kind. Error (usage) as below when there is no such method.
bool fits(const std::string& method, const Space& space);

// Error (usage) with the nearest name when there is no such method or setting, when the method does not fit
// the space, and for a method that proposes no trials (Drive::one_shot).
std::unique_ptr<Searcher> make_searcher(const std::string& method, const Space& space,
                                        const SearcherOptions& options);

}  // namespace variegate
