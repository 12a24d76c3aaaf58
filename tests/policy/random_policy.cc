#include "tests/policy/random_policy.h"

#include <algorithm>
#include <cmath>

#include "variegate/core/random.h"
#include "variegate/ops/mix.h"
#include "variegate/ops/op.h"
#include "variegate/policy/property.h"

namespace variegate {
namespace {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_({seed, 0, 0, hash_text("random policy")}) {}

  Policy policy(const std::vector<PolicyField>& fields = {}) {
    Policy policy;
    if (random_.bernoulli(0.5)) policy.name = "policy \"" + std::to_string(random_.next()) + "\" \xc3\xa9";
    if (random_.bernoulli(0.5)) policy.fields = {{"image"}, {"mask"}};
    if (!fields.empty()) policy.fields = fields;
    fields_ = policy.fields;
    if (random_.bernoulli(0.3)) batch(policy);
    if (random_.bernoulli(0.2)) {
      Schedule schedule;
      for (int i = count(1, 3); i > 0; --i) schedule.stretches.push_back({count(1, 50), {node(2)}});
      policy.root = {schedule};
    } else {
      policy.root = node(0);
    }
    if (random_.bernoulli(0.5)) {
      policy.provenance = {.source = "variegate search",
                           .data_digest = "sha256:12",
                           .width = count(1, 500),
                           .height = count(1, 500),
                           .channels = random_.bernoulli(0.5) ? 3 : 1,
                           .child = "small-conv:16",
                           .method = "tpe",
                           .seed = random_.next64(),
                           .budget = "40 trials",
                           .score = random_.uniform(),
                           .created = ""};
    }
    return policy;
  }

 private:
  int count(int low, int high) {
    return low + static_cast<int>(random_.below(static_cast<std::uint64_t>(high - low + 1)));
  }

  double probability() { return random_.bernoulli(0.3) ? 1.0 : random_.uniform(); }

  const PolicyField& field() { return mixing_ ? fields_.front() : fields_[random_.below(fields_.size())]; }

  void batch(Policy& policy) {
    if (policy.fields.front().kind != FieldKind::image) return;
    const int mixes = count(1, 3);
    for (int i = 0; i < mixes; ++i) {
      const SampleMix& mix = *all_mixes()[random_.below(all_mixes().size())];
      MixCall call{
          .mix = mix.name, .probability = random_.uniform() / mixes, .field = policy.fields.front().name};
      for (const Parameter& parameter : mix.parameters) {
        const double value = number(parameter.low, parameter.high);
        if (random_.bernoulli(0.5)) call.arguments.push_back({parameter.name, Distribution::constant(value)});
      }
      policy.batch.push_back(call);
    }
  }

  // Round numbers and numbers with all their digits alike.
  double number(double low, double high) {
    const double value = random_.uniform(low, high);
    if (!random_.bernoulli(0.5)) return value;
    return std::min(high, std::max(low, std::round(value * 10.0) / 10.0));
  }

  Distribution distribution(const Parameter& parameter) {
    double low = parameter.low;
    double high = parameter.high;
    if (!parameter.choices.empty()) {
      return Distribution::constant(static_cast<double>(random_.below(parameter.choices.size())));
    }
    const double reach = std::min(high - parameter.neutral, parameter.neutral - low);
    const bool mirror = reach > 0.0 && random_.bernoulli(0.5);
    if (mirror) {
      low = parameter.neutral;
      high = parameter.neutral + reach;
    }
    double a = number(low, high);
    double b = number(low, high);
    if (parameter.integer) {
      a = std::floor(a);
      b = std::floor(b);
    }
    if (a > b) std::swap(a, b);
    switch (count(0, 2)) {
      case 0:
        return Distribution::constant(a, mirror);
      case 1:
        return Distribution::uniform(a, b, mirror);
      default:
        return Distribution::stepped(a, b, count(2, 40), mirror);
    }
  }

  Call call() {
    const PolicyField& on = field();
    const std::vector<const Op*>& ops = all_ops(on.kind);
    const Op& op = *ops[random_.below(ops.size())];
    Call call;
    call.op = op.name;
    for (const Parameter& parameter : op.parameters) {
      if (random_.bernoulli(0.6)) call.arguments.push_back({parameter.name, distribution(parameter)});
    }
    call.field = on.name;
    return call;
  }

  std::vector<Node> nodes(int depth, int low, int high) {
    std::vector<Node> nodes;
    for (int i = count(low, high); i > 0; --i) nodes.push_back(node(depth + 1));
    return nodes;
  }

  Node node(int depth) {
    switch (depth > 3 ? 0 : count(0, 6)) {
      case 1:
        return {Sequence{nodes(depth, 0, 3)}};
      case 2: {
        if (random_.bernoulli(0.2)) {
          Choose choose{
              .options = {{call()}, {call()}, {call()}}, .count = count(1, 3), .until_applied = true};
          return {choose};
        }
        Choose choose{.options = nodes(depth, 1, 4)};
        if (random_.bernoulli(0.5)) {
          for (std::size_t i = 0; i < choose.options.size(); ++i)
            choose.weights.push_back(0.01 + number(0, 3));
        }
        choose.replacement = random_.bernoulli(0.5);
        choose.count = count(1, choose.replacement ? 3 : static_cast<int>(choose.options.size()));
        return {choose};
      }
      case 3: {
        if (mixing_) return {call()};
        mixing_ = true;
        Mix mix{.options = nodes(3, 1, 3)};
        mixing_ = false;
        mix.width = count(1, 4);
        mix.depth_low = count(1, 2);
        mix.depth_high = mix.depth_low + count(0, 2);
        mix.alpha = random_.bernoulli(0.5) ? 1.0 : number(0.1, 3.0);
        return {mix};
      }
      case 4: {
        Linked linked;
        for (int i = count(1, 2); i > 0; --i) linked.calls.push_back(call());
        linked.probability = probability();
        return {linked};
      }
      case 5: {
        const PolicyField& of = field();
        const std::vector<std::string> properties = property_names(of.kind);
        Condition condition{.property = properties[random_.below(properties.size())], .field = of.name};
        condition.low = number(0, 10);
        condition.high = condition.low + number(0, 10);
        return {When{condition, random_.bernoulli(0.5), {node(depth + 1)}}};
      }
      default: {
        Call plain = call();
        plain.probability = probability();
        return {plain};
      }
    }
  }

  Stream random_;
  std::vector<PolicyField> fields_;
  bool mixing_ = false;
};

}  // namespace

Policy random_policy(std::uint64_t seed) { return Generator(seed).policy(); }

Policy random_policy(std::uint64_t seed, const std::vector<PolicyField>& fields) {
  return Generator(seed).policy(fields);
}

}  // namespace variegate
