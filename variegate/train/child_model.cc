#include "variegate/train/child_model.h"

#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/core/spelling.h"
#include "variegate/train/child_family.h"

namespace variegate {
namespace {

[[noreturn]] void refuse_child(const std::string& what, const std::string& got, const std::string& expected) {
  throw Error({.where = "child model",
               .what = what,
               .got = "'" + got + "'",
               .expected = expected,
               .mend = "for example small-conv:16 or wrn-16-2"},
              ErrorKind::usage);
}

// The family with whose name the model's begins, where no letter follows it.
const ChildFamily& family_of(const std::string& model) {
  std::string name = model.substr(0, model.find_first_of(":0123456789"));
  if (name.ends_with('-')) name.pop_back();
  std::vector<std::string> names;
  std::string patterns;
  for (const auto factory : child_family_factories()) {
    const ChildFamily& family = factory();
    if (family.name == name) return family;
    names.push_back(family.name);
    patterns += (patterns.empty() ? "" : " or ") + family.pattern;
  }
  refuse_child("unknown child" + did_you_mean(name, names), model, patterns);
}

void require_kinds(const ChildFamily& family, const std::string& model, const ChildInputs& inputs) {
  std::vector<FieldKind> kinds;
  std::string got, expected;
  for (const FieldSpec& field : inputs.fields) {
    kinds.push_back(field.kind());
    got += (got.empty() ? "" : ", ") + std::string(name_of(field.kind()));
  }
  if (kinds == family.takes) return;
  for (const FieldKind kind : family.takes)
    expected += (expected.empty() ? "" : ", ") + std::string(name_of(kind));
  throw Error({.where = "child model " + model,
               .what = "it does not take the fields of these data",
               .got = got,
               .expected = expected,
               .mend = "choose a child for such data"},
              ErrorKind::usage);
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

std::optional<int> whole_number(std::string_view text, int most) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < 1 || value > most)
    return std::nullopt;
  return value;
}

std::unique_ptr<ChildModel> make_child(const std::string& model, const ChildInputs& inputs) {
  const ChildFamily& family = family_of(model);
  require_kinds(family, model, inputs);
  auto child = family.make(std::string_view(model).substr(family.name.size()), inputs);
  if (child == nullptr) refuse_child("not a child of the family " + family.name, model, family.expects);
  return child;
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
