// Population-based training: members train side by side; the worst go on with the weights of the best, and
// with their policies a little changed. A trial is one member's training over one interval of epochs.
//
// pbt: Jaderberg et al., Population Based Training of Neural Networks, 2017, sections 3.2 and 4.1.
// pba: Ho et al., Population Based Augmentation, ICML 2019, section 3.2 and algorithm 2.
#pragma once

#include "variegate/search/searcher.h"

namespace variegate {

class Population : public Searcher {
 public:
  // How one coordinate of a policy changes when a copy goes on with it.
  using Change = int (*)(const Dimension& dimension, int value, Stream& random);

  Population(const Space& space, const SearcherOptions& options, Change change);

  std::optional<Proposal> propose(std::int64_t trial) override;
  std::int64_t known_before(std::int64_t trial, int lookahead) const override;
  void observe(const Outcome& outcome) override;

  // Values of the setting "start": what members begin with.
  static constexpr double kStartDesign = 1.0;
  static constexpr double kNoAugmentation = 2.0;

  // A standard value in which methods differ, and where it is from.
  struct Own {
    double standard;
    const char* source;
  };
  static std::vector<Setting> settings(const Own& share, const Own& redraw, const Own& start);

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
  int interval_;
  double share_;
  double redraw_;
  bool tournament_;
  bool random_;
  bool in_step_;
  std::size_t donors_;
  double start_;
  Change change_;
  std::vector<Proposal> proposed_;    // by trial
  std::vector<double> rewards_;       // by trial
  std::vector<std::int64_t> ranked_;  // members, the best first; empty: not ranked since the last outcome
  std::vector<std::size_t> place_;    // of a member among them
};

}  // namespace variegate
