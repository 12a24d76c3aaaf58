// Population-based training: members train side by side; the worst go on with the weights of the best, and
// with their policies a little changed. A trial is one member's training over one interval of epochs.
//
// pbt: Jaderberg et al., Population Based Training of Neural Networks, 2017, sections 3.2 and 4.1.
// pba: Ho et al., Population Based Augmentation, ICML 2019, section 3.2 and algorithm 2.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "variegate/search/method.h"
#include "variegate/search/usual_trials.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

// The setting "start": what members begin with.
constexpr double kStartDesign = 1.0;
constexpr double kNoAugmentation = 2.0;

// One coordinate of the policy that a copy goes on with.
using Change = int (*)(const Dimension& dimension, int value, Stream& random);

// PBA's: a level moves by 0, 1, 2 or 3, up or down.
int move_by_levels(const Dimension& dimension, int value, Stream& random) {
  const int amount = static_cast<int>(random.below(4));
  const bool down = random.bernoulli(0.5);
  return std::clamp(down ? value - amount : value + amount, 0, dimension.size - 1);
}

// PBT's: a quantity becomes 0.8 or 1.2 of itself; of whole levels, by one at least. Counted from 1, as level
// 0 stands for a little and not for nothing.
int scale(const Dimension& dimension, int value, Stream& random) {
  const bool down = random.bernoulli(0.5);
  const int by = std::max(1, static_cast<int>(std::lround(0.2 * (value + 1))));
  return std::clamp(down ? value - by : value + by, 0, dimension.size - 1);
}

class Population : public Searcher {
 public:
  Population(const Space& space, const SearcherOptions& options, Change change)
      : space_(space),
        dimensions_(dimensions(space)),
        seed_(options.seed),
        members_(options.trials > 0 ? options.trials : kUsualMembers),
        epochs_(std::max(1, options.epochs)),
        interval_(static_cast<int>(options.settings.at("interval"))),
        share_(options.settings.at("share")),
        redraw_(options.settings.at("redraw")),
        tournament_(options.settings.at("tournament") != 0.0),
        random_(options.settings.at("random") != 0.0),
        in_step_(options.settings.at("in-step") != 0.0),
        donors_(static_cast<std::size_t>(options.settings.at("donors"))),
        start_(options.settings.at("start")),
        change_(change) {}

  std::optional<Point> propose(std::int64_t trial) override {
    const std::int64_t step = trial / members_;
    const std::int64_t member = trial % members_;
    if (step >= (epochs_ + interval_ - 1) / interval_) return std::nullopt;
    Stream random({.seed = seed_,
                   .epoch = 0,
                   .sample = static_cast<std::uint64_t>(trial),
                   .place = hash_text("search/population")});
    Member proposed;
    proposed.course.epochs = static_cast<int>(std::min<std::int64_t>((step + 1) * interval_, epochs_));
    if (step == 0) {
      proposed.point = first_point(trial, random);
    } else {
      rank();
      go_on(member, trial, proposed, random);
    }
    proposed_.push_back(proposed);
    return proposed.point;
  }

  Course course(std::int64_t trial) const override {
    return proposed_[static_cast<std::size_t>(trial)].course;
  }

  // In step: all members have trained as long. Otherwise each goes on as soon as its own interval has ended,
  // and meets the others where they are.
  std::int64_t known_before(std::int64_t trial, int) const override {
    if (in_step_) return trial / members_ * members_;
    return std::max<std::int64_t>(0, trial - members_ + 1);
  }

  void observe(const Outcome& outcome) override {
    rewards_.push_back(outcome.ending == Ending::failed ? kFailed : outcome.reward);
    ranked_.clear();
  }

 private:
  static constexpr double kFailed = -1.0;  // below any reward

  struct Member {
    Point point;
    Course course;
  };

  // The latest trial of a member whose outcome is known.
  std::int64_t latest(std::int64_t member) const {
    const auto known = static_cast<std::int64_t>(rewards_.size());
    return member + (known - 1 - member) / members_ * members_;
  }

  double reward(std::int64_t trial) const { return rewards_[static_cast<std::size_t>(trial)]; }

  Point first_point(std::int64_t trial, Stream& random) const {
    if (!random_ && start_ == kNoAugmentation) return Point(dimensions_.size(), 0);
    if (!random_ && start_ == kStartDesign) return start_point(space_, seed_, trial);
    return draw_point(space_, random);
  }

  // Members by the reward of their latest trial, the best first; equal ones by number.
  void rank() {
    if (!ranked_.empty()) return;
    ranked_.resize(static_cast<std::size_t>(
        std::min<std::int64_t>(members_, static_cast<std::int64_t>(rewards_.size()))));
    std::iota(ranked_.begin(), ranked_.end(), 0);
    std::stable_sort(ranked_.begin(), ranked_.end(), [this](std::int64_t a, std::int64_t b) {
      return reward(latest(a)) > reward(latest(b));
    });
    place_.resize(ranked_.size());
    for (std::size_t i = 0; i < ranked_.size(); ++i) place_[static_cast<std::size_t>(ranked_[i])] = i;
  }

  void go_on(std::int64_t member, std::int64_t trial, Member& next, Stream& random) const {
    const std::int64_t own = trial - members_;
    if (own >= static_cast<std::int64_t>(rewards_.size())) {  // nobody has told how it ended
      next.point = proposed_[static_cast<std::size_t>(own)].point;
      next.course.from = own;
      return;
    }
    const bool copies = !random_ || reward(own) == kFailed;
    const std::optional<std::int64_t> donor = !copies       ? std::nullopt
                                              : tournament_ ? winner_against(member, random)
                                                            : better_member(member, random);
    if (donor && reward(latest(*donor)) != kFailed) {
      next.course.from = latest(*donor);
      next.point = explored(proposed_[static_cast<std::size_t>(*next.course.from)].point, random);
      return;
    }
    next.point = proposed_[static_cast<std::size_t>(own)].point;
    if (random_) next.point = draw_point(space_, random);
    if (reward(own) != kFailed) {
      next.course.from = own;
      return;
    }
    // Everybody's latest interval failed: back to what last worked, or to fresh weights.
    next.point = explored(next.point, random);
    for (auto before = static_cast<std::int64_t>(rewards_.size()); before-- > 0;) {
      if (reward(before) == kFailed) continue;
      next.course.from = before;
      return;
    }
  }

  // Truncation: one of the best, for a member that is among the worst.
  std::optional<std::int64_t> better_member(std::int64_t member, Stream& random) const {
    const auto count = static_cast<std::size_t>(std::ceil(share_ * static_cast<double>(ranked_.size())));
    const std::size_t cut = std::min(count, ranked_.size() / 2);
    const bool among_the_worst =
        place_[static_cast<std::size_t>(member)] >= ranked_.size() - cut || reward(latest(member)) == kFailed;
    if (!among_the_worst || ranked_.size() < 2) return std::nullopt;
    return ranked_[random.below(std::clamp<std::size_t>(cut, 1, donors_))];
  }

  // Binary tournament: another member drawn at random, if it is better.
  std::optional<std::int64_t> winner_against(std::int64_t member, Stream& random) const {
    const auto known = std::min<std::int64_t>(members_, static_cast<std::int64_t>(rewards_.size()));
    if (known < 2) return std::nullopt;
    auto other = static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(known - 1)));
    if (other >= member) ++other;
    if (reward(latest(member)) == kFailed) other = ranked_.front();
    if (reward(latest(other)) <= reward(latest(member))) return std::nullopt;
    return other;
  }

  Point explored(const Point& point, Stream& random) const {
    Point changed = point;
    for (std::size_t i = 0; i < changed.size(); ++i) {
      const Dimension& dimension = dimensions_[i];
      if (random.bernoulli(redraw_)) {
        changed[i] = static_cast<int>(random.below(static_cast<std::uint64_t>(dimension.size)));
      } else if (dimension.ordered) {
        changed[i] = change_(dimension, changed[i], random);
      }
    }
    return changed;
  }

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
  std::vector<Member> proposed_;      // by trial
  std::vector<double> rewards_;       // by trial
  std::vector<std::int64_t> ranked_;  // members, the best first; empty: not ranked since the last outcome
  std::vector<std::size_t> place_;    // of a member among them
};

// A standard value in which the two differ, and where it is from.
struct Own {
  double standard;
  const char* source;
};

// Name, standard value, least, most, whole numbers only, summary, source.
std::vector<Setting> settings(const Own& share, const Own& redraw, const Own& start) {
  return {
      {"interval", 3, 1, 100'000, true, "epochs that a member trains before it is compared",
       "Ho et al. 2019, section 4"},
      {"share", share.standard, 0, 0.5, false,
       "share of the members that go on as copies of the best, after every interval", share.source},
      {"donors", 8, 1, 100'000, true,
       "of how many of the best at most, so that in a large population the very best spread sooner than the "
       "others",
       "ours; a fifth of 40, Jaderberg et al. 2017: populations of 10 to 80"},
      {"redraw", redraw.standard, 0, 1, false,
       "chance that a coordinate of a copied policy is drawn anew; else it moves", redraw.source},
      {"start", start.standard, 0, 2, true,
       "what members begin with; 0: random points; 1: the start design of tpe and gp; 2: no augmentation",
       start.source},
      {"tournament", 0, 0, 1, true, "1: instead, each member is compared with one other drawn at random",
       "Jaderberg et al. 2017, section 4.1.1"},
      {"random", 0, 0, 1, true,
       "1: nobody is copied, and each policy is drawn anew after every interval: random schedules, to "
       "compare with",
       "a control"},
      {"in-step", 1, 0, 1, true, "1: members wait for each other at the end of an interval; 0: they do not",
       "Jaderberg et al. 2017 do not wait"},
  };
}

}  // namespace

std::vector<Setting> pbt_settings() {
  return settings({0.5, "ours; Jaderberg et al. 2017: 0.2"}, {0.1, "ours; Jaderberg et al. 2017: 0.25"},
                  {kStartDesign, "ours; Jaderberg et al. 2017: 0"});
}

std::vector<Setting> pba_settings() {
  return settings({0.25, "Ho et al. 2019, section 3.2"}, {0.2, "Ho et al. 2019, algorithm 2"},
                  {kNoAugmentation, "Ho et al. 2019"});
}

std::unique_ptr<Searcher> make_pbt(const Space& space, const SearcherOptions& options) {
  return std::make_unique<Population>(space, options, scale);
}

std::unique_ptr<Searcher> make_pba(const Space& space, const SearcherOptions& options) {
  return std::make_unique<Population>(space, options, move_by_levels);
}

}  // namespace variegate
