// Writes the report of several studies, lucky and unlucky, into a folder: to be looked at in a browser, and
// to be parsed by page_check.py.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "tests/report/sample_study.h"
#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/report/importance.h"
#include "variegate/report/page.h"

int main(int argc, char** argv) {
  using namespace variegate;
  if (argc != 2) {
    fmt::print(stderr, "usage: report_demo FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  const auto write = [&](const std::string& name, const StudyRecord& study,
                         const ComparisonRecord* comparison, const ReportExtras& extras) {
    write_file_atomically((folder / (name + ".html")).string(), report_html(study, comparison, extras));
  };
  try {
    const StudyRecord study = sample_study();
    const ComparisonRecord comparison = sample_comparison(study);
    write("full", study, &comparison, sample_extras(study));
    write("final_round_only", study, nullptr, sample_extras(study));
    const StudyRecord with_losses = by_loss(study);
    const ComparisonRecord compared_by_loss = by_loss(comparison);
    ReportExtras extras = sample_extras(with_losses);
    extras.importance = op_importance(with_losses);
    write("by_loss", with_losses, &compared_by_loss, extras);
    write("final_round_by_loss", with_losses, nullptr, extras);
    write("hostile", hostile_study(), nullptr, sample_extras(hostile_study()));
    const StudyRecord empty;
    write("empty", empty, nullptr, {});
    StudyRecord running = study;
    running.final_round.clear();
    running.chosen.reset();
    running.trials.resize(9);
    running.trials.back().outcome.reset();
    write("running", running, nullptr, {});
    StudyRecord manual = study;
    manual.chosen = "manual";
    manual.beats_manual = false;
    write("manual_stays", manual, nullptr, sample_extras(manual));
  } catch (const Error& error) {
    fmt::print(stderr, "report_demo: {}\n", error.what());
    return 1;
  }
  return 0;
}
