#include "variegate/policy/published.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/core/nearest_path.h"
#include "variegate/core/number_text.h"
#include "variegate/core/spelling.h"
#include "variegate/policy/policy_field.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published_autoaugment.h"
#include "variegate/policy/published_corruptions.h"
#include "variegate/policy/published_mixes.h"
#include "variegate/policy/published_randaugment.h"
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

// "autoaugment-svhn:tf" in two; the dialect is the paper's when the text does not end in the name of another.
struct Spoken {
  std::string name;
  Dialect dialect = Dialect::paper;
};

Spoken without_dialect(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon != std::string::npos) {
    if (const auto dialect = dialect_named(std::string_view(text).substr(colon + 1)))
      return {text.substr(0, colon), *dialect};
  }
  return {text};
}

std::string with_dialect(const std::string& name, Dialect dialect) {
  return dialect == Dialect::paper ? name
                                   : name + ":" + dialect_names()[static_cast<std::size_t>(dialect) - 1];
}

// "randaugment:2:9"; "randaugment" alone is that.
Policy randaugment_named(const std::string& text) {
  const auto [name, dialect] = without_dialect(text);
  int calls = 2;
  double magnitude = 9.0;
  const std::size_t first = name.find(':');
  if (first != std::string::npos) {
    const std::size_t second = name.find(':', first + 1);
    const std::string_view numbers = name;
    const auto n = number_of<int>(numbers.substr(first + 1, second - first - 1), 1, 16);
    const auto m = second == std::string::npos
                       ? std::nullopt
                       : number_of(numbers.substr(second + 1), 0.0, largest_magnitude(dialect));
    if (!n || !m) {
      throw Error(
          {.where = "",
           .what = "not a RandAugment policy",
           .got = "'" + text + "'",
           .expected = fmt::format("randaugment:N:M or randaugment:N:M:DIALECT, N operations (1 .. 16) at "
                                   "magnitude M (0 .. {}), a dialect of {}",
                                   number_text(largest_magnitude(dialect)), fmt::join(dialect_names(), ", ")),
           .mend = "divide an M of torchvision's 30 by 3, or say randaugment:N:M:torchvision"},
          ErrorKind::usage);
    }
    calls = *n;
    magnitude = *m;
  }
  Policy policy = randaugment(calls, magnitude, dialect);
  policy.name = with_dialect(fmt::format("randaugment:{}:{}", calls, number_text(magnitude)), dialect);
  return policy;
}

// "autoaugment-cifar10", "autoaugment-imagenet:tf"; nothing when it is neither.
std::optional<Policy> autoaugment_named(const std::string& text) {
  const auto [name, dialect] = without_dialect(text);
  for (const char* dataset : {"cifar10", "svhn", "imagenet"}) {
    if (name != std::string("autoaugment-") + dataset) continue;
    Policy policy = autoaugment(dataset, dialect);
    policy.name = text;
    return policy;
  }
  return std::nullopt;
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

// The published policies, as they are listed, and the bases: every name that may stand for a policy.
std::vector<std::string> policy_names() {
  std::vector<std::string> names;
  for (const PublishedPolicy& policy : published_policies()) names.push_back(policy.name);
  for (const std::string& base : base_names()) {
    if (base != "none") names.push_back(base);
  }
  return names;
}

// Whether the text is one of these names, or one with numbers in place of its placeholders.
bool is_policy_name(const std::string& text) {
  const std::string family = text.substr(0, text.find(':'));
  const std::vector<std::string> names = policy_names();
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return name.substr(0, name.find(':')) == family; });
}

[[noreturn]] void fail_name(const char* what, const std::string& name,
                            const std::vector<std::string>& names) {
  std::string meant = did_you_mean(name, names);
  if (meant.empty()) meant = did_you_mean_path(name);
  throw Error({.where = "",
               .what = what,
               .got = "'" + name + "'" + meant,
               .expected = fmt::format("one of {}, or a policy file (.json) or the folder of a study",
                                       fmt::join(names, ", ")),
               .mend = ""},
              ErrorKind::usage);
}

}  // namespace

const std::vector<PublishedPolicy>& published_policies() {
  static const std::vector<PublishedPolicy> list = {
      {"none", "no augmentation", "", "none"},
      {"manual", "nothing beyond the base policy, e.g. crop and flip", "", "manual"},
      {"autoaugment-cifar10", "25 sub-policies of two operations, found on CIFAR-10",
       "Cubuk et al., AutoAugment, CVPR 2019, table 7", "autoaugment-cifar10", dialect_names()},
      {"autoaugment-svhn", "25 sub-policies of two operations, found on SVHN",
       "Cubuk et al., AutoAugment, CVPR 2019, table 8", "autoaugment-svhn", dialect_names()},
      {"autoaugment-imagenet", "25 sub-policies of two operations, found on ImageNet",
       "Cubuk et al., AutoAugment, CVPR 2019, table 9", "autoaugment-imagenet", dialect_names()},
      {"randaugment:N:M", "N of 14 operations, all at magnitude M of 10",
       "Cubuk et al., RandAugment, NeurIPS 2020", "randaugment:2:9", dialect_names()},
      {"trivialaugment", "one of 14 operations at a random one of 31 levels",
       "Mueller and Hutter, TrivialAugment, ICCV 2021, wide space", "trivialaugment"},
      {"uniformaugment", "two of 16 operations, each with probability 1/2, at random magnitudes",
       "LingChen et al., UniformAugment, 2020", "uniformaugment"},
      {"augmix", "three chains of one to three operations, mixed with the picture",
       "Hendrycks et al., AugMix, ICLR 2020, severity 3", "augmix"},
      {"mixup:ALPHA", "two pictures of a batch in the shares of a Beta(alpha, alpha), and their labels",
       "Zhang et al., mixup, ICLR 2018", "mixup:0.2"},
      {"cutmix:ALPHA", "a box of one picture of a batch over another, and their labels",
       "Yun et al., CutMix, ICCV 2019", "cutmix:1"},
      {"mixup-cutmix", "mixup 0.8 or cutmix 1, with equal chances",
       "Touvron et al., DeiT, ICML 2021, its code", "mixup-cutmix"},
      {"mosaic", "parts of four pictures of a batch, one in each corner", "Bochkovskiy et al., YOLOv4, 2020",
       "mosaic"},
      {"sample-pairing", "the mean of two pictures of a batch, with the label of the first",
       "Inoue, SamplePairing, 2018", "sample-pairing"},
      {"corruption:KIND:SEVERITY", "to measure robustness: one corruption, at severity 1 (mild) .. 5",
       "in the manner of ImageNet-C, Hendrycks and Dietterich, ICLR 2019", "corruption:fog:3"},
  };
  return list;
}

Policy published_policy(const std::string& name) {
  if (name == "none") return without_steps(name, "no augmentation");
  if (name == "manual") return without_steps(name, "the base policy alone");
  if (name == "trivialaugment") return trivialaugment();
  if (name == "uniformaugment") return uniformaugment();
  if (name == "augmix") return augmix();
  if (name == "randaugment" || name.starts_with("randaugment:")) return randaugment_named(name);
  if (name.starts_with("corruption:")) return corruption_named(name);
  if (auto policy = autoaugment_named(name)) return *std::move(policy);
  if (auto policy = published_mixes(name)) return *std::move(policy);
  fail_name("no such policy", name, policy_names());
}

std::optional<std::string> policy_file(const std::string& text) {
  std::error_code ignored;
  if (text.ends_with(".json") || std::filesystem::is_regular_file(text, ignored)) return text;
  // A folder that happens to be called trivialaugment does not take the name from the policy.
  if (!std::filesystem::is_directory(text, ignored) || is_policy_name(text)) return std::nullopt;
  const std::string file = (std::filesystem::path(text) / "policy.json").string();
  if (std::filesystem::exists(file, ignored)) return file;
  throw Error({.where = text,
               .what = "there is no policy in this folder",
               .got = "a folder without policy.json",
               .expected = "a policy file, or the folder of a study that has found one",
               .mend = "continue a study that has not ended: variegate search --resume --out " + text},
              ErrorKind::usage);
}

bool is_policy_file(const std::string& text) { return policy_file(text).has_value(); }

bool is_base_name(const std::string& text) {
  return std::find(base_names().begin(), base_names().end(), text) != base_names().end();
}

Policy find_policy(const std::string& text) {
  if (const auto file = policy_file(text)) return read_policy_file(*file);
  return is_base_name(text) ? base_policy(text) : published_policy(text);
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
  } else if (const auto file = policy_file(name)) {
    return read_policy_file(*file);
  } else {
    fail_name("no such base policy", name, base_names());
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
  whole.batch.insert(whole.batch.begin(), base.batch.begin(), base.batch.end());
  if (steps.empty() && base.batch.empty()) return whole;  // and it need not have the fields of the base
  add_fields(whole.fields, base.fields);
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
