#include "variegate/policy/published.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/spelling.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published_autoaugment.h"
#include "variegate/policy/published_corruptions.h"
#include "variegate/policy/published_uniform.h"

namespace variegate {
namespace {

Policy without_steps(const std::string& name, const std::string& source) {
  Policy policy;
  policy.name = name;
  policy.provenance.source = source;
  return policy;
}

template <typename Number>
std::optional<Number> number_of(std::string_view text, Number low, Number high) {
  Number value{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || !(value >= low && value <= high))
    return std::nullopt;
  return value;
}

// "randaugment:2:9"; "randaugment" alone is that.
Policy randaugment_named(const std::string& name) {
  int calls = 2;
  double magnitude = 9.0;
  const std::size_t first = name.find(':');
  if (first != std::string::npos) {
    const std::size_t second = name.find(':', first + 1);
    const std::string_view text = name;
    const auto n = number_of<int>(text.substr(first + 1, second - first - 1), 1, 16);
    const auto m = second == std::string::npos ? std::nullopt : number_of(text.substr(second + 1), 0.0, 10.0);
    if (!n || !m) {
      throw Error({.where = "",
                   .what = "not a RandAugment policy",
                   .got = "'" + name + "'",
                   .expected = "randaugment:N:M, N operations (1 .. 16) at magnitude M (0 .. 10)",
                   .mend = "divide an M of torchvision's 30 by 3"},
                  ErrorKind::usage);
    }
    calls = *n;
    magnitude = *m;
  }
  Policy policy = randaugment(calls, magnitude);
  policy.name = fmt::format("randaugment:{}:{}", calls, number_text(magnitude));
  return policy;
}

// "corruption:fog:3"
Policy corruption_named(const std::string& name) {
  const std::size_t first = name.find(':') + 1;
  const std::size_t second = std::min(name.find(':', first), name.size());
  const std::string kind = name.substr(first, second - first);
  const std::vector<std::string>& kinds = corruption_kinds();
  const std::string_view text = name;
  const auto severity = number_of<int>(text.substr(std::min(second + 1, name.size())), 1, kSeverities);
  if (!severity || std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
    throw Error({.where = "",
                 .what = "not a corruption",
                 .got = "'" + name + "'" + did_you_mean(kind, kinds),
                 .expected = fmt::format("corruption:KIND:SEVERITY, severity 1 .. {}, a kind of {}",
                                         kSeverities, fmt::join(kinds, ", ")),
                 .mend = ""},
                ErrorKind::usage);
  }
  return corruption(kind, *severity);
}

Node call(const std::string& op, std::vector<Argument> arguments = {}, double probability = 1.0) {
  return {Call{.op = op, .arguments = std::move(arguments), .probability = probability}};
}

std::vector<Node> steps_of(const Node& node) {
  if (const auto* sequence = std::get_if<Sequence>(&node.value)) return sequence->steps;
  return {node};
}

Node joined(const std::vector<Node>& base, const Node& node) {
  Sequence sequence{base};
  for (const Node& step : steps_of(node)) sequence.steps.push_back(step);
  return {sequence};
}

}  // namespace

const std::vector<PublishedPolicy>& published_policies() {
  static const std::vector<PublishedPolicy> list = {
      {"none", "no augmentation", "", "none"},
      {"manual", "nothing beyond the base policy, e.g. crop and flip", "", "manual"},
      {"autoaugment-cifar10", "25 sub-policies of two operations, found on CIFAR-10",
       "Cubuk et al., AutoAugment, CVPR 2019, table 7", "autoaugment-cifar10"},
      {"autoaugment-svhn", "25 sub-policies of two operations, found on SVHN",
       "Cubuk et al., AutoAugment, CVPR 2019, table 8", "autoaugment-svhn"},
      {"autoaugment-imagenet", "25 sub-policies of two operations, found on ImageNet",
       "Cubuk et al., AutoAugment, CVPR 2019, table 9", "autoaugment-imagenet"},
      {"randaugment:N:M", "N of 14 operations, all at magnitude M of 10",
       "Cubuk et al., RandAugment, NeurIPS 2020", "randaugment:2:9"},
      {"trivialaugment", "one of 14 operations at a random one of 31 levels",
       "Mueller and Hutter, TrivialAugment, ICCV 2021, wide space", "trivialaugment"},
      {"uniformaugment", "two of 16 operations, each with probability 1/2, at random magnitudes",
       "LingChen et al., UniformAugment, 2020", "uniformaugment"},
      {"augmix", "three chains of one to three operations, mixed with the picture",
       "Hendrycks et al., AugMix, ICLR 2020, severity 3", "augmix"},
      {"corruption:KIND:SEVERITY", "to measure robustness: one corruption, at severity 1 (mild) .. 5",
       "in the manner of ImageNet-C, Hendrycks and Dietterich, ICLR 2019", "corruption:fog:3"},
  };
  return list;
}

Policy published_policy(const std::string& name) {
  const std::string autoaugment_prefix = "autoaugment-";
  if (name == "none") return without_steps(name, "no augmentation");
  if (name == "manual") return without_steps(name, "the base policy alone");
  if (name == "trivialaugment") return trivialaugment();
  if (name == "uniformaugment") return uniformaugment();
  if (name == "augmix") return augmix();
  if (name == "randaugment" || name.starts_with("randaugment:")) return randaugment_named(name);
  if (name.starts_with("corruption:")) return corruption_named(name);
  for (const char* dataset : {"cifar10", "svhn", "imagenet"}) {
    if (name == autoaugment_prefix + dataset) return autoaugment(dataset);
  }
  std::vector<std::string> names;
  for (const PublishedPolicy& policy : published_policies()) names.push_back(policy.name);
  throw Error({.where = "",
               .what = "no such policy",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = fmt::format("one of {}, or a policy file (.json)", fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

bool is_policy_file(const std::string& text) {
  std::error_code ignored;
  return text.ends_with(".json") || std::filesystem::is_regular_file(text, ignored);
}

Policy find_policy(const std::string& text) {
  return is_policy_file(text) ? read_policy_file(text) : published_policy(text);
}

const std::vector<std::string>& base_names() {
  static const std::vector<std::string> names = {"none",   "crop-flip",         "crop",        "flip",
                                                 "affine", "resized-crop-flip", "resized-crop"};
  return names;
}

std::string base_choices() { return fmt::format("{}, or a policy file", fmt::join(base_names(), ", ")); }

Policy base_policy(const std::string& name) {
  const auto either_side = [](double low, double high) { return Distribution::uniform(low, high, true); };
  const Node crop = call("random_crop", {{"padding", Distribution::constant(4)}});
  const Node flip = call("flip_horizontal", {}, 0.5);
  // The smallest part is that with which fastai trains Imagenette from scratch (train_imagenette.py,
  // min_scale): the 0.08 of ImageNet wants its million pictures and hundreds of epochs.
  const Node part = call("random_resized_crop", {{"scale_low", Distribution::constant(0.35)}});
  Policy policy = without_steps(name, "a manual baseline");
  if (name == "none") {
    policy.provenance.source = "no augmentation";
  } else if (name == "crop-flip") {
    policy.root = {Sequence{{crop, flip}}};
  } else if (name == "crop") {
    policy.root = {Sequence{{crop}}};
  } else if (name == "flip") {
    policy.root = {Sequence{{flip}}};
  } else if (name == "resized-crop-flip") {
    policy.root = {Sequence{{part, flip}}};
  } else if (name == "resized-crop") {
    policy.root = {Sequence{{part}}};
  } else if (name == "affine") {
    policy.root = {Sequence{{call("rotate", {{"degrees", either_side(0.0, 15.0)}}),
                             call("translate_x", {{"fraction", either_side(0.0, 0.1)}}),
                             call("translate_y", {{"fraction", either_side(0.0, 0.1)}}),
                             call("zoom", {{"factor", either_side(1.0, 1.1)}}),
                             call("shear_x", {{"shear", either_side(0.0, 0.1)}})}}};
  } else if (is_policy_file(name)) {
    return read_policy_file(name);
  } else {
    throw Error({.where = "",
                 .what = "no such base policy",
                 .got = "'" + name + "'" + did_you_mean(name, base_names()),
                 .expected = fmt::format("one of {} (.json)", base_choices()),
                 .mend = ""},
                ErrorKind::usage);
  }
  return policy;
}

Policy with_base(const Policy& base, const Policy& policy) {
  if (std::holds_alternative<Schedule>(base.root.value)) {
    throw Error({.where = base.name,
                 .what = "a schedule cannot be a base policy",
                 .got = "",
                 .expected = "a policy that is the same in every epoch",
                 .mend = "put its steps into each stretch of the policy"},
                ErrorKind::usage);
  }
  const std::vector<Node> steps = steps_of(base.root);
  Policy whole = policy;
  for (const std::string& field : base.fields) {
    if (std::find(whole.fields.begin(), whole.fields.end(), field) == whole.fields.end())
      whole.fields.push_back(field);
  }
  if (steps.empty()) return whole;
  if (auto* schedule = std::get_if<Schedule>(&whole.root.value)) {
    for (Stretch& stretch : schedule->stretches) {
      for (Node& step : stretch.step) step = joined(steps, step);
    }
  } else {
    whole.root = joined(steps, policy.root);
  }
  return whole;
}

}  // namespace variegate
