#include "variegate/ops/run_image.h"

#include <fmt/format.h>

#include <cmath>

#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/ops/image/parts/geometry.h"

namespace variegate {
namespace {

struct Runner {
  Image& image;
  const ImageArguments& arguments;

  void operator()(const Unchanged&) const {}
  void operator()(const PointTable& op) const {
    kernels::apply_tone(image, image, tone_of(op, arguments.values, image.channels));
  }
  void operator()(const ImageTone& op) const {
    Tone made;
    if (op.tone(image, arguments.values, made)) kernels::apply_tone(image, image, made);
  }
  void operator()(const Geometric& op) const {
    warp(image, op.map(arguments, image.width, image.height), {}, arguments.scratch);
  }
  void operator()(const ImagePass& op) const { op.apply(image, arguments); }
};

}  // namespace

Tone tone_of(const PointTable& op, std::span<const double> values, int channels) {
  Tone made;
  made.alike = !op.a_channel || channels == 1;
  for (std::size_t c = 0; c < (made.alike ? 1 : 3); ++c)
    made.tables[c] = op.table(values, static_cast<int>(c));
  return made;
}

void run(const ImageOp& op, Image& image, const ImageArguments& arguments) {
  std::visit(Runner{image, arguments}, op);
}

void apply_op(const Op& op, Image& image, std::span<const double> values, Stream& random,
              ImageScratch& scratch) {
  const auto fail = [&](const std::string& what, const std::string& got, const std::string& expected) {
    throw Error({.where = op.name, .what = what, .got = got, .expected = expected, .mend = ""},
                ErrorKind::usage);
  };
  const ImageOp* does = std::get_if<ImageOp>(&op.does);
  if (does == nullptr) {
    fail("not an operation on pictures", fmt::format("one on fields of kind {}", name_of(op.kind())),
         "one of kind image");
  }
  const bool channels_known = image.channels == 1 || image.channels == 3 || image.channels == 4;
  const bool sized = image.width >= 1 && image.height >= 1 && channels_known &&
                     image.pixels.size() == image.stride() * static_cast<std::size_t>(image.height);
  if (!sized) {
    fail("not a picture", fmt::format("{}x{} with {} channels", image.width, image.height, image.channels),
         "at least 1x1 with 1, 3 or 4 channels");
  }
  if (values.size() > op.parameters.size()) {
    fail("too many values", std::to_string(values.size()), fmt::format("at most {}", op.parameters.size()));
  }
  std::vector<double> all;
  for (std::size_t i = 0; i < op.parameters.size(); ++i) {
    const Parameter& parameter = op.parameters[i];
    all.push_back(i < values.size() ? values[i] : parameter.fallback);
    if (!std::isfinite(all[i]) || all[i] < parameter.low || all[i] > parameter.high) {
      fail(parameter.name + " is out of range", number_text(all[i]),
           fmt::format("{} .. {}", parameter.low, parameter.high));
    }
  }
  run(*does, image, {.values = all, .random = random, .scratch = scratch});
}

}  // namespace variegate
