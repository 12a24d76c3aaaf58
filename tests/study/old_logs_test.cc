// Logs that earlier versions wrote are read, and their studies go on as they were begun. Each file is such a
// log, an event a line, named by the version and the commit that wrote it.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>

#include "tests/study/fake_study.h"
#include "tests/support/source_path.h"
#include "variegate/core/json.h"
#include "variegate/study/replay.h"

namespace variegate {
namespace {

std::vector<Event> read_log(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<Event> events;
  for (std::string line; std::getline(file, line);) {
    const Json document = parse_json(line, path.string());
    JsonReader json(document, path.string());
    Event event{.id = static_cast<std::int64_t>(events.size()) + 1,
                .time = json.member("time").string(),
                .kind = json.member("kind").string(),
                .trial = std::nullopt};
    if (const JsonReader trial = json.member("trial"); !trial.value().is_null())
      event.trial = trial.integer(0, 1000);
    event.payload = json.member("payload").value();
    events.push_back(std::move(event));
  }
  return events;
}

std::vector<Event> of_5a0ac8b() {
  return read_log(source_path("tests/study/old_logs/version-0.1-5a0ac8b.jsonl"));
}

TEST(OldLogs, AreRead) {
  const StudyRecord study = study_record(MemoryStore(of_5a0ac8b()));
  EXPECT_EQ(study.trials.size(), 8U);
  EXPECT_EQ(study.final_round.size(), 6U);
  EXPECT_TRUE(study.chosen.has_value());
  EXPECT_EQ(study.options.method, "tpe");
  // Its pictures were stretched, and taken as they are stored.
  EXPECT_EQ(study.options.data.fit, "stretch");
  EXPECT_EQ(study.options.data.orientation, Orientation::ignore);
}

// What was proposed is proposed again from the recorded outcomes, or the resume would fail; and the study
// ends.
TEST(OldLogs, AreGoneOnWithWhereTheyWereCut) {
  const std::vector<Event> whole = of_5a0ac8b();
  const auto planned = std::find_if(whole.begin(), whole.end(),
                                    [](const Event& event) { return event.kind == "final-planned"; });
  const auto last = std::distance(whole.begin(), planned);
  for (const std::ptrdiff_t events : {std::ptrdiff_t{3}, std::ptrdiff_t{12}, last - 8, last}) {
    MemoryStore store({whole.begin(), whole.begin() + events});
    const StudyOptions options = study_record(store).options;
    std::atomic<bool> stop{false};
    FakeEvaluator evaluator({.slots = 2, .digest = "3c8d617a06ac84c6"}, stop);
    const StudyRecord study = run_study(options, store, evaluator, {}, stop, make_searcher);
    EXPECT_EQ(study.trials.size(), 8U) << events;
    EXPECT_TRUE(study.chosen.has_value()) << events;
  }
}

}  // namespace
}  // namespace variegate
