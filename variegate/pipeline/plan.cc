#include "variegate/pipeline/plan.h"

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/ops/op.h"
#include "variegate/pipeline/batch_mixes.h"
#include "variegate/policy/policy_field.h"

namespace variegate {

struct Pipeline::Plan::Compiler {
  const Policy& policy;
  Plan& plan;

  // 0 for the field of a label, which need not be one of the policy: check() has seen to the others.
  std::size_t field_index(const std::string& name) const {
    const PolicyField* field = find_field(policy.fields, name);
    return field == nullptr ? 0 : static_cast<std::size_t>(field - policy.fields.data());
  }

  void node(std::size_t index, const Node& node, std::uint64_t place) {
    plan.steps[index].place = place;
    std::visit([&](const auto& value) { step(index, value); }, node.value);
  }

  // Children lie side by side; what they contain comes after them.
  void children(std::size_t parent, const std::vector<Node>& nodes) {
    const std::size_t first = plan.steps.size();
    plan.steps[parent].first = first;
    plan.steps[parent].count = nodes.size();
    plan.steps.resize(first + nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i)
      node(first + i, nodes[i], derive(plan.steps[parent].place, i));
  }

  void step(std::size_t index, const Call& call) {
    plan.steps[index].kind = Step::Kind::call;
    plan.steps[index].detail = plan.calls.size();
    const Op& op = require_op(policy.fields, call, policy.name);
    if (op.parameters.size() > kMostParameters) {
      throw Error({.where = op.name,
                   .what = "an operation with too many parameters",
                   .got = std::to_string(op.parameters.size()),
                   .expected = "at most " + std::to_string(kMostParameters),
                   .mend = "raise kMostParameters"});
    }
    CallStep compiled{.op = &op, .field = field_index(call.field), .probability = call.probability};
    for (std::size_t i = 0; i < op.parameters.size(); ++i) {
      const Parameter& parameter = op.parameters[i];
      compiled.values[i] = parameter.fallback;
      // In the order of the operation's parameters, so that linked calls draw alike however they are written.
      for (const Argument& argument : call.arguments) {
        if (argument.parameter != parameter.name) continue;
        if (argument.value.kind == Distribution::Kind::constant && !argument.value.mirror) {
          compiled.values[i] = argument.value.low;
        } else {
          compiled.drawn.push_back(
              {i, argument.value, parameter.neutral, parameter.low, parameter.high, parameter.integer});
        }
      }
    }
    plan.calls.push_back(std::move(compiled));
  }

  void step(std::size_t index, const Sequence& sequence) {
    plan.steps[index].kind = Step::Kind::sequence;
    children(index, sequence.steps);
  }

  void step(std::size_t index, const Choose& choose) {
    plan.steps[index].kind = Step::Kind::choose;
    plan.steps[index].detail = plan.chooses.size();
    ChooseStep compiled;
    compiled.weights =
        choose.weights.empty() ? std::vector<double>(choose.options.size(), 1.0) : choose.weights;
    for (const double weight : compiled.weights) {
      compiled.total += weight;
      compiled.equal = compiled.equal && weight == compiled.weights.front();
    }
    compiled.count = choose.count;
    compiled.replacement = choose.replacement;
    compiled.until_applied = choose.until_applied;
    plan.chooses.push_back(std::move(compiled));
    children(index, choose.options);
  }

  void step(std::size_t index, const Mix& mix) {
    plan.steps[index].kind = Step::Kind::mix;
    plan.steps[index].detail = plan.mixes.size();
    plan.mixes.push_back({0, mix.width, mix.depth_low, mix.depth_high, mix.alpha});
    const std::size_t detail = plan.steps[index].detail;
    const std::size_t first_call = plan.calls.size();
    children(index, mix.options);
    // All calls below are on one field, which check() has seen to.
    if (plan.calls.size() > first_call) plan.mixes[detail].field = plan.calls[first_call].field;
  }

  void step(std::size_t index, const Linked& linked) {
    plan.steps[index].kind = Step::Kind::linked;
    plan.steps[index].probability = linked.probability;
    const std::size_t first = plan.steps.size();
    plan.steps[index].first = first;
    plan.steps[index].count = linked.calls.size();
    plan.steps.resize(first + linked.calls.size());
    for (std::size_t i = 0; i < linked.calls.size(); ++i) {
      plan.steps[first + i].place = derive(plan.steps[index].place, 0);  // the same for all: one draw
      step(first + i, linked.calls[i]);
    }
  }

  void step(std::size_t index, const When& when) {
    plan.steps[index].kind = Step::Kind::when;
    plan.steps[index].detail = plan.whens.size();
    const std::size_t field = field_index(when.condition.field);
    const Property property = *find_property(policy.fields[field].kind, when.condition.property);
    plan.whens.push_back({property, field, when.condition.low, when.condition.high, when.unless});
    children(index, when.step);
  }

  void step(std::size_t index, const Schedule& schedule) {
    plan.steps[index].kind = Step::Kind::schedule;
    std::vector<Node> nodes;
    std::uint64_t end = 0;
    for (const Stretch& stretch : schedule.stretches) {
      end += static_cast<std::uint64_t>(stretch.epochs);
      plan.stretch_ends.push_back(end);
      nodes.push_back(stretch.step.front());
    }
    children(index, nodes);
  }
};

Pipeline::Plan Pipeline::Plan::compile(const Policy& policy, std::uint64_t seed,
                                       const PipelineOptions& options) {
  check(policy);
  if (!options.batch_follows) require_no_mixes(policy, "each sample is changed by itself");
  Plan plan;
  plan.seed = seed;
  plan.options = options;
  plan.fields = policy.fields;
  plan.steps.resize(1);
  Compiler{policy, plan}.node(0, policy.root, hash_text("policy"));
  return plan;
}

std::size_t Pipeline::Plan::stretch(std::uint64_t epoch) const {
  std::size_t index = 0;
  while (index + 1 < stretch_ends.size() && epoch >= stretch_ends[index]) ++index;
  return index;
}

std::size_t Pipeline::Plan::first_part_step(std::uint64_t epoch) const {
  std::size_t index = 0;
  for (;;) {
    const Step& step = steps[index];
    if (step.kind == Step::Kind::sequence && step.count > 0) {
      index = step.first;
    } else if (step.kind == Step::Kind::schedule) {
      index = step.first + stretch(epoch);
    } else {
      break;
    }
  }
  if (steps[index].kind != Step::Kind::call) return kNoStep;
  const CallStep& call = calls[steps[index].detail];
  const bool takes_part = call.op->geometric() != nullptr && call.op->name == "random_resized_crop" &&
                          call.probability >= 1.0 && call.field == 0;
  return takes_part ? index : kNoStep;
}

double Drawn::draw(Stream& random) const {
  double number = value.low;
  switch (value.kind) {
    case Distribution::Kind::constant:
      break;
    case Distribution::Kind::uniform:
      number = whole ? std::floor(random.uniform(value.low, value.high + 1.0))
                     : random.uniform(value.low, value.high);
      break;
    case Distribution::Kind::levels: {
      const auto level = std::floor(random.uniform() * value.levels);
      number = value.low + (value.high - value.low) * (level / (value.levels - 1));
      if (whole) number = std::round(number);
      break;
    }
  }
  if (value.mirror && random.uniform() < 0.5) number = 2.0 * neutral - number;
  return std::clamp(number, low, high);
}

}  // namespace variegate
