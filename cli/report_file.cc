#include "cli/report_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "cli/described_options.h"
#include "cli/example_images.h"
#include "cli/shell_words.h"
#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/core/version.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published.h"
#include "variegate/report/contact_sheet.h"
#include "variegate/report/importance.h"
#include "variegate/report/page.h"
#include "variegate/study/comparison_json.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/study_folder.h"
#include "variegate/trial/task.h"

namespace variegate::cli {
namespace {

std::optional<ComparisonRecord> comparison_in(const std::string& folder) {
  const std::string path = folder + "/comparison.json";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  const Json json = read_json_file(path);
  return comparison_from_json(JsonReader(json, path));
}

std::vector<StripPicture> strips(const StudyRecord& study, const Policy& policy) {
  constexpr int kRows = 10;
  constexpr int kCopies = 9;
  constexpr int kCell = 128;  // pixels; ten side by side are as wide as a page
  const ImageSet images = example_images(study.options.data, kRows, study.options.seed);
  std::vector<StripPicture> pictures;
  for (const SheetRow& row : augmented_rows(images.samples, images.class_names, policy,
                                            {.copies = kCopies, .cell = kCell, .seed = study.options.seed})) {
    pictures.push_back(strip_picture(row));
  }
  return pictures;
}

// The base as --base takes it: its name, or a file beside the policy for one that came from a file.
std::string base_word(const Policy& base, const std::string& folder) {
  for (const std::string& name : base_names()) {
    if (hash(base_policy(name)) == hash(base)) return name;
  }
  const std::string file = folder + "/base.json";
  write_policy_file(file, base);
  return file;
}

int longest_training(const StudyRecord& study) {
  return std::max(study.options.epochs, final_epochs(study.options));
}

}  // namespace

std::vector<PolicyUse> policy_uses(const StudyRecord& study, const std::string& folder) {
  const std::string policy = folder + "/policy.json";
  const auto command = [](std::vector<std::string> words, const std::vector<std::vector<std::string>>& more) {
    for (const auto& part : more) words.insert(words.end(), part.begin(), part.end());
    return "variegate" + shell_words(words);
  };
  const std::vector<std::string> data = described_words(study.options.data);
  const std::vector<std::string> child = described_words(study.options.child);
  const std::vector<std::string> task = described_words(
      Task{.data = {}, .child = {}, .epochs = longest_training(study), .metric = study.options.metric});
  const std::vector<std::string> base = {"--base", base_word(study.options.space.base, folder)};
  std::string arms;
  for (const std::string& arm : study.options.baselines) arms += arm + ",";
  arms += policy;
  return {{"Train with it, in full", command({"train", policy}, {data, child, task})},
          {"Measure it on the test set, beside the baselines; the report then shows it",
           command({"compare"}, {data, {"--arms", arms}, base, child, task, {"--out", folder}})},
          {"See it on more pictures", command({"preview", policy}, {data, {"--samples", "30"}})},
          {"Read it", command({"policy", "show", policy}, {})}};
}

std::string write_report(const std::string& folder, const std::string& out) {
  return write_report(read_study(folder), folder, out);
}

std::string write_report(const StudyRecord& study, const std::string& folder, const std::string& out) {
  const std::optional<ComparisonRecord> comparison = comparison_in(folder);
  ReportExtras extras;
  extras.importance = op_importance(study);
  // A study that has not begun has nothing to report.
  if (!study.trials.empty()) extras.importance_unknown = importance_unknown(study);
  extras.version = version();
  for (const PolicyUse& use : policy_uses(study, folder)) extras.uses.emplace_back(use.purpose, use.command);
  if (study.chosen) {
    try {
      extras.strips = strips(study, found_policy(study));
    } catch (const Error& error) {  // the data may have been moved since: the numbers stand without pictures
      fmt::print(stderr, "variegate: the report has no pictures: {}\n", error.what());
    }
  }
  const std::string path = out.empty() ? folder + "/report.html" : out;
  write_file_atomically(path, report_html(study, comparison ? &*comparison : nullptr, extras));
  return path;
}

}  // namespace variegate::cli
