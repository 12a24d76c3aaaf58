// Every search method in a study: what chaotic_searcher shows of the loop holds for the methods that ship.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/study/fake_study.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

class EveryMethod : public ::testing::TestWithParam<std::string> {
 protected:
  static StudyOptions options() {
    StudyOptions with_method = fake_options();
    with_method.method = GetParam();
    with_method.space.kind = UniformSpace{.ops = {"identity", "invert", "posterize", "solarize", "equalize"}};
    if (GetParam() == "pba")
      with_method.space.kind = IntensitySpace{.ops = {"invert", "posterize", "solarize", "equalize"}};
    const bool population = drive_of(GetParam()) == Drive::population;
    with_method.trials = population ? 0 : 24;
    with_method.members = population ? 24 : 0;
    with_method.final_policies = 2;
    with_method.baselines = {"manual"};
    return with_method;
  }

  static StudyRecord run(Store& store, const FakeEvaluator::Behaviour& behaviour) {
    std::atomic<bool> stop{false};
    FakeEvaluator evaluator(behaviour, stop);
    return run_study(options(), store, evaluator, {}, stop);
  }
};

TEST_P(EveryMethod, GivesTheSameResultOnAnySlotsAndAfterKills) {
  MemoryStore whole;
  const std::string expected = fingerprint(run(whole, {.slots = 1}));
  MemoryStore other;
  EXPECT_EQ(fingerprint(run(other, {.slots = 4, .order = 2})), expected);
  const std::vector<Event> events = whole.events();
  for (std::size_t kept = 5; kept < events.size(); kept += events.size() / 4) {
    MemoryStore cut({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(kept)});
    EXPECT_EQ(fingerprint(run(cut, {.slots = 2, .order = kept})), expected) << "killed after event " << kept;
  }
}

std::vector<std::string> method_names() {
  std::vector<std::string> names;
  for (const MethodInfo& method : search_methods()) names.push_back(method.name);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Study, EveryMethod, ::testing::ValuesIn(method_names()),
                         [](const auto& row) { return row.param; });

}  // namespace
}  // namespace variegate
