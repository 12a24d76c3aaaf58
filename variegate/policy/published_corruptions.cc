#include "variegate/policy/published_corruptions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "variegate/ops/op.h"
#include "variegate/policy/published_calls.h"

namespace variegate {
namespace {

using Severities = std::array<double, kSeverities>;

// One parameter of the kind's operation at every severity.
struct Amounts {
  const char* parameter;
  Severities large;                   // for pictures of 224 pixels
  std::optional<Severities> small{};  // for pictures of 32 pixels, where they differ
};

struct Corruption {
  std::string kind;
  const char* op;
  std::vector<Amounts> amounts;
  std::string source;
};

// Standard deviation at white of that many photons.
Severities sigmas_of(const Severities& photons) {
  Severities sigmas{};
  for (std::size_t i = 0; i < sigmas.size(); ++i)
    sigmas[i] = std::round(2550.0 / std::sqrt(photons[i])) / 10.0;
  return sigmas;
}

// Standard deviations for bytes, from those given for values 0..1.
Severities bytes_of(const Severities& shares) {
  Severities bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = readable(255.0 * shares[i]);
  return bytes;
}

const std::vector<Corruption>& table() {
  static const std::string code =
      "amounts of ImageNet-C's and CIFAR-10-C's code (Hendrycks and Dietterich 2019)";
  static const std::string near = "variegate; as far from the picture as ImageNet-C's, or nearly";
  static const std::vector<Corruption> rows{
      {"gaussian_noise",
       "gaussian_noise",
       {{"sigma", bytes_of({0.08, 0.12, 0.18, 0.26, 0.38}), bytes_of({0.04, 0.06, 0.08, 0.09, 0.10})}},
       code},
      {"shot_noise",
       "shot_noise",
       {{"sigma", sigmas_of({60, 25, 12, 5, 3}), sigmas_of({500, 250, 100, 75, 50})}},
       code + ", which count photons: 60 .. 3, 500 .. 50"},
      {"impulse_noise",
       "impulse_noise",
       {{"fraction", {0.03, 0.06, 0.09, 0.17, 0.27}, Severities{0.01, 0.02, 0.03, 0.05, 0.07}}},
       code},
      {"speckle_noise",
       "speckle_noise",
       {{"sigma", {0.15, 0.2, 0.35, 0.45, 0.6}, Severities{0.06, 0.1, 0.12, 0.16, 0.2}}},
       code},
      {"gaussian_blur",
       "gaussian_blur",
       {{"sigma", {1, 2, 3, 4, 6}, Severities{0.4, 0.6, 0.7, 0.8, 1.0}}},
       code},
      {"defocus_blur",
       "defocus_blur",
       {{"radius", {3, 4, 6, 8, 10}, Severities{0.7, 0.85, 1.0, 1.25, 1.5}}},
       code + "; at 32 pixels variegate's, as theirs blurs discs below a pixel by a Gaussian"},
      {"glass_blur",
       "glass_blur",
       {{"distance", {1, 2, 2, 3, 4}, Severities{1, 1, 1, 1, 1}},
        {"rounds", {2, 1, 3, 2, 2}, Severities{1, 2, 3, 4, 5}},
        {"sigma", {0.7, 0.9, 1.0, 1.1, 1.5}, Severities{0.4, 0.4, 0.4, 0.4, 0.4}}},
       code + "; at 32 pixels variegate's, as theirs do not rise from severity to severity"},
      {"motion_blur",
       "motion_blur",
       {{"length", {7, 11, 14, 17, 20}, Severities{2, 3, 4, 5, 6}}},
       "variegate: lines that spread as far as ImageNet-C's half Gaussians; directions -45 .. 45 degrees as "
       "there"},
      {"zoom_blur",
       "zoom_blur",
       {{"factor", {1.1, 1.15, 1.2, 1.25, 1.3}, Severities{1.05, 1.1, 1.15, 1.2, 1.25}}},
       code},
      {"snow", "snow", {{"cover", {0.05, 0.1, 0.15, 0.22, 0.3}}}, near},
      {"frost", "frost", {{"cover", {0.3, 0.45, 0.6, 0.75, 0.9}}}, near},
      {"fog",
       "fog",
       {{"density", {1.5, 2.0, 2.5, 2.5, 3.0}, Severities{0.2, 0.5, 0.75, 1.0, 1.5}},
        {"decay", {2.0, 2.0, 1.7, 1.5, 1.4}, Severities{3.0, 3.0, 2.5, 2.0, 1.75}}},
       code},
      {"rain", "rain", {{"cover", {0.05, 0.1, 0.15, 0.22, 0.3}}}, "variegate"},
      {"spatter", "spatter", {{"cover", {0.03, 0.06, 0.1, 0.15, 0.2}}}, near},
      {"brightness",
       "brightness",
       {{"factor", {1.2, 1.4, 1.6, 1.8, 2.0}, Severities{1.1, 1.2, 1.3, 1.4, 1.6}}},
       near + ", which add 0.1 .. 0.5 to the value"},
      {"contrast",
       "contrast",
       {{"factor", {0.4, 0.3, 0.2, 0.1, 0.05}, Severities{0.75, 0.5, 0.4, 0.3, 0.15}}},
       code},
      {"saturate", "color", {{"factor", {0.3, 0.1, 2.5, 5, 10}}}, near + "; less and then more"},
      {"elastic",
       "elastic",
       {{"displacement", {0.006, 0.01, 0.015, 0.022, 0.03}}},
       "variegate; ImageNet-C's elastic transform mixes smooth displacements with shears"},
      {"pixelate",
       "pixelate",
       {{"fraction", {0.6, 0.5, 0.4, 0.3, 0.25}, Severities{0.95, 0.9, 0.85, 0.75, 0.65}}},
       code},
      {"jpeg", "jpeg_compression", {{"quality", {25, 18, 15, 10, 7}, Severities{80, 65, 58, 50, 40}}}, code},
  };
  return rows;
}

enum class Size { small, large, largest };

double amount(const Amounts& amounts, const Op& op, int severity, Size size) {
  const auto index = static_cast<std::size_t>(severity) - 1;
  if (size == Size::small) return amounts.small.value_or(amounts.large)[index];
  const Parameter& parameter = op.parameters[static_cast<std::size_t>(find_parameter(op, amounts.parameter))];
  const bool doubled = size == Size::largest && parameter.unit == "pixels";
  return doubled ? std::min(2.0 * amounts.large[index], parameter.high) : amounts.large[index];
}

Node call_at(const Corruption& corruption, int severity, Size size) {
  const Op& op = require_op(FieldKind::image, corruption.op, "corruption");
  Call call{.op = corruption.op};
  for (const Amounts& amounts : corruption.amounts) {
    call.arguments.push_back(
        {amounts.parameter, Distribution::constant(amount(amounts, op, severity, size))});
  }
  if (corruption.kind == "motion_blur") call.arguments.push_back({"degrees", Distribution::uniform(-45, 45)});
  return {std::move(call)};
}

Node for_widths(double low, double high, Node step) {
  When when{.condition = {.property = "width", .low = low, .high = high}, .unless = false, .step = {}};
  when.step.push_back(std::move(step));
  return {std::move(when)};
}

Node beyond_width(double width, Node step) {
  When when{.condition = {.property = "width", .low = 1, .high = width}, .unless = true, .step = {}};
  when.step.push_back(std::move(step));
  return {std::move(when)};
}

constexpr double kWidestSmall = 96;
constexpr double kWidestLarge = 336;

}  // namespace

const std::vector<std::string>& corruption_kinds() {
  static const std::vector<std::string> kinds = [] {
    std::vector<std::string> names;
    for (const Corruption& row : table()) names.push_back(row.kind);
    return names;
  }();
  return kinds;
}

Policy corruption(const std::string& kind, int severity) {
  const auto row =
      std::find_if(table().begin(), table().end(), [&](const Corruption& r) { return r.kind == kind; });
  Policy policy;
  policy.name = fmt::format("corruption:{}:{}", kind, severity);
  policy.provenance.source = row->source;
  const Node small = call_at(*row, severity, Size::small);
  const Node large = call_at(*row, severity, Size::large);
  const Node largest = call_at(*row, severity, Size::largest);
  if (small == largest) {
    policy.root = small;
    return policy;
  }
  Sequence widths;
  widths.steps.push_back(for_widths(1, kWidestSmall, small));
  if (large == largest) {
    widths.steps.push_back(beyond_width(kWidestSmall, large));
  } else {
    widths.steps.push_back(for_widths(kWidestSmall + 1, kWidestLarge, large));
    widths.steps.push_back(beyond_width(kWidestLarge, largest));
  }
  policy.root = {std::move(widths)};
  return policy;
}

}  // namespace variegate
