#include "variegate/space/join.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "variegate/policy/check.h"
#include "variegate/policy/policy_field.h"
#include "variegate/policy/published.h"
#include "variegate/policy/published_calls.h"

namespace variegate {
namespace {

// Adds the policy as options of `all`: its sub-policies, or itself where it does not draw one of several.
void add(const Node& policy, Choose& all) {
  const auto* choose = std::get_if<Choose>(&policy.value);
  if (choose == nullptr || choose->count != 1) {
    all.options.push_back(policy);
    all.weights.push_back(1.0);
    return;
  }
  std::vector<double> weights = choose->weights;
  if (weights.empty()) weights.assign(choose->options.size(), 1.0);
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    all.options.push_back(choose->options[i]);
    all.weights.push_back(weights[i] / total);
  }
}

// Adds the mixes of one of the policies, of which a sample draws one.
void add_mixes(const std::vector<MixCall>& batch, std::vector<MixCall>& all) {
  for (const MixCall& call : batch) {
    const auto known = std::ranges::find_if(all, [&](const MixCall& other) {
      return other.mix == call.mix && other.arguments == call.arguments && other.field == call.field;
    });
    if (known == all.end()) {
      all.push_back(call);
    } else {
      known->probability += call.probability;
    }
  }
}

// Whether a policy can have them all.
bool is_one_batch(const std::vector<MixCall>& batch) {
  return batch.size() <= kMostMixes &&
         std::ranges::all_of(batch, [&](const MixCall& call) { return call.field == batch.front().field; });
}

}  // namespace

std::optional<Policy> joined(const Space& space, std::span<const Point> points) {
  Space bare = space;
  bare.base = {};
  Choose all;
  Policy whole;
  for (const Point& point : points) {
    const Policy policy = decode(bare, point);
    if (std::holds_alternative<Schedule>(policy.root.value)) return std::nullopt;
    add(policy.root, all);
    const bool first = &point == points.data();
    if (first) whole.fields.clear();
    add_fields(whole.fields, policy.fields);
    add_mixes(policy.batch, whole.batch);
  }
  for (MixCall& call : whole.batch)
    call.probability = readable(call.probability / static_cast<double>(points.size()));
  if (!is_one_batch(whole.batch)) return std::nullopt;
  const bool equal = std::all_of(all.weights.begin(), all.weights.end(), [&](double weight) {
    return std::abs(weight - all.weights.front()) < 1e-12;
  });
  if (equal) all.weights.clear();
  whole.root = {std::move(all)};
  return with_base(space.base, whole);
}

}  // namespace variegate
