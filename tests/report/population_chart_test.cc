#include "variegate/report/population_chart.h"

#include <gtest/gtest.h>

#include "variegate/report/page.h"
#include "variegate/study/lineage.h"

namespace variegate {
namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

// Two members, two intervals of 3 epochs. Member 1 fails at first and continues as a copy of member 0; it
// inverts 40 % in its second interval and is the better one in the end.
StudyRecord small_population() {
  StudyRecord study;
  study.options.method = "pba";
  study.options.members = 2;
  study.options.epochs = 6;
  const auto add = [&](std::optional<std::int64_t> from, int epochs, double inverted, double reward) {
    Policy stretch;
    stretch.root = {Sequence{{{Call{.op = "flip_horizontal", .arguments = {}, .probability = 0.5}},
                              {Call{.op = "invert", .arguments = {}, .probability = inverted}}}}};
    TrialRecord trial;
    trial.trial = static_cast<std::int64_t>(study.trials.size());
    trial.from = from;
    trial.epochs = epochs;
    const TrialRecord* behind = from ? &study.trials[static_cast<std::size_t>(*from)] : nullptr;
    trial.policy = scheduled(behind, stretch, epochs);
    trial.outcome = Outcome{};
    trial.outcome->reward = reward;
    trial.outcome->epochs = epochs;
    study.trials.push_back(trial);
  };
  add({}, 3, 0.0, 0.5);
  add({}, 3, 0.0, 0.0);
  study.trials[1].outcome->ending = Ending::failed;
  study.trials[1].outcome->reason = "a <b> & c";
  add(0, 6, 0.0, 0.55);
  add(0, 6, 0.4, 0.6);
  study.options.space.base.root = {
      Sequence{{{Call{.op = "flip_horizontal", .arguments = {}, .probability = 0.5}}}}};
  return study;
}

TEST(PopulationChart, DrawsTheTreeWithTheBestLineageOnTop) {
  const std::string html = lineages_html(small_population());
  EXPECT_EQ(count(html, "class=\"best\""), 1u) << "from trial 0 to trial 3";
  EXPECT_EQ(count(html, "class=\"branch\""), 1u) << "from trial 0 to trial 2";
  EXPECT_EQ(count(html, "trial 3: 60.0"), 2u) << "line and dot";
  EXPECT_NE(html.find("went on from trial 0"), std::string::npos);
  EXPECT_NE(html.find("a &lt;b&gt; &amp; c"), std::string::npos);
  EXPECT_EQ(lineages_html({}), "");
}

TEST(PopulationChart, ShowsWhatTheScheduleAppliesWhenAndLeavesTheBaseOut) {
  const std::string html = schedule_html(small_population());
  EXPECT_NE(html.find("invert, epochs 4 to 6: 40.0"), std::string::npos);
  EXPECT_EQ(count(html, "class=\"bar\""), 1u);
  EXPECT_NE(html.find("20.0"), std::string::npos) << "the mean over six epochs";
  EXPECT_EQ(html.find("flip"), std::string::npos);
  StudyRecord chosen = small_population();
  chosen.chosen = "trial 2";
  EXPECT_EQ(schedule_html(chosen), "") << "the chosen member applies nothing but the base";
}

TEST(PopulationChart, StandsInThePageInPlaceOfTheCurve) {
  const std::string page = report_html(small_population(), nullptr, {});
  EXPECT_NE(page.find("The population"), std::string::npos);
  EXPECT_NE(page.find("2 members"), std::string::npos);
  EXPECT_EQ(page.find("best so far"), std::string::npos);
}

}  // namespace
}  // namespace variegate
