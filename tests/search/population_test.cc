// Population-based training, on members whose reward is what they have gathered along their lineage.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "tests/search/miniature.h"
#include "variegate/search/searcher.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

constexpr std::int64_t kMembers = 16;

struct Trial {
  Point point;
  Course course;
  double reward = 0.0;
  bool failed = false;
};

// What one epoch with a policy is worth; the reward is the mean over the epochs so far.
using Worth = std::function<double(const Point& point, int epoch)>;

class Training {
 public:
  Training(const std::string& method, const SearcherOptions& options, Worth worth,
           std::set<std::int64_t> failing = {})
      : searcher_(make_searcher(method, miniature::space_of("intensities"), options)),
        worth_(std::move(worth)),
        failing_(std::move(failing)) {
    for (std::int64_t trial = 0;; ++trial) {
      for (; observed_ < searcher_->known_before(trial, 3); ++observed_) tell(observed_);
      const auto proposal = searcher_->propose(trial);
      if (!proposal) break;
      trials_.push_back(trained(trial, *proposal));
    }
  }

  const std::vector<Trial>& trials() const { return trials_; }
  const Trial& at(std::int64_t trial) const { return trials_[static_cast<std::size_t>(trial)]; }

  double best_at_the_end() const {
    double best = 0.0;
    for (const Trial& trial : trials_) {
      if (trial.course.epochs == trials_.back().course.epochs) best = std::max(best, trial.reward);
    }
    return best;
  }

 private:
  Trial trained(std::int64_t number, const Proposal& proposal) {
    Trial trial{.point = proposal.point, .course = proposal.course, .failed = failing_.contains(number)};
    const int behind = trial.course.from ? at(*trial.course.from).course.epochs : 0;
    double sum = trial.course.from ? at(*trial.course.from).reward * behind : 0.0;
    for (int epoch = behind; epoch < trial.course.epochs; ++epoch) sum += worth_(trial.point, epoch);
    trial.reward = sum / trial.course.epochs;
    return trial;
  }

  void tell(std::int64_t number) {
    Outcome outcome;
    outcome.trial = number;
    outcome.point = at(number).point;
    outcome.ending = at(number).failed ? Ending::failed : Ending::complete;
    outcome.reward = at(number).failed ? 0.0 : at(number).reward;
    outcome.epochs = at(number).course.epochs;
    searcher_->observe(outcome);
  }

  std::unique_ptr<Searcher> searcher_;
  Worth worth_;
  std::set<std::int64_t> failing_;
  std::vector<Trial> trials_;
  std::int64_t observed_ = 0;
};

SearcherOptions options(std::uint64_t seed = 1, Settings settings = {}) {
  return {.seed = seed, .members = kMembers, .epochs = 14, .settings = std::move(settings)};
}

// Early on augmentation only harms; later, strong rotation is what is wanted.
double early_none_late_rotation(const Point& point, int epoch) {
  const double rotation = std::max(point[0] / 4.0 * point[1] / 3.0, point[2] / 4.0 * point[3] / 3.0);
  const double wanted = epoch < 6 ? 0.0 : 0.9;
  return 1.0 - std::abs(rotation - wanted) - 0.05 * (point[4] + point[6] + point[8] + point[10]);
}

TEST(Population, TrainsEveryMemberToTheEndInIntervals) {
  const Training training("pba", options(), early_none_late_rotation);
  ASSERT_EQ(training.trials().size(), 5u * kMembers);  // 14 epochs in intervals of 3
  for (std::int64_t trial = 0; trial < 5 * kMembers; ++trial) {
    const std::int64_t step = trial / kMembers;
    const Course& course = training.at(trial).course;
    EXPECT_EQ(course.epochs, std::min<std::int64_t>(3 * (step + 1), 14));
    ASSERT_EQ(course.from.has_value(), step > 0);
    if (step == 0) continue;
    EXPECT_EQ(*course.from / kMembers, step - 1) << "in step";
  }
}

TEST(Population, PbaStartsWithoutAugmentationAndPbtWithTheStartDesign) {
  const Training pba("pba", options(), early_none_late_rotation);
  for (std::int64_t member = 0; member < kMembers; ++member)
    EXPECT_THAT(pba.at(member).point, testing::Each(0));
  const Training pbt("pbt", options(), early_none_late_rotation);
  const Training anywhere("pbt", options(1, {{"start", 0}}), early_none_late_rotation);
  std::set<Point> starts;
  for (std::int64_t member = 0; member < kMembers; ++member) {
    EXPECT_EQ(pbt.at(member).point, start_point(miniature::space_of("intensities"), 1, member));
    starts.insert(anywhere.at(member).point);
  }
  EXPECT_EQ(starts.size(), static_cast<std::size_t>(kMembers));
}

TEST(Population, TheWorstGoOnAsCopiesOfTheBestAndAllOthersAsThemselves) {
  std::int64_t started = 0;
  const Training training("pba", options(), [&](const Point&, int epoch) {
    if (epoch == 0) return static_cast<double>(started++);
    return epoch < 3 ? static_cast<double>(started - 1) : 0.0;
  });
  for (std::int64_t member = 0; member < kMembers; ++member) {
    const Trial& next = training.at(kMembers + member);
    if (member < kMembers / 4) {
      EXPECT_GE(*next.course.from, kMembers - kMembers / 4) << member;
    } else {
      EXPECT_EQ(*next.course.from, member);
      EXPECT_EQ(next.point, training.at(member).point);
    }
  }
}

// The members' first rewards rise with their number: the lower half copies the last two.
TEST(Population, NoMoreThanTheDonorsAreCopied) {
  std::int64_t started = 0;
  const Training training("pbt", options(1, {{"share", 0.5}, {"donors", 2}}), [&](const Point&, int epoch) {
    if (epoch == 0) ++started;
    return epoch < 3 ? static_cast<double>(started) : 0.0;
  });
  std::set<std::int64_t> donors;
  for (std::int64_t member = 0; member < kMembers / 2; ++member)
    donors.insert(*training.at(kMembers + member).course.from);
  EXPECT_EQ(donors, (std::set<std::int64_t>{kMembers - 2, kMembers - 1}));
}

TEST(Population, ACopyMovesByAFewLevelsOrIsDrawnAnew) {
  // With 1,000 levels a redraw is hardly ever near.
  Space space{IntensitySpace{{"rotate"}, 1, 1000, 1000}, {}};
  const auto searcher =
      make_searcher("pba", space, {.members = 200, .epochs = 6, .settings = {{"share", 0.5}}});
  for (std::int64_t trial = 0; trial < 200; ++trial) {
    Outcome outcome;
    outcome.trial = trial;
    outcome.point = searcher->propose(trial)->point;
    outcome.reward = static_cast<double>(trial) / 200.0;
    outcome.epochs = 3;
    searcher->observe(outcome);
  }
  std::map<int, int> moves;
  int copies = 0;
  for (std::int64_t trial = 200; trial < 300; ++trial) {
    const Point point = searcher->propose(trial)->point;
    for (const int value : point) ++moves[std::min(value, 4)];  // all started at level 0
    ++copies;
  }
  const double coordinates = 2.0 * copies;
  EXPECT_NEAR(moves[4] / coordinates, 0.2, 0.1) << "drawn anew";
  for (const int move : {1, 2, 3}) EXPECT_NEAR(moves[move] / coordinates, 0.8 / 8, 0.07) << move;
}

TEST(Population, AFailedMemberGoesOnAsACopyOfOneThatIsWell) {
  const Training training("pba", options(), early_none_late_rotation, {3, kMembers + 5});
  EXPECT_NE(*training.at(kMembers + 3).course.from, 3);
  EXPECT_NE(*training.at(2 * kMembers + 5).course.from, kMembers + 5);
  for (const Trial& trial : training.trials()) {
    if (!trial.course.from) continue;
    EXPECT_FALSE(training.at(*trial.course.from).failed);
  }
}

TEST(Population, GoesBackToWhatLastWorkedWhenAWholeIntervalFails) {
  std::set<std::int64_t> failing;
  for (std::int64_t trial = kMembers; trial < 2 * kMembers; ++trial) failing.insert(trial);
  const Training late("pba", options(), early_none_late_rotation, failing);
  for (std::int64_t trial = 2 * kMembers; trial < 3 * kMembers; ++trial)
    EXPECT_LT(*late.at(trial).course.from, kMembers);
  failing.clear();
  for (std::int64_t trial = 0; trial < kMembers; ++trial) failing.insert(trial);
  const Training early("pba", options(), early_none_late_rotation, failing);
  for (std::int64_t trial = kMembers; trial < 2 * kMembers; ++trial)
    EXPECT_EQ(early.at(trial).course.from, std::nullopt);
}

TEST(Population, OutOfStepAMemberWaitsForNothingButItself) {
  const SearcherOptions rolling = options(1, {{"in-step", 0}});
  const auto searcher = make_searcher("pba", miniature::space_of("intensities"), rolling);
  for (const std::int64_t trial : {16, 17, 40})
    EXPECT_EQ(searcher->known_before(trial, 3), trial - kMembers + 1);
  const Training training("pba", rolling, early_none_late_rotation);
  ASSERT_EQ(training.trials().size(), 5u * kMembers);
  for (const Trial& trial : training.trials()) {
    if (!trial.course.from) continue;
    EXPECT_LT(training.at(*trial.course.from).course.epochs, trial.course.epochs);
  }
}

TEST(Population, InATournamentOnlyTheBetterIsCopied) {
  const Training training("pbt", options(4, {{"tournament", 1}}), early_none_late_rotation);
  int copies = 0;
  for (std::int64_t trial = kMembers; trial < 5 * kMembers; ++trial) {
    const std::int64_t from = *training.at(trial).course.from;
    if (from == trial - kMembers) continue;
    ++copies;
    EXPECT_GT(training.at(from).reward, training.at(trial - kMembers).reward);
  }
  EXPECT_GT(copies, kMembers);
}

TEST(Population, FindsABetterScheduleThanAsManyRandomOnes) {
  double found = 0.0, random_schedules = 0.0;
  constexpr int kSeeds = 10;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    found += Training("pba", options(seed), early_none_late_rotation).best_at_the_end() / kSeeds;
    const Training random("pba", options(seed, {{"random", 1}}), early_none_late_rotation);
    random_schedules += random.best_at_the_end() / kSeeds;
    for (std::int64_t trial = kMembers; trial < 5 * kMembers; ++trial)
      EXPECT_EQ(*random.at(trial).course.from, trial - kMembers);
  }
  EXPECT_GT(found, random_schedules + 0.1);
}

}  // namespace
}  // namespace variegate
