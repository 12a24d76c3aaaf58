#include "variegate/policy/published_mixes.h"

#include <fmt/format.h>

#include <charconv>

#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/ops/mix.h"

namespace variegate {
namespace {

MixCall with_alpha(const char* mix, double alpha, double probability = 1.0) {
  return {.mix = mix, .arguments = {{"alpha", Distribution::constant(alpha)}}, .probability = probability};
}

Policy policy_of(const std::string& name, std::vector<MixCall> batch, const char* source) {
  Policy policy;
  policy.name = name;
  policy.batch = std::move(batch);
  policy.provenance.source = source;
  return policy;
}

// The number behind the colon; `usual` when there is none.
double alpha_of(const std::string& name, const std::string& mix, double usual) {
  if (name == mix) return usual;
  const std::string text = name.substr(mix.size() + 1);
  const Parameter& alpha = find_mix(mix)->parameters.front();
  double value = 0.0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault == std::errc() && end == text.data() + text.size() && value >= alpha.low && value <= alpha.high)
    return value;
  throw Error({.where = "",
               .what = "not a mix of samples",
               .got = "'" + name + "'",
               .expected = fmt::format("{}:ALPHA, ALPHA {} .. {}", mix, number_text(alpha.low),
                                       number_text(alpha.high)),
               .mend = ""},
              ErrorKind::usage);
}

bool is_named(const std::string& name, const std::string& mix) {
  return name == mix || name.starts_with(mix + ":");
}

}  // namespace

std::optional<Policy> published_mixes(const std::string& name) {
  if (is_named(name, "mixup")) {
    return policy_of(
        name, {with_alpha("mixup", alpha_of(name, "mixup", 0.2))},
        "Zhang et al., mixup, ICLR 2018, section 3.1 (ImageNet: alpha 0.2) and 3.2 (CIFAR-10: 1)");
  }
  if (is_named(name, "cutmix")) {
    return policy_of(name, {with_alpha("cutmix", alpha_of(name, "cutmix", 1.0))},
                     "Yun et al., CutMix, ICCV 2019, section 4.1: alpha 1");
  }
  if (name == "mixup-cutmix") {
    return policy_of(name, {with_alpha("mixup", 0.8, 0.5), with_alpha("cutmix", 1.0, 0.5)},
                     "Touvron et al., DeiT, ICML 2021, as its code: mixup alpha 0.8 or cutmix alpha 1, "
                     "switched with probability 0.5");
  }
  if (name == "mosaic")
    return policy_of(name, {{.mix = "mosaic"}}, "Bochkovskiy et al., YOLOv4, 2020, section 3.3");
  if (name == "sample-pairing")
    return policy_of(name, {{.mix = "sample_pairing"}}, "Inoue, SamplePairing, 2018, section 3");
  return std::nullopt;
}

}  // namespace variegate
