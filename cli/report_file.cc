#include "cli/report_file.h"

#include <fmt/format.h>

#include <filesystem>
#include <optional>

#include "cli/example_images.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/report/contact_sheet.h"
#include "variegate/report/importance.h"
#include "variegate/report/page.h"
#include "variegate/study/comparison_json.h"
#include "variegate/study/final_round.h"
#include "variegate/study/study_folder.h"

namespace variegate::cli {
namespace {

std::optional<ComparisonRecord> comparison_in(const std::string& folder) {
  const std::string path = folder + "/comparison.json";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  const Json json = read_json_file(path);
  return comparison_from_json(JsonReader(json, path));
}

// As a shell reads it back.
std::string quoted(const std::string& path) {
  const bool plain =
      path.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-+:,@%=") ==
      std::string::npos;
  if (plain && !path.empty()) return path;
  std::string out = "'";
  for (const char c : path) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::vector<StripPicture> strips(const StudyRecord& study, const Policy& policy) {
  constexpr int kRows = 10;
  constexpr int kCopies = 9;
  const ImageSet images = example_images(study.options.data, kRows, study.options.seed);
  std::vector<StripPicture> pictures;
  for (const SheetRow& row : augmented_rows(images.samples, images.class_names, policy,
                                            {.copies = kCopies, .seed = study.options.seed})) {
    pictures.push_back(strip_picture(row));
  }
  return pictures;
}

std::vector<std::pair<std::string, std::string>> uses(const StudyRecord& study, const std::string& folder) {
  const std::string policy = quoted(folder + "/policy.json");
  const std::string data = quoted(study.options.data.train);
  return {
      {"Train with it, in full", fmt::format("variegate train {} --data {}", policy, data)},
      {"Measure it on the test set, beside the baselines; the report then shows it",
       fmt::format("variegate compare --data {} --arms none,manual,trivialaugment,{} --out {}", data, policy,
                   quoted(folder))},
      {"See it on more pictures", fmt::format("variegate preview {} --data {} --samples 30", policy, data)},
      {"Read it", fmt::format("variegate policy show {}", policy)}};
}

}  // namespace

std::string write_report(const std::string& folder, const std::string& out) {
  const StudyRecord study = read_study(folder);
  const std::optional<ComparisonRecord> comparison = comparison_in(folder);
  ReportExtras extras;
  extras.importance = op_importance(study);
  // A study that has not begun has nothing to be told about.
  if (!study.trials.empty()) extras.importance_unknown = importance_unknown(study);
  extras.version = VARIEGATE_VERSION;
  extras.uses = uses(study, folder);
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
