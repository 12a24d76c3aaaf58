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
  std::optional<std::int64_t> from;  // the trial whose weights it goes on with
  int epochs = 0;                    // where it ends, those behind it included; 0: all of a trial's
};

class Searcher {
 public:
  virtual ~Searcher() = default;

  // The next point to try; nullopt when the method has none left (a grid at its end), for good. `trial` is
  // its number, counted from 0. Depends on nothing but (seed, space, planned trials, the propose and observe
  // calls before), so that a study which replays its log in the recorded order goes on exactly as if it had
  // never stopped. May be asked while earlier trials are still running.
  virtual std::optional<Point> propose(std::int64_t trial) = 0;

  // Of a trial that it has proposed.
  virtual Course course(std::int64_t /*trial*/) const { return {}; }

  // How many outcomes, those of the first trials, it is to know before it proposes `trial`, in a study whose
  // trials are proposed `lookahead` ahead of what is known.
  virtual std::int64_t known_before(std::int64_t trial, int lookahead) const {
    return std::max<std::int64_t>(0, trial - lookahead);
  }

  // Outcomes come in the order of their trial numbers.
  virtual void observe(const Outcome& outcome) = 0;
};

struct SearcherOptions {
  std::uint64_t seed = 0;
  std::int64_t trials = 0;  // planned in total; 0 = not known. Of a population: its members
  int epochs = 0;           // of a trial; only a population asks
  // Of the method; those not given have their standard values. A method itself is given all of them.
  Settings settings = {};
};

// Names of the methods, for --method.
struct MethodInfo {
  std::string name;
  std::string summary;
  std::string source;
  std::vector<Setting> settings = {};
  int joins = 0;  // best policies that the source makes one of in the end; 0: it takes the best alone
  // A trial is one interval of one member's training, and what is found is a schedule.
  bool population = false;
};
const std::vector<MethodInfo>& search_methods();
const MethodInfo* find_search_method(const std::string& name);  // nullptr: there is none

bool is_population(const std::string& method);  // false: there is no such method, or it is none

// Error (usage) with the nearest name when there is no such method or setting, or the method does not fit the
// space.
std::unique_ptr<Searcher> make_searcher(const std::string& method, const Space& space,
                                        const SearcherOptions& options);

}  // namespace variegate
