// variegate apply: augmented copies of a data set, as files.
#include <fmt/format.h>

#include <algorithm>

#include "cli/child_options.h"
#include "cli/command.h"
#include "cli/interrupt.h"
#include "cli/processes.h"
#include "cli/progress.h"
#include "cli/values.h"
#include "variegate/apply/copy_writer.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/data/formats.h"
#include "variegate/policy/published.h"

namespace variegate::cli {
namespace {

constexpr std::size_t kReasonsShown = 10;
constexpr int kMostParts = 100'000;

struct Options {
  std::string policy;
  std::string base = "none";
  std::string data;
  std::string format = "auto";
  std::string out;
  std::string container = "folder";
  std::string encoding = "png";
  CopyOptions copies;
  int processes = 1;
  std::string part = "1/1";
  bool json = false;
};

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
  std::vector<std::string> reasons;  // the first few
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
    for (const std::string& reason : result.skipped)
      if (summary.reasons.size() < kReasonsShown) summary.reasons.push_back(reason);
  }
  return summary;
}

void print(const Options& options, const Summary& summary) {
  if (options.json) {
    const Json json{{"out", options.out},         {"complete", summary.done == summary.units},
                    {"units", summary.units},     {"units_done", summary.done},
                    {"written", summary.written}, {"skipped", summary.skipped},
                    {"reasons", summary.reasons}};
    fmt::print("{}", json_text(json));
    return;
  }
  fmt::print("{}: {} copies{}\n", options.out, summary.written,
             summary.done == summary.units
                 ? ""
                 : fmt::format(" so far, {} of {} units; the other parts are not done", summary.done,
                               summary.units));
  if (summary.skipped == 0) return;
  fmt::print("{} samples could not be read and were left out:\n", summary.skipped);
  for (const std::string& reason : summary.reasons) fmt::print("  {}\n", reason);
}

[[noreturn]] void fail_interrupted(const std::string& out) {
  throw Error({.where = out,
               .what = "interrupted",
               .got = "",
               .expected = "",
               .mend = "the same command goes on where this stopped"},
              ErrorKind::interrupted);
}

int apply(Options options) {
  const Share share = share_of(options.part);
  options.copies.container =
      options.container == "tar" ? CopyOptions::Container::tar : CopyOptions::Container::folder;
  options.copies.encoding =
      options.encoding == "jpeg" ? CopyOptions::Encoding::jpeg : CopyOptions::Encoding::png;
  const Policy policy = with_base(base_policy(options.base), find_policy(options.policy));
  const DataPart part = locate_data(options.data, options.format, "", options.copies.skip_bad).train;
  if (!part) {
    throw Error({.where = options.data,
                 .what = "no training images",
                 .got = "other parts alone",
                 .expected = "data to make copies of",
                 .mend = "name the folder of the part itself"});
  }
  const auto dataset = part.open();
  const CopyFolder folder(options.out, copy_record(options.copies, policy, *dataset));
  CopyWriter writer(*dataset, policy, options.copies, folder);

  const std::atomic<bool>& stop = interrupted();
  const auto processes = static_cast<std::size_t>(options.processes);
  const auto copies = static_cast<std::size_t>(options.copies.copies);
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
  if (summary.done == summary.units) folder.remove_drafts();
  print(options, summary);
  return 0;
}

void add_options(CLI::App& app, Options& options) {
  app.add_option("POLICY", options.policy,
                 "a policy file, the folder of a study, a published name or a base (variegate policy list)")
      ->required();
  app.add_option("--data", options.data, "the pictures; of divided data the training part")
      ->type_name("PATH")
      ->required();
  app.add_option("--format", options.format, "how --data is stored; found out from the path by default")
      ->transform(one_of(data_format_names()));
  app.add_option("--out", options.out, "the folder to write, or to go on with")->type_name("DIR")->required();
  app.add_option("--to", options.container,
                 "folder: one folder a class; tar: shards, with the class beside each picture")
      ->transform(one_of({"folder", "tar"}));
  app.add_option("--copies", options.copies.copies, "copies of each picture, each different")
      ->check(whole(1, 100'000));
  app.add_option("--seed", options.copies.seed, "seed of the augmentation")->check(seed());
  app.add_option(
         "--base", options.base,
         "what comes before the policy: none, crop, flip, crop-flip, affine, or a policy file; a policy "
         "found by search holds its base already")
      ->type_name("NAME");
  app.add_option("--resolution", options.copies.resolution,
                 "side in pixels that pictures are resized to first; 0: each keeps its size")
      ->check(whole(0, 4096));
  app.add_option("--encoding", options.encoding, "png loses nothing; jpeg is smaller")
      ->transform(one_of({"png", "jpeg"}));
  app.add_option("--quality", options.copies.quality, "quality of jpeg, 1 (smallest) to 100")
      ->check(whole(1, 100));
  app.add_option("--shard-size", options.copies.shard_size, "copies in a tar shard")
      ->check(whole(1, 10'000'000));
  app.add_option("--processes", options.processes,
                 "processes that share the work; the files are the same with any number")
      ->check(whole(1, 1024));
  app.add_option("--part", options.part, "part of the work, for several machines that share DIR: 1/4 to 4/4")
      ->type_name("I/N");
  app.add_flag("--skip-bad", options.copies.skip_bad,
               "skip and count pictures that cannot be read, instead of stopping");
  add_no_fuse_option(app, options.copies.fuse);
  app.add_flag("--json", options.json, "print what was written as JSON, and no progress");
}

}  // namespace

Command apply_command() {
  return {
      .name = "apply",
      .summary = "write augmented copies of pictures, as a folder or tar shards",
      .place = 55,
      .setup = [](CLI::App& app) -> std::function<int()> {
        auto options = std::make_shared<Options>();
        add_options(app, *options);
        app.footer(
            "examples:\n"
            "  variegate apply study/policy.json --data photos/ --out augmented/ --copies 5 --processes 4\n"
            "  variegate apply trivialaugment --data photos/ --to tar --encoding jpeg --out shards/\n"
            "\n"
            "Killed or interrupted, the same command goes on: what is complete is kept.");
        return [options] { return apply(*options); };
      }};
}

}  // namespace variegate::cli
