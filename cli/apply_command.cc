// variegate apply: augmented copies of a data set, as files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/announce_data.h"
#include "cli/apply_options.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/described_options.h"
#include "cli/interrupt.h"
#include "cli/plan_options.h"
#include "cli/processes.h"
#include "cli/progress.h"
#include "cli/values.h"
#include "variegate/apply/copy_mixer.h"
#include "variegate/apply/copy_writer.h"
#include "variegate/core/error.h"
#include "variegate/core/folders.h"
#include "variegate/core/json.h"
#include "variegate/data/formats.h"
#include "variegate/policy/published.h"

namespace variegate::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kReasonsShown = 10;
constexpr int kMostParts = 100'000;

// "2/5", parts counted from 1.
Share share_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  std::string part = text.substr(0, slash);
  std::string parts = slash == std::string::npos ? "" : text.substr(slash + 1);
  const CLI::Validator number = whole(1, kMostParts);
  if (number(part).empty() && number(parts).empty() && std::stoul(part) <= std::stoul(parts))
    return {.part = std::stoul(part) - 1, .parts = std::stoul(parts)};
  throw Error({.where = "--part",
               .what = "not a part",
               .got = fmt::format("'{}'", text),
               .expected = "I/N, such as 1/4 to 4/4 for four machines",
               .mend = ""},
              ErrorKind::usage);
}

struct Summary {
  std::size_t units = 0;
  std::size_t done = 0;
  std::size_t written = 0;
  std::size_t skipped = 0;
  std::size_t dropped = 0;
  std::size_t clipped = 0;
  std::vector<std::string> reasons;  // the first few
  FactsCount facts;
};

Summary summary_of(const CopyFolder& folder, std::size_t units) {
  Summary summary;
  summary.units = units;
  for (std::size_t unit = 0; unit < units; ++unit) {
    if (!folder.is_done(unit)) continue;
    const UnitResult result = folder.result(unit);
    ++summary.done;
    summary.written += result.written;
    summary.skipped += result.skipped.size();
    summary.facts.add(result.facts);
    summary.dropped += result.dropped;
    summary.clipped += result.clipped;
    for (const std::string& reason : result.skipped)
      if (summary.reasons.size() < kReasonsShown) summary.reasons.push_back(reason);
  }
  return summary;
}

// What the files do not show by themselves, a line each.
std::vector<std::string> remarks(const CopyOptions& options, const Policy& policy, const Dataset& dataset,
                                 const CopyNames& names, const Summary& summary) {
  std::vector<std::string> lines;
  if (!policy.batch.empty()) {
    lines.push_back(fmt::format(
        "copies are mixes: {} has their soft labels, and as label the class shown most",
        options.container == CopyOptions::Container::folder ? "manifest.csv" : "the member .json"));
  }
  const AnnotationForm form = form_of(options, dataset);
  if (options.container == CopyOptions::Container::folder) {
    if (const std::string left = annotation_files(form).left_out(dataset); !left.empty())
      lines.push_back(
          form == AnnotationForm::manifest ? left : left + "; manifest.csv has boxes, keypoints and masks");
  } else if (!dataset.annotation_fields().empty()) {
    lines.push_back("boxes and keypoints are in the member .json of each copy");
  }
  if (names.renamed() > 0)
    lines.push_back(fmt::format("{} pictures have a name that was taken: e.g. {}", names.renamed(),
                                names.first_renamed()));
  for (const std::string& sentence : sentences(summary.facts)) lines.push_back(sentence);
  if (summary.dropped > 0)
    lines.push_back(fmt::format("{} boxes that cannot be right were left out", summary.dropped));
  if (summary.clipped > 0)
    lines.push_back(
        fmt::format("{} boxes reached outside their picture by more than a pixel and were cut off there",
                    summary.clipped));
  return lines;
}

void print(const ApplyOptions& options, const Summary& summary, const std::vector<std::string>& lines) {
  if (options.json) {
    const Json json{{"out", options.out},
                    {"complete", summary.done == summary.units},
                    {"units", summary.units},
                    {"units_done", summary.done},
                    {"written", summary.written},
                    {"skipped", summary.skipped},
                    {"reasons", summary.reasons},
                    {"boxes_dropped", summary.dropped},
                    {"boxes_clipped", summary.clipped},
                    {"remarks", lines}};
    fmt::print("{}", json_text(json));
    return;
  }
  fmt::print("{}: {} copies{}\n", options.out, summary.written,
             summary.done == summary.units
                 ? ""
                 : fmt::format(" so far, {} of {} units; the other parts are not done", summary.done,
                               summary.units));
  for (const std::string& line : lines) fmt::print("  {}\n", line);
  if (summary.skipped == 0) return;
  fmt::print("{} samples could not be read and were left out:\n", summary.skipped);
  for (const std::string& reason : summary.reasons) fmt::print("  {}\n", reason);
}

// Copies among the pictures that are read would be read, and copied, the next time.
void check_apart(const std::string& data, const std::string& out) {
  const fs::path to = real_path(out);
  // The folder that holds a pattern (shards/*.tar) or a file is not read as a whole.
  const bool folder = fs::is_directory(data);
  const fs::path from = folder ? real_path(data) : real_path(data).parent_path();
  const bool inside = folder ? lies_within(to, from) : to == from;
  if (!inside && !lies_within(from, to)) return;
  throw Error({.where = "--out",
               .what = inside ? "the copies would lie among the data that they are made from"
                              : "the data lie in the folder of the copies",
               .got = fmt::format("--data {} --out {}", data, out),
               .expected = "two folders apart",
               .mend = "give an --out that is outside of --data"},
              ErrorKind::usage);
}

// Error, or with --update work anew, for units whose pictures have changed since they were copied.
void check_sources(const ApplyOptions& options, CopyWriter& writer, const CopyFolder& folder) {
  const std::vector<ChangedUnit> changed = writer.changed_units();
  if (changed.empty()) return;
  if (!options.update) {
    throw Error(
        {.where = options.out,
         .what = "pictures or annotations have changed since their copies were made",
         .got = fmt::format("{} of {} units of up to {} pictures, e.g. the one that begins with {}",
                            changed.size(), writer.units(), writer.samples_a_unit(), changed.front().picture),
         .expected = "the data that the copies were made from",
         .mend = "give another --out, or make the copies of what changed anew by --update"});
  }
  for (const ChangedUnit& unit : changed) folder.forget(unit.unit);
  if (!options.json)
    fmt::print("{} of {} units have changed since their copies were made: made anew\n", changed.size(),
               writer.units());
}

[[noreturn]] void fail_interrupted(const std::string& out) {
  throw Error({.where = out,
               .what = "interrupted",
               .got = "",
               .expected = "",
               .mend = "the same command goes on where this stopped"},
              ErrorKind::interrupted);
}

int apply(ApplyOptions options) {
  const Share share = share_of(options.part);
  check_apart(options.data.train, options.out);
  const Policy policy = with_base(base_policy(options.base), find_policy(options.policy));
  DataSpec& data = options.data;
  data.skip_bad = options.copies.skip_bad;
  data.orientation = options.copies.orientation;
  announce_data(data, false);
  const auto dataset = locate_data(data.train, data.format, "", data.open_options(), data.parts).train.open();
  if (policy.provenance.width > 0) {
    const int side = options.copies.resolution;
    const SizeSurvey survey = side > 0 ? SizeSurvey{.width = side, .height = side} : survey_sizes(*dataset);
    warn_of_size(policy, survey.width, survey.height);
  }
  check_can_be_mixed(policy, *dataset);
  const CopyNames names(*dataset, options.copies);
  // From here on files are made, so that an interrupt has something to say: how to go on.
  const std::atomic<bool>& stop = interrupted();
  const CopyFolder folder(options.out, copy_record(options.copies, policy, *dataset, names));
  CopyWriter writer(*dataset, policy, options.copies, names, folder);
  check_sources(options, writer, folder);

  const auto processes = static_cast<std::size_t>(options.processes);
  const auto copies = writer.copies_a_sample();
  Progress progress("copies", static_cast<std::int64_t>(dataset->size() * copies), !options.json);
  run_in_processes(
      options.processes,
      [&](int number) {
        // Part i of n, dealt out to the processes.
        const Share own{.part = share.part + share.parts * static_cast<std::size_t>(number),
                        .parts = share.parts * processes};
        if (!writer.write(own, stop)) fail_interrupted(options.out);
      },
      [&] {
        const std::size_t samples =
            std::min(folder.count_done(writer.units()) * writer.samples_a_unit(), dataset->size());
        progress.update(static_cast<std::int64_t>(samples * copies));
      });
  progress.finish();
  const Summary summary = summary_of(folder, writer.units());
  if (summary.done == summary.units) {
    writer.finish();
    folder.remove_drafts();
  }
  print(options, summary, remarks(options.copies, policy, *dataset, names, summary));
  return 0;
}

void add_options(CLI::App& app, ApplyOptions& options) {
  app.add_option("POLICY", options.policy,
                 "a policy file, the folder of a study, a published name or a base (variegate policy list)")
      ->required();
  app.add_option("--data", options.data.train, "the pictures; of divided data the training part")
      ->type_name("PATH")
      ->required();
  add_reading_options(app, options.data);
  add_described(app, options.copies);
  add_described(app, options);
  app.get_option("--out")->required();
}

}  // namespace

Command apply_command() {
  return {
      .name = "apply",
      .summary = "write augmented copies of pictures, as a folder or tar shards",
      .order = 55,
      .setup = [](CLI::App& app) -> std::function<int()> {
        auto options = std::make_shared<ApplyOptions>();
        add_options(app, *options);
        app.footer(
            "examples:\n"
            "  variegate apply study/policy.json --data photos/ --out augmented/ --copies 5 --processes 4\n"
            "  variegate apply manual --data voc/ --annotations coco --out augmented/ --originals\n"
            "  variegate apply trivialaugment --data photos/ --to tar --encoding jpeg --out shards/\n"
            "  variegate apply cutmix --base flip --data photos/ --resolution 224 --out mixed/\n"
            "\n"
            "Killed or interrupted, the same command goes on: what is complete is kept.");
        return [options] { return apply(*options); };
      }};
}

}  // namespace variegate::cli
