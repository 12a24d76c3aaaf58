// What every search method must do, whatever it learns: a fixture with one row a (method, space). The rows
// are made of the list of methods, in conformance_test.cc, which alone includes this.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "tests/search/miniature.h"
#include "variegate/core/json.h"
#include "variegate/search/searcher.h"

namespace variegate::conformance {

using miniature::narrowed;
using miniature::space_of;
using miniature::Study;
using miniature::with_mixes;

struct Row {
  std::string method;
  std::string space;   // its kind, as Space::name() says it
  bool mixes = false;  // and mixes of samples to choose from
};

inline void PrintTo(const Row& row, std::ostream* out) {
  *out << row.method << " over " << row.space << (row.mixes ? " with mixes" : "");
}

inline constexpr std::int64_t kBeyondAnyGrid = 40;  // the uniform space above has 30 points
inline constexpr std::int64_t kMembers = 6;
inline constexpr int kIntervals = 4;
inline constexpr std::int64_t kTrials = 24;  // more than any method's start design in these spaces

class Conformance : public testing::TestWithParam<Row> {
 protected:
  Space space() const {
    const Space plain = space_of(GetParam().space);
    return GetParam().mixes ? *with_mixes(plain) : plain;
  }
  Study study(const Space& space, std::uint64_t seed, std::int64_t lag = 1) const {
    return Study(GetParam().method, space, options(seed), lag);
  }
  Study study(const Space& space, const Study::Ends& ends) const {
    return Study(GetParam().method, space, options(3), 1, ends);
  }
  // A population small enough that the trials below are several intervals of each member.
  static SearcherOptions options(std::uint64_t seed) {
    const bool population = drive_of(GetParam().method) == Drive::population;
    return {.seed = seed,
            .trials = population ? 0 : kTrials,
            .members = population ? kMembers : 0,
            .epochs = 3 * kIntervals};
  }
};

TEST_P(Conformance, TheSameSeedAndHistoryGiveTheSameProposals) {
  Study a = study(space(), 5);
  Study b = study(space(), 5);
  a.run(kTrials);
  b.run(kTrials);
  EXPECT_EQ(a.points(), b.points());
}

TEST_P(Conformance, TwoSeedsGiveDifferentProposals) {
  Study a = study(space(), 5);
  Study b = study(space(), 6);
  a.run(kTrials);
  b.run(kTrials);
  EXPECT_NE(a.points(), b.points());
}

TEST_P(Conformance, AFreshSearcherFedTheSameInterleavingGoesOnIdentically) {
  Study whole = study(space(), 5, 2);
  whole.run(kTrials);
  for (const std::int64_t cut : {1, 4, 17}) {
    Study resumed = study(space(), 5, 2);
    resumed.run(cut);      // the replay
    resumed.run(kTrials);  // and on
    EXPECT_EQ(resumed.points(), whole.points()) << "cut at " << cut;
  }
}

TEST_P(Conformance, EveryProposalIsInTheSpaceAndDecodes) {
  Study run = study(space(), 1);
  run.run(kTrials);
  ASSERT_FALSE(run.points().empty());
  for (const Point& point : run.points()) EXPECT_NO_THROW(check(decode(space(), point)));
}

TEST_P(Conformance, SurvivesFailedAndStoppedTrials) {
  Study run = study(space(), [](std::int64_t trial) {
    return trial % 3 == 0 ? Ending::failed : trial % 3 == 1 ? Ending::stopped : Ending::complete;
  });
  run.run(kTrials);
  for (const Point& point : run.points()) EXPECT_NO_THROW(check(space(), point));
}

TEST_P(Conformance, SurvivesNothingButFailedTrials) {
  Study healthy = study(space(), 3);
  healthy.run(kTrials);
  Study run = study(space(), [](std::int64_t) { return Ending::failed; });
  run.run(kTrials);
  EXPECT_EQ(run.points().size(), healthy.points().size());
  for (const Point& point : run.points()) EXPECT_NO_THROW(check(space(), point));
}

TEST_P(Conformance, SurvivesNothingButStoppedTrials) {
  Study run = study(space(), [](std::int64_t) { return Ending::stopped; });
  run.run(kTrials);
  for (const Point& point : run.points()) EXPECT_NO_THROW(check(space(), point));
}

TEST_P(Conformance, CopesWithDimensionsOfOneValueAndWithASinglePoint) {
  for (const Space& narrow : narrowed(space())) {
    Study run = study(narrow, 1);
    run.run(kTrials);
    ASSERT_FALSE(run.points().empty()) << json_text(to_json(narrow));
    for (const Point& point : run.points())
      EXPECT_NO_THROW(check(narrow, point)) << json_text(to_json(narrow));
  }
}

TEST_P(Conformance, NeedsNeitherOutcomesNorTheNumberOfTrials) {
  const Space space_ = space();
  const auto searcher = make_searcher(GetParam().method, space_, {.seed = 1, .trials = 0});
  for (std::int64_t trial = 0; trial < kTrials; ++trial) {
    const auto proposal = searcher->propose(trial);
    if (!proposal) break;
    EXPECT_NO_THROW(check(space_, proposal->point));
  }
}

TEST_P(Conformance, HavingNoPointLeftIsForGood) {
  Study run = study(space(), 1);
  run.run(kBeyondAnyGrid);
  const auto end = static_cast<std::int64_t>(run.points().size());
  if (end == kBeyondAnyGrid) GTEST_SKIP() << "a method without an end";
  EXPECT_EQ(run.searcher().propose(end), std::nullopt);
  EXPECT_EQ(run.searcher().propose(end + 1), std::nullopt);
}

}  // namespace variegate::conformance
