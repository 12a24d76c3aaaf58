#include "variegate/policy/shares.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "variegate/ops/mix.h"
#include "variegate/ops/op.h"
#include "variegate/policy/policy_field.h"
#include "variegate/policy/words.h"

namespace variegate {
namespace {

// An operation of a field: names of operations on different fields may meet.
struct OpOfField {
  std::string op;
  std::string field;
  auto operator<=>(const OpOfField&) const = default;
  bool is(const Call& call) const { return call.op == op && call.field == field; }
};

// Draws one after another without replacement, by weight, are the order in which clocks ring whose times are
// exponential with the weights as rates. So the expectation of the product of `values` over the first `count`
// options drawn is an integral over the time at which the last of them rings: at that time exactly count - 1
// others have rung. Exp-sinh quadrature gives it to about 12 digits whatever the weights.
double expected_product(const std::vector<double>& weights, const std::vector<double>& values,
                        std::size_t count) {
  constexpr double kStep = 1.0 / 32.0;
  constexpr double kEnd = 4.5;
  double total = 0.0;
  for (const double weight : weights) total += weight;
  double integral = 0.0;
  std::vector<double> rung(
      count);  // rung[m]: sum over sets of m options that have rung of their values' product
  for (double s = -kEnd; s <= kEnd; s += kStep) {
    const double time = std::exp(std::numbers::pi / 2.0 * std::sinh(s));
    const double span = time * std::numbers::pi / 2.0 * std::cosh(s) * kStep;
    double density = 0.0;
    for (std::size_t last = 0; last < weights.size(); ++last) {
      const double rate = weights[last] / total;
      const double rings_now = rate * std::exp(-rate * time) * values[last];
      if (rings_now == 0.0) continue;
      std::fill(rung.begin(), rung.end(), 0.0);
      rung[0] = 1.0;
      for (std::size_t other = 0; other < weights.size(); ++other) {
        if (other == last) continue;
        const double silent = std::exp(-weights[other] / total * time);
        const double has_rung = -std::expm1(-weights[other] / total * time) * values[other];
        for (std::size_t m = count - 1; m > 0; --m) rung[m] = rung[m] * silent + rung[m - 1] * has_rung;
        rung[0] *= silent;
      }
      density += rings_now * rung[count - 1];
    }
    integral += density * span;
  }
  return std::clamp(integral, 0.0, 1.0);
}

// applied[j]: the probability that j of the options other than `op` (and than `left_out`) are applied, j
// below the count, and none that is `op`, when each has been reached with probability `reached`.
std::vector<double> applied_others(const Choose& choose, const OpOfField& op, const Node* left_out,
                                   double reached) {
  std::vector<double> applied(static_cast<std::size_t>(choose.count), 0.0);
  applied[0] = 1.0;
  for (const Node& option : choose.options) {
    if (&option == left_out) continue;
    const Call& call = std::get<Call>(option.value);
    const double takes = reached * call.probability;
    for (std::size_t j = applied.size(); j-- > 0;) {
      applied[j] *= 1.0 - takes;
      if (j > 0 && !op.is(call)) applied[j] += applied[j - 1] * takes;
    }
  }
  return applied;
}

// The probability that going through the options in random order, until `count` are applied, applies none
// that is `op`. Options that stand at independent uniform times of 0..1 are in random order. So it is an
// integral over the time of the one with which the count is full, and the case that it never is.
double absent_until_applied(const Choose& choose, const OpOfField& op) {
  const auto is_of_op = [&](const Node& option) { return op.is(std::get<Call>(option.value)); };
  if (std::none_of(choose.options.begin(), choose.options.end(), is_of_op)) return 1.0;  // exactly
  double absent = 0.0;
  for (const double chance : applied_others(choose, op, nullptr, 1.0)) absent += chance;
  constexpr int kIntervals = 128;  // of Simpson's rule, for polynomials of at most 63rd degree
  for (const Node& last : choose.options) {
    const Call& call = std::get<Call>(last.value);
    if (op.is(call)) continue;
    double integral = 0.0;
    for (int i = 0; i <= kIntervals; ++i) {
      const double weight = i == 0 || i == kIntervals ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
      const double time = static_cast<double>(i) / kIntervals;
      integral += weight * applied_others(choose, op, &last, time).back() / (3.0 * kIntervals);
    }
    absent += call.probability * integral;
  }
  return std::clamp(absent, 0.0, 1.0);
}

// The probability that a sample meets no call of `op` in this part of the tree. Draws in different places are
// independent, so that of a sequence is a product.
struct Absence {
  const OpOfField& op;

  double of(const Node& node) const {
    return std::visit([this](const auto& value) { return in(value); }, node.value);
  }

  double in(const Call& call) const { return op.is(call) ? 1.0 - call.probability : 1.0; }

  double in(const Sequence& sequence) const {
    double absent = 1.0;
    for (const Node& step : sequence.steps) absent *= of(step);
    return absent;
  }

  double in(const Choose& choose) const {
    if (choose.until_applied) return absent_until_applied(choose, op);
    std::vector<double> weights;
    std::vector<double> absent;
    double mean = 0.0;
    double total = 0.0;
    for (std::size_t i = 0; i < choose.options.size(); ++i) {
      const double weight = choose.weights.empty() ? 1.0 : choose.weights[i];
      if (weight <= 0.0) continue;
      weights.push_back(weight);
      absent.push_back(of(choose.options[i]));
      mean += weight * absent.back();
      total += weight;
    }
    if (choose.replacement || choose.count == 1) return std::pow(mean / total, choose.count);
    if (mean == total) return 1.0;
    return expected_product(weights, absent, static_cast<std::size_t>(choose.count));
  }

  double in(const Mix& mix) const {
    double mean = 0.0;
    for (const Node& option : mix.options) mean += of(option) / static_cast<double>(mix.options.size());
    double chain = 0.0;
    for (int depth = mix.depth_low; depth <= mix.depth_high; ++depth) chain += std::pow(mean, depth);
    return std::pow(chain / (mix.depth_high - mix.depth_low + 1), mix.width);
  }

  double in(const Linked& linked) const {
    for (const Call& call : linked.calls) {
      if (op.is(call)) return 1.0 - linked.probability;
    }
    return 1.0;
  }

  double in(const When& when) const { return of(when.step.front()); }

  double in(const Schedule& schedule) const {
    double absent = 0.0;
    double epochs = 0.0;
    for (const Stretch& stretch : schedule.stretches) {
      absent += stretch.epochs * of(stretch.step.front());
      epochs += stretch.epochs;
    }
    return absent / epochs;
  }
};

// Gathers, for each operation that can be met, the hull of what each of its parameters is drawn from.
struct Ranges {
  struct Hull {
    const Parameter* parameter;
    double low;
    double high;
  };
  const std::vector<PolicyField>& fields;
  std::map<OpOfField, std::vector<Hull>> by_op = {};

  void add(const Node& node) {
    std::visit([this](const auto& value) { in(value); }, node.value);
  }

  void in(const Call& call) {
    if (call.probability <= 0.0) return;
    const Op& op = require_op(fields, call, "shares of operations");
    gather(call.arguments, op.parameters, by_op[{call.op, call.field}]);
  }

  void in(const MixCall& call) {
    if (call.probability <= 0.0) return;
    gather(call.arguments, require_mix(call.mix, "shares of operations").parameters,
           by_op[{call.mix, call.field}]);
  }

  static void gather(const std::vector<Argument>& arguments, const std::vector<Parameter>& parameters,
                     std::vector<Hull>& hulls) {
    for (const Argument& argument : arguments) {
      const auto found = std::ranges::find(parameters, argument.parameter, &Parameter::name);
      if (found == parameters.end() || !is_spoken(*found)) continue;
      const Parameter& parameter = *found;
      const auto ranges = drawn_ranges(argument.value, parameter);
      const double low = ranges.front().first;
      const double high = ranges.back().second;
      const auto known = std::find_if(hulls.begin(), hulls.end(),
                                      [&](const Hull& hull) { return hull.parameter == &parameter; });
      if (known == hulls.end()) {
        hulls.push_back({&parameter, low, high});
      } else {
        known->low = std::min(known->low, low);
        known->high = std::max(known->high, high);
      }
    }
  }

  void in(const Sequence& sequence) {
    for (const Node& step : sequence.steps) add(step);
  }
  void in(const Choose& choose) {
    for (std::size_t i = 0; i < choose.options.size(); ++i) {
      if (choose.weights.empty() || choose.weights[i] > 0.0) add(choose.options[i]);
    }
  }
  void in(const Mix& mix) {
    for (const Node& option : mix.options) add(option);
  }
  void in(const Linked& linked) {
    if (linked.probability <= 0.0) return;
    for (const Call& call : linked.calls) in(call);
  }
  void in(const When& when) { add(when.step.front()); }
  void in(const Schedule& schedule) {
    for (const Stretch& stretch : schedule.stretches) add(stretch.step.front());
  }
};

}  // namespace

std::vector<OpShare> op_shares(const Policy& policy) {
  check(policy);
  Ranges ranges{policy.fields};
  ranges.add(policy.root);
  for (const MixCall& call : policy.batch) ranges.in(call);
  std::vector<OpShare> shares;
  for (const auto& [op, hulls] : ranges.by_op) {
    OpShare share;
    share.op = op.op;
    share.field = op.field;
    share.share = 1.0 - Absence{op}.of(policy.root);
    for (const MixCall& call : policy.batch) {  // one at most is done to a sample
      if (call.mix == op.op && call.field == op.field) share.share += call.probability;
    }
    if (!hulls.empty()) {
      share.low = hulls.front().low;
      share.high = hulls.front().high;
    }
    for (const Ranges::Hull& hull : hulls) {
      const std::string amount = hull.low == hull.high
                                     ? amount_text(hull.low)
                                     : amount_text(hull.low) + ".." + amount_text(hull.high);
      share.range += (share.range.empty() ? "" : ", ") + with_unit(amount, *hull.parameter);
    }
    shares.push_back(std::move(share));
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const OpShare& a, const OpShare& b) { return a.share > b.share; });
  return shares;
}

}  // namespace variegate
