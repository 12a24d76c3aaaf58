// variegate bench: how fast operations and policies are on this machine.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "cli/announce_data.h"
#include "cli/bench_options.h"
#include "cli/bench_report.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/described_options.h"
#include "cli/terminal.h"
#include "cli/values.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/data/formats.h"
#include "variegate/data/image_set.h"
#include "variegate/kernels/instruction_set.h"
#include "variegate/ops/op.h"
#include "variegate/policy/published.h"
#include "variegate/report/contact_sheet.h"
#include "variegate/throughput/made_pictures.h"

namespace variegate::cli {
namespace {

struct Size {
  int width = 0;
  int height = 0;
};

constexpr int kLongestSide = 8192;

// "224" or "500x375"; turns the first into "224x224".
CLI::Validator picture_size() {
  const std::string expected =
      fmt::format("a side or WIDTHxHEIGHT in pixels, 1 .. {}, such as 224 or 500x375", kLongestSide);
  return CLI::Validator(
      [expected](std::string& text) {
        const std::size_t cross = text.find('x');
        std::string width = text.substr(0, cross);
        std::string height = cross == std::string::npos ? width : text.substr(cross + 1);
        const CLI::Validator side = whole(1, kLongestSide);
        if (!side(width).empty() || !side(height).empty()) {
          return fmt::format("got '{}'; expected {}", text, expected);
        }
        text = width + "x" + height;
        return std::string();
      },
      "SIDE or WIDTHxHEIGHT");
}

Size size_of(const std::string& text) {
  const std::size_t cross = text.find('x');
  return {.width = std::stoi(text.substr(0, cross)), .height = std::stoi(text.substr(cross + 1))};
}

// What is measured: all of both kinds, or only what is named.
std::vector<BenchSubject> subjects(const BenchOptions& options) {
  std::vector<BenchSubject> all;
  const bool unnamed = options.ops.empty() && options.policies.empty();
  for (const std::string& name : options.ops) {
    all.push_back({"op", name, strongest(require_op(FieldKind::image, name, "--ops"))});
  }
  for (const Op* op : unnamed ? all_ops(FieldKind::image) : std::vector<const Op*>()) {
    all.push_back({"op", op->name, strongest(*op)});
  }
  std::vector<std::string> policies = options.policies;
  if (unnamed) {
    for (const PublishedPolicy& published : published_policies()) {
      if (published_policy(published.example).batch.empty()) policies.push_back(published.example);
    }
    policies.emplace_back("crop-flip");
  }
  for (const std::string& name : policies) all.push_back({"policy", name, find_policy(name)});
  return all;
}

std::unique_ptr<Dataset> data_of(const BenchOptions& options) {
  if (options.data.train.empty()) return nullptr;
  announce_data(options.data, false);
  return locate_data(options.data.train, options.data.format, "", {}, options.data.parts).train.open();
}

// Pictures of the data, in colour, stretched to the size unless they have it; or made ones.
std::vector<Image> pictures_of(const Dataset* dataset, const BenchOptions& options, const Size& size) {
  if (dataset == nullptr) return made_pictures(options.pictures, size.width, size.height);
  std::vector<int> labels(dataset->size());
  for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = dataset->label(i);
  ImageSet set = load_images(*dataset, pick_samples(labels, options.pictures, 0),
                             std::vector<int>(dataset->class_names().size(), 0), dataset->class_names(),
                             {.shape = {.width = size.width, .height = size.height, .channels = 3}});
  std::vector<Image> pictures;
  for (Sample& sample : set.samples) pictures.push_back(std::move(sample.image()));
  return pictures;
}

Fit fit_of(const std::string& name) {
  Fit fit;
  if (name == "crop") fit.kind = Fit::Kind::crop_middle;
  if (name == "random-part") fit.kind = Fit::Kind::random_part;
  return fit;
}

int bench(const BenchOptions& options) {
  const std::vector<BenchSubject> measured = subjects(options);
  if (options.loader && options.data.train.empty()) {
    throw Error({.where = "--loader",
                 .what = "there is nothing to load",
                 .got = "no --data",
                 .expected = "",
                 .mend = "name a data set with --data"},
                ErrorKind::usage);
  }
  if (!options.target.empty()) kernels::use_instruction_set(options.target);
  const std::unique_ptr<Dataset> dataset = data_of(options);
  BenchReport report{
      .rate = options.rate, .output = options.output, .data = options.data.train, .loader = options.loader};
  const int width = text_columns(stdout);
  for (const std::string& text : options.sizes) {
    const Size size = size_of(text);
    std::vector<Image> pictures;
    if (!options.loader) pictures = pictures_of(dataset.get(), options, size);
    report.pictures = options.loader ? dataset->size() : pictures.size();
    if (!options.json && report.sizes.empty()) fmt::print("{}", heading_text(report, width));
    report.sizes.push_back(options.loader ? bench_loader(measured, *dataset, size.width, size.height,
                                                         fit_of(options.fit), options.output, options.rate)
                                          : bench_pictures(measured, pictures, options.output, options.rate));
    if (!options.json) {
      fmt::print("\n{}", figures_text(report.sizes.back(), width));
      std::fflush(stdout);
    }
  }
  if (options.json) fmt::print("{}", json_text(bench_json(report)));
  return 0;
}

void add_options(CLI::App& app, BenchOptions& options) {
  app.add_option(
         "--ops", options.ops,
         "operations to measure; without --ops and --policies: all of them, and the published policies")
      ->delimiter(',')
      ->type_name("NAME");
  app.add_option("--policies", options.policies,
                 "policy files, published names and bases (crop-flip) to measure")
      ->delimiter(',')
      ->type_name("NAME");
  app.add_option("--sizes", options.sizes, "sizes of the pictures")
      ->delimiter(',')
      ->transform(picture_size())
      ->type_name("SIZE")
      ->capture_default_str();
  add_described(app, options.rate);
  app.add_option(
         "--data", options.data.train,
         "pictures to measure with, as search takes them, resized to each size; by default made ones that "
         "are like photographs")
      ->type_name("PATH");
  add_reading_options(app, options.data);
  add_described(app, options);
  app.add_option("--target", options.target, "the instruction set; by default the best of this processor")
      ->transform(one_of(kernels::instruction_sets()));
}

}  // namespace

Command bench_command() {
  return {.name = "bench",
          .summary = "measure how fast operations and policies are on this machine, beside copying",
          .order = 75,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<BenchOptions>();
            add_options(app, *options);
            app.footer(
                "examples:\n"
                "  variegate bench\n"
                "  variegate bench --ops rotate,equalize --sizes 224 --target AVX2\n"
                "  variegate bench --policies study/policy.json --data photos/ --threads 2 --json");
            return [options] { return bench(*options); };
          }};
}

}  // namespace variegate::cli
