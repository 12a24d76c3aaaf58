#include "variegate/report/page.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <limits>

#include "tests/report/sample_study.h"
#include "variegate/report/finding.h"
#include "variegate/report/html.h"
#include "variegate/report/metric_words.h"
#include "variegate/study/arm_results.h"

namespace variegate {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool holds(const std::string& page, const std::string& text) { return page.find(text) != std::string::npos; }

TEST(Page, SaysWhatTheRecordsSay) {
  const StudyRecord study = sample_study();
  const ComparisonRecord comparison = sample_comparison(study);
  const std::string page = report_html(study, &comparison, sample_extras(study));
  for (const ArmRecord& arm : comparison.arms) {
    EXPECT_TRUE(holds(page, ">" + percent_text(arm_mean(arm)) + "<")) << arm.name;
    EXPECT_TRUE(holds(page, escaped(arm.name))) << arm.name;
  }
  for (const Difference& difference : comparison.differences) {
    EXPECT_TRUE(holds(page, ">" + points_text(difference.mean) + "<")) << difference.a;
    EXPECT_TRUE(holds(page, ">" + interval_text(difference.low, difference.high) + "<")) << difference.a;
  }
  for (const ArmRecord& arm : study.final_round)
    EXPECT_TRUE(holds(page, percent_text(arm_mean(arm)))) << arm.name;
  for (const TrialRecord& trial : study.trials) {
    EXPECT_TRUE(holds(
        page, "trial " + std::to_string(trial.trial) +
                  (trial.outcome->ending == Ending::failed ? " failed"
                                                           : ": " + percent_text(trial.outcome->reward))));
  }
  EXPECT_TRUE(holds(page, study.data.data_digest));
  EXPECT_TRUE(holds(page, "35,210 parameters"));
}

// Figures, axes and words are those of a loss.
TEST(Page, OfAStudyByALossSpeaksOfLosses) {
  const StudyRecord study = by_loss(sample_study());
  const ComparisonRecord comparison = by_loss(sample_comparison(sample_study()));
  const Metric& loss = study.data.metric;
  ReportExtras extras = sample_extras(study);
  extras.importance = op_importance(study);
  const std::string page = report_html(study, &comparison, extras);
  for (const char* title :
       {"Validation loss (less is better)", "Test loss (less is better)", "Left of zero is better",
        "Minus manual, loss", "Effect on validation loss (below zero is better)"})
    EXPECT_TRUE(holds(page, title)) << title;
  EXPECT_FALSE(holds(page, "accuracy"));
  EXPECT_FALSE(holds(page, "percentage points"));
  std::size_t last = 0;
  for (const char* name : {"study/policy.json", "trivialaugment", "randaugment:2:9", "manual", "none"}) {
    const ArmRecord& arm = *find_arm(comparison.arms, name);
    const std::size_t row = page.find(std::string("<th role=\"rowheader\" scope=\"row\">") + name);
    EXPECT_GT(row, last) << name << " is not in the order of losses";
    last = row;
    const std::string value = value_words(loss, arm_mean(arm));
    EXPECT_EQ(value.find('%'), std::string::npos);
    EXPECT_NE(page.find(">" + value + "<", row), std::string::npos) << name;
  }
  for (const TrialRecord& trial : study.trials) {
    if (trial.outcome->ending == Ending::failed) continue;
    const double value = value_of(loss, trial.outcome->reward);
    EXPECT_TRUE(
        holds(page, "trial " + std::to_string(trial.trial) + ": " + value_words(loss, value) + " after"));
  }
}

TEST(Page, SaysWhatTheBudgetLeftNoTimeFor) {
  StudyRecord study = sample_study();
  EXPECT_FALSE(holds(report_html(study, nullptr, sample_extras(study)), "The budget left it"));
  study.shortened = "3 of 5 seeds";
  EXPECT_TRUE(holds(report_html(study, nullptr, sample_extras(study)), "The budget left it 3 of 5 seeds."));
}

TEST(Page, EscapesWhateverComesFromData) {
  const std::string page = report_html(hostile_study(), nullptr, sample_extras(hostile_study()));
  EXPECT_FALSE(holds(page, "<script"));
  EXPECT_TRUE(
      holds(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;\xEF\xBF\xBD\xEF\xBF\xBD]]&gt;"));
}

TEST(Page, OfAStudyWithoutTrialsSaysSo) {
  EXPECT_TRUE(holds(report_html({}, nullptr, {}), "No trial has been run yet."));
}

TEST(Page, IsWrittenForFailedAndUnmeasurableRunsToo) {
  StudyRecord study = sample_study();
  for (TrialRecord& trial : study.trials) trial.outcome->reward = kNan;
  for (ArmRecord& arm : study.final_round) arm.values = {kNan, kNan};
  ReportExtras extras;
  extras.importance = {{"rotate", kNan, kNan, 0.0, ""}};
  const std::string page = report_html(study, nullptr, extras);
  for (const char* before : {" ", ">", "\"", "("})
    EXPECT_FALSE(holds(page, std::string(before) + "nan")) << before;
  EXPECT_TRUE(holds(page, "2 runs failed"));
  study.trials.resize(1);
  study.trials[0].outcome.reset();
  study.final_round.clear();
  study.chosen.reset();
  EXPECT_TRUE(holds(report_html(study, nullptr, {}), "No trial has ended with a result yet."));
}

TEST(Page, IsWrittenForASingleTrial) {
  StudyRecord study = sample_study();
  study.trials.resize(1);
  study.final_round.clear();
  study.chosen.reset();
  EXPECT_TRUE(
      holds(report_html(study, nullptr, {}), "trial 0: " + percent_text(study.trials[0].outcome->reward)));
}

TEST(Finding, PrefersTheTestSetAndGivesTheInterval) {
  const StudyRecord study = sample_study();
  const ComparisonRecord comparison = sample_comparison(study);
  const Finding finding = find_out(study, &comparison);
  EXPECT_TRUE(finding.on_test);
  EXPECT_EQ(finding.kind, Finding::Kind::gains);
  EXPECT_EQ(finding.chosen->name, "study/policy.json");
  EXPECT_NEAR(finding.over_manual->mean, (0.541 + 0.548 + 0.539 - 0.484 - 0.491 - 0.486) / 3, 1e-12);
  EXPECT_TRUE(holds(finding.headline, "5.6 points over manual")) << finding.headline;
}

TEST(Finding, ByALossLessIsBetter) {
  const StudyRecord study = by_loss(sample_study());
  const ComparisonRecord comparison = by_loss(sample_comparison(sample_study()));
  const Finding finding = find_out(study, &comparison);
  EXPECT_EQ(finding.kind, Finding::Kind::gains);
  const double gain = 2.4 * (0.541 + 0.548 + 0.539 - 0.484 - 0.491 - 0.486) / 3;
  EXPECT_NEAR(finding.over_manual->mean, -gain, 1e-12);
  EXPECT_TRUE(
      holds(finding.headline, fmt::format("is better than manual augmentation by {:.3g} in loss", gain)))
      << finding.headline;
  EXPECT_TRUE(holds(finding.headline, " less than with no augmentation")) << finding.headline;
  const Finding decided = find_out(study, nullptr);
  EXPECT_TRUE(holds(decided.headline, "expected change −")) << decided.headline;
  ComparisonRecord worse = comparison;
  worse.arms.back().values = {1.3, 1.29, 1.31};
  const Finding lost = find_out(study, &worse);
  EXPECT_EQ(lost.kind, Finding::Kind::manual_stays);
  EXPECT_TRUE(holds(lost.headline, "does not beat manual augmentation: +")) << lost.headline;
}

TEST(Finding, DoesNotSellChance) {
  StudyRecord study = sample_study();
  for (ArmRecord& arm : study.final_round) {
    if (arm.name == *study.chosen) arm.values = {0.49, 0.50};
  }
  const Finding finding = find_out(study, nullptr);
  EXPECT_EQ(finding.kind, Finding::Kind::may_be_chance);
  EXPECT_TRUE(holds(finding.headline, "may be chance")) << finding.headline;
}

TEST(Finding, SaysThatManualStaysWhenNothingBeatIt) {
  StudyRecord study = sample_study();
  study.chosen = "manual";
  EXPECT_EQ(find_out(study, nullptr).kind, Finding::Kind::manual_stays);
  ComparisonRecord comparison = sample_comparison(sample_study());
  comparison.arms.back().values = {0.47, 0.48, 0.46};
  const StudyRecord chosen = sample_study();
  const Finding finding = find_out(chosen, &comparison);
  EXPECT_EQ(finding.kind, Finding::Kind::manual_stays);
  EXPECT_TRUE(holds(finding.headline, "does not beat manual")) << finding.headline;
}

TEST(Finding, OfAStudyWithoutFinalRoundTellsTheTrialAndPromisesNothing) {
  StudyRecord study = sample_study();
  study.final_round.clear();
  const Finding finding = find_out(study, nullptr);
  EXPECT_EQ(finding.kind, Finding::Kind::may_be_chance);
  EXPECT_TRUE(holds(finding.headline, "not measured beside manual")) << finding.headline;
  EXPECT_TRUE(holds(report_html(study, nullptr, {}), "The policy: trial "));
}

TEST(Finding, PairsBySeedAndLeavesFailedRunsOut) {
  const ArmRecord a{.name = "a", .policy = {}, .seeds = {1, 2, 3}, .values = {0.5, kNan, 0.7}};
  const ArmRecord b{.name = "b", .policy = {}, .seeds = {3, 2, 9}, .values = {0.6, 0.1, 0.2}};
  const Difference difference = paired(a, b);
  EXPECT_EQ(difference.pairs, 1);
  EXPECT_NEAR(difference.mean, 0.1, 1e-12);
  EXPECT_FALSE(std::isfinite(difference.low));
}

}  // namespace
}  // namespace variegate
