#include "variegate/train/child_model.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/core/spelling.h"
#include "variegate/train/small_conv.h"
#include "variegate/train/wrn.h"

namespace variegate {
namespace {

constexpr int kMostWidth = 1024;
constexpr int kMostDepth = 1000;

[[noreturn]] void fail(const std::string& what, const std::string& got, const std::string& expected) {
  throw Error({.where = "child model",
               .what = what,
               .got = "'" + got + "'",
               .expected = expected,
               .mend = "for example small-conv:16 or wrn-16-2"},
              ErrorKind::usage);
}

std::optional<int> whole_number(std::string_view text, int most) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < 1 || value > most)
    return std::nullopt;
  return value;
}

void initialise(const at::Tensor& weight, WeightRole role, Stream& random) {
  float* value = weight.data_ptr<float>();
  const std::int64_t count = weight.numel();
  const auto normal = [&](double spread) {
    for (std::int64_t i = 0; i < count; ++i) value[i] = static_cast<float>(spread * random.normal());
  };
  switch (role) {
    case WeightRole::convolution:
      return normal(std::sqrt(2.0 / static_cast<double>(count / weight.size(1))));
    case WeightRole::embedding:
      return normal(1.0);
    case WeightRole::linear: {
      const double bound = 1.0 / std::sqrt(static_cast<double>(weight.size(1)));
      for (std::int64_t i = 0; i < count; ++i) value[i] = static_cast<float>(random.uniform(-bound, bound));
      return;
    }
    case WeightRole::offset:
      return;
  }
}

}  // namespace

std::unique_ptr<ChildModel> make_child(const std::string& model, const ChildShape& shape) {
  const std::string_view text = model;
  std::string family = model.substr(0, model.find_first_of(":0123456789"));
  if (family.ends_with('-')) family.pop_back();
  if (text.starts_with("small-conv:")) {
    const auto width = whole_number(text.substr(11), kMostWidth);
    if (!width) fail("small-conv needs a width", model, "small-conv:WIDTH with 1 <= WIDTH <= 1024");
    return make_small_conv(*width, shape);
  }
  if (text.starts_with("wrn-")) {
    const std::size_t dash = text.find('-', 4);
    const auto depth = whole_number(text.substr(4, dash - 4), kMostDepth);
    const auto width = dash == text.npos ? std::nullopt : whole_number(text.substr(dash + 1), kMostWidth);
    if (!depth || !width || *depth < 10 || (*depth - 4) % 6 != 0) {
      fail("wrn needs a depth and a width", model,
           "wrn-DEPTH-WIDTH with DEPTH = 6 n + 4 (10, 16, 22, 28, 40)");
    }
    return make_wrn(*depth, *width, shape);
  }
  const std::string known[] = {"small-conv", "wrn"};
  fail("unknown child" + did_you_mean(family, known), model, "small-conv:WIDTH or wrn-DEPTH-WIDTH");
}

void initialise(const ChildModel& child, std::uint64_t seed) {
  const ChildTensors& tensors = child.tensors();
  for (std::size_t i = 0; i < tensors.parameters.size(); ++i) {
    Stream random({.seed = seed, .epoch = 0, .sample = i, .place = hash_text("weights")});
    initialise(tensors.parameters[i], tensors.roles[i], random);
  }
}

std::int64_t count_parameters(const ChildModel& child) {
  std::int64_t count = 0;
  for (const at::Tensor& parameter : child.tensors().parameters) count += parameter.numel();
  return count;
}

}  // namespace variegate
