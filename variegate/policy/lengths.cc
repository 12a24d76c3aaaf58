#include "variegate/policy/lengths.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <type_traits>
#include <vector>

#include "variegate/ops/op.h"
#include "variegate/policy/policy_field.h"

namespace variegate {
namespace {

// A length that two parameters of an operation on pictures give together, one in pixels, one as a share.
struct Length {
  const char* op;
  const char* pixels;
  const char* share;
  int (*side)(int width, int height);
};

int width_of(int width, int) { return width; }
int height_of(int, int height) { return height; }
int shorter_of(int width, int height) { return std::min(width, height); }

constexpr std::array kLengths{Length{"gaussian_blur", "sigma", "sigma_fraction", shorter_of},
                              Length{"random_crop", "padding", "padding_fraction", shorter_of},
                              Length{"translate_x", "pixels", "fraction", width_of},
                              Length{"translate_y", "pixels", "fraction", height_of}};

// Operations on single pixels or on a pixel and its neighbours, whatever the size of the picture.
constexpr std::array<std::string_view, 5> kGrained{"gaussian_noise", "impulse_noise", "sharpness",
                                                   "shot_noise", "speckle_noise"};

template <typename Visit>
void visit_calls(Node& node, const Visit& visit);

template <typename Visit>
void visit_calls(std::vector<Node>& nodes, const Visit& visit) {
  for (Node& node : nodes) visit_calls(node, visit);
}

template <typename Visit>
void visit_calls(Node& node, const Visit& visit) {
  std::visit(
      [&](auto& value) {
        using Kind = std::decay_t<decltype(value)>;
        if constexpr (std::is_same_v<Kind, Call>) {
          visit(value);
        } else if constexpr (std::is_same_v<Kind, Sequence>) {
          visit_calls(value.steps, visit);
        } else if constexpr (std::is_same_v<Kind, Choose> || std::is_same_v<Kind, Mix>) {
          visit_calls(value.options, visit);
        } else if constexpr (std::is_same_v<Kind, Linked>) {
          for (Call& call : value.calls) visit(call);
        } else if constexpr (std::is_same_v<Kind, When>) {
          visit_calls(value.step, visit);
        } else {
          for (Stretch& stretch : value.stretches) visit_calls(stretch.step, visit);
        }
      },
      node.value);
}

auto argument_of(Call& call, const std::string& parameter) {
  return std::find_if(call.arguments.begin(), call.arguments.end(),
                      [&](const Argument& argument) { return argument.parameter == parameter; });
}

const Parameter& parameter_of(const Op& op, const std::string& name) {
  return op.parameters.at(static_cast<std::size_t>(find_parameter(op, name)));
}

bool changes_nothing(const Distribution& value, double neutral) {
  return value.low == neutral && value.high == neutral;
}

void give_as_share(Call& call, const Op& op, const Length& length, int width, int height) {
  const Parameter& pixels = parameter_of(op, length.pixels);
  const Parameter& share = parameter_of(op, length.share);
  const auto given = argument_of(call, length.pixels);
  Distribution value = given == call.arguments.end() ? Distribution::constant(pixels.fallback) : given->value;
  const bool both = argument_of(call, length.share) != call.arguments.end();
  if (both || changes_nothing(value, pixels.neutral)) return;
  const double side = length.side(width, height);
  value.low /= side;
  value.high /= side;
  const double least = value.mirror ? std::min(value.low, -value.high) : value.low;
  const double most = value.mirror ? std::max(value.high, -value.low) : value.high;
  if (least < share.low || most > share.high) return;
  if (given != call.arguments.end()) call.arguments.erase(given);
  // One that is not given has its fallback, which must not come on top.
  if (pixels.fallback != pixels.neutral)
    call.arguments.insert(call.arguments.begin(), {length.pixels, Distribution::constant(pixels.neutral)});
  call.arguments.push_back({length.share, value});
}

// Whether a length in pixels of the call does something: one that is not given has its fallback.
bool has_pixels(Call& call, const Op& op) {
  return std::any_of(op.parameters.begin(), op.parameters.end(), [&](const Parameter& parameter) {
    if (parameter.unit != "pixels") return false;
    const auto given = argument_of(call, parameter.name);
    const Distribution value =
        given == call.arguments.end() ? Distribution::constant(parameter.fallback) : given->value;
    return !changes_nothing(value, parameter.neutral);
  });
}

}  // namespace

Policy with_shares(const Policy& policy, int width, int height) {
  Policy changed = policy;
  visit_calls(changed.root, [&](Call& call) {
    const Op* op = find_op(policy.fields, call);
    if (op == nullptr || op->kind() != FieldKind::image) return;
    for (const Length& length : kLengths) {
      if (call.op == length.op) give_as_share(call, *op, length, width, height);
    }
  });
  return changed;
}

std::string size_notice(const Policy& policy, int width, int height) {
  const Provenance& from = policy.provenance;
  if (from.width == 0 || from.height == 0) return "";
  const double factor = static_cast<double>(std::min(width, height)) / std::min(from.width, from.height);
  if (factor <= kSizeTolerance && factor >= 1.0 / kSizeTolerance) return "";
  std::set<std::string> in_pixels, grained;
  Policy walked = policy;
  visit_calls(walked.root, [&](Call& call) {
    const Op* op = find_op(policy.fields, call);
    if (op == nullptr || op->kind() != FieldKind::image) return;
    if (has_pixels(call, *op)) in_pixels.insert(call.op);
    if (std::find(kGrained.begin(), kGrained.end(), call.op) != kGrained.end()) grained.insert(call.op);
  });
  if (in_pixels.empty() && grained.empty()) return "";
  std::string which;
  if (!in_pixels.empty()) which = fmt::format("{} (lengths in pixels)", fmt::join(in_pixels, ", "));
  if (!grained.empty())
    which +=
        fmt::format("{}{} (grain of single pixels)", which.empty() ? "" : " and ", fmt::join(grained, ", "));
  return fmt::format("the policy was found on pictures of {} x {}; on {} x {} {} {} {} than there",
                     from.width, from.height, width, height, which,
                     in_pixels.size() + grained.size() == 1 ? "looks" : "look",
                     factor > 1 ? "weaker or finer" : "stronger or coarser");
}

}  // namespace variegate
