// Population-based training: members train side by side; the worst continue with the weights of the best, and
// with slightly changed copies of their policies. A trial is one member's training over one interval of
// epochs.
//
// pbt: Jaderberg et al., Population Based Training of Neural Networks, 2017, sections 3.2 and 4.1.
// pba: Ho et al., Population Based Augmentation, ICML 2019, section 3.2 and algorithm 2.
#pragma once

#include "variegate/core/describe.h"
#include "variegate/search/searcher.h"

namespace variegate {

struct PopulationSettings {
  enum class Start { random, design, nothing };

  int interval = 3;
  double share = 0.5;
  int donors = 8;
  double redraw = 0.1;
  Start start = Start::design;
  bool tournament = false;
  bool random = false;
  bool in_step = true;
  // Where the values come from in which methods differ.
  struct Sources {
    const char* share = "";
    const char* redraw = "";
    const char* start = "";
  };
  Sources sources = {};
};

template <MaybeConst<PopulationSettings> Options, typename Visit>
void describe(Options& settings, Visit&& option) {
  option("interval", settings.interval,
         {.low = 1, .high = 100'000, .summary = "epochs that a member trains before it is compared"},
         "Ho et al. 2019, section 4");
  option("share", settings.share,
         {.low = 0,
          .high = 0.5,
          .summary = "share of the members that continue as copies of the best, after every interval"},
         settings.sources.share);
  option("donors", settings.donors,
         {.low = 1,
          .high = 100'000,
          .summary = "most members that are copied, the best, so that in a large population the very best "
                     "spread sooner than the others"},
         "ours; a fifth of 40, Jaderberg et al. 2017: populations of 10 to 80");
  option("redraw", settings.redraw,
         {.low = 0,
          .high = 1,
          .summary = "chance that a coordinate of a copied policy is drawn anew; else it moves"},
         settings.sources.redraw);
  option("start", settings.start,
         {.choices = {"random points", "start design", "no augmentation"},
          .summary = "policies that members begin with; 0: random points; 1: the start design of tpe and gp; "
                     "2: no augmentation"},
         settings.sources.start);
  option("tournament", settings.tournament,
         {.summary = "tournament; 1: each member is compared with one other drawn at random instead"},
         "Jaderberg et al. 2017, section 4.1.1");
  option("random", settings.random,
         {.summary = "random schedules, to compare with; 1: nobody is copied, and each policy is drawn anew "
                     "after every interval"},
         "a control");
  option("in_step", settings.in_step,
         {.summary = "step; 1: members wait for each other at the end of an interval; 0: they do not"},
         "Jaderberg et al. 2017 do not wait");
}

class Population : public Searcher {
 public:
  // How one coordinate of a policy changes when a copy continues with it.
  using Change = int (*)(const Dimension& dimension, int value, Stream& random);

  Population(const Space& space, const SearcherOptions& options, Change change);

  std::optional<Proposal> propose(std::int64_t trial) override;
  std::int64_t known_before(std::int64_t trial, int lookahead) const override;
  void observe(const Outcome& outcome) override;

 private:
  static constexpr double kFailed = -1.0;  // below any reward

  std::int64_t latest(std::int64_t member) const;
  double reward(std::int64_t trial) const { return rewards_[static_cast<std::size_t>(trial)]; }
  Point first_point(std::int64_t trial, Stream& random) const;
  void rank();
  void go_on(std::int64_t member, std::int64_t trial, Proposal& next, Stream& random) const;
  std::optional<std::int64_t> better_member(std::int64_t member, Stream& random) const;
  std::optional<std::int64_t> winner_against(std::int64_t member, Stream& random) const;
  Point explored(const Point& point, Stream& random) const;

  Space space_;
  std::vector<Dimension> dimensions_;
  std::uint64_t seed_;
  std::int64_t members_;
  int epochs_;
  PopulationSettings settings_;
  Change change_;
  std::vector<Proposal> proposed_;    // by trial
  std::vector<double> rewards_;       // by trial
  std::vector<std::int64_t> ranked_;  // members, the best first; empty: not ranked since the last outcome
  std::vector<std::size_t> place_;    // of a member among them
};

}  // namespace variegate
