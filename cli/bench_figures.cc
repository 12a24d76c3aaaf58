#include "cli/bench_figures.h"

#include "variegate/throughput/loader_rate.h"

namespace variegate::cli {
namespace {

constexpr int kBatch = 128;

// Planes for a model. ImageNet's mean and deviation: which numbers they are makes no difference to the speed.
TensorFormat format_of(const std::string& output) {
  using Element = TensorFormat::Element;
  if (output == "uint8") return {.element = Element::uint8};
  return with_moments({.element = output == "float32" ? Element::float32 : Element::bfloat16},
                      {0.485, 0.456, 0.406, 0.0}, {0.229, 0.224, 0.225, 1.0});
}

}  // namespace

const std::vector<std::string>& bench_outputs() {
  static const std::vector<std::string> names = {"uint8", "float32", "bfloat16"};
  return names;
}

SizeFigures bench_pictures(const std::vector<BenchSubject>& subjects, std::span<const Image> pictures,
                           const std::string& output, const RateOptions& options) {
  const Image& first = pictures[0];
  SizeFigures size{.width = first.width,
                   .height = first.height,
                   .channels = first.channels,
                   .limit_name = "copy",
                   .limit = copy_rate(pictures, options),
                   .figures = {}};
  std::optional<TensorFormat> format;
  if (output != "uint8") format = format_of(output);
  for (const BenchSubject& subject : subjects) {
    size.figures.push_back(
        {subject.kind, subject.name, policy_rate(subject.policy, pictures, options, format)});
  }
  return size;
}

SizeFigures bench_loader(const std::vector<BenchSubject>& subjects, const Dataset& dataset, int width,
                         int height, const Fit& fit, const std::string& output, const RateOptions& options) {
  LoaderOptions loader{.batch_size = kBatch, .width = width, .height = height};
  loader.format = format_of("uint8");
  SizeFigures size{.width = width,
                   .height = height,
                   .channels = loader.channels,
                   .limit_name = "load",
                   .limit = loader_rate(dataset, loader, options),
                   .figures = {}};
  loader.format = format_of(output);
  loader.fit = fit;
  for (const BenchSubject& subject : subjects) {
    loader.policy = subject.policy;
    size.figures.push_back({subject.kind, subject.name, loader_rate(dataset, loader, options)});
  }
  return size;
}

}  // namespace variegate::cli
