#include "variegate/ops/op.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/spelling.h"
#include "variegate/ops/mix.h"

namespace variegate {

// In the generated op_factories.cc.
const std::vector<const Op& (*)()>& op_factories();

Image& Scratch::image_like(const Image& other) {
  image.width = other.width;
  image.height = other.height;
  image.channels = other.channels;
  image.pixels.resize(other.pixels.size());
  return image;
}

void Op::run(Image& image, const OpArguments& arguments) const {
  if (apply != nullptr) apply(image, arguments);
  if (map != nullptr) warp(image, map(arguments, image.width, image.height), {}, arguments.scratch);
  if (table != nullptr) kernels::apply_tone(image, image, tone_of(arguments.values, image.channels));
  if (tone == nullptr) return;
  Tone made;
  if (tone(image, arguments.values, made)) kernels::apply_tone(image, image, made);
}

Tone Op::tone_of(std::span<const double> values, int channels) const {
  Tone made;
  made.alike = !table_a_channel || channels == 1;
  for (std::size_t c = 0; c < (made.alike ? 1 : 3); ++c) made.tables[c] = table(values, static_cast<int>(c));
  return made;
}

const std::vector<const Op*>& all_ops() {
  static const std::vector<const Op*> ops = [] {
    std::vector<const Op*> list;
    for (const auto factory : op_factories()) list.push_back(&factory());
    std::sort(list.begin(), list.end(), [](const Op* a, const Op* b) { return a->name < b->name; });
    return list;
  }();
  return ops;
}

const Op* find_op(const std::string& name) {
  const auto& ops = all_ops();
  const auto found =
      std::lower_bound(ops.begin(), ops.end(), name,
                       [](const Op* op, const std::string& wanted) { return op->name < wanted; });
  return found != ops.end() && (*found)->name == name ? *found : nullptr;
}

const Op& require_op(const std::string& name, const std::string& where) {
  if (const Op* op = find_op(name)) return *op;
  std::vector<std::string> names;
  for (const Op* op : all_ops()) names.push_back(op->name);
  const bool is_mix = find_mix(name) != nullptr;
  throw Error({.where = where,
               .what = is_mix ? "a mix of samples is no operation" : "unknown operation",
               .got = "'" + name + "'" + (is_mix ? "" : did_you_mean(name, names)),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = is_mix ? kWhereMixesWork : ""},
              ErrorKind::usage);
}

int find_parameter(const Op& op, const std::string& name) {
  const auto found = std::find_if(op.parameters.begin(), op.parameters.end(),
                                  [&](const Parameter& parameter) { return parameter.name == name; });
  return found == op.parameters.end() ? -1 : static_cast<int>(found - op.parameters.begin());
}

void apply_op(const Op& op, Image& image, std::span<const double> values, Stream& random, Scratch& scratch) {
  const auto fail = [&](const std::string& what, const std::string& got, const std::string& expected) {
    throw Error({.where = op.name, .what = what, .got = got, .expected = expected, .mend = ""},
                ErrorKind::usage);
  };
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
  op.run(image, {.values = all, .random = random, .scratch = scratch});
}

}  // namespace variegate
