#include "variegate/policy/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/ops/mix.h"
#include "variegate/ops/op.h"
#include "variegate/policy/policy_field.h"

namespace variegate {
namespace {

std::string spaced(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string chance(double probability) {
  return probability == 1.0 ? "" : " with probability " + amount_text(probability);
}

std::string drawn_text(const Distribution& value, const Parameter& parameter) {
  constexpr int kMostListed = 4;  // this few levels are listed one by one
  if (value.kind == Distribution::Kind::levels && value.levels <= kMostListed && !value.mirror) {
    std::vector<std::string> texts;
    for (int i = 0; i < value.levels; ++i) {
      texts.push_back(amount_text(value.low + (value.high - value.low) * i / (value.levels - 1)));
    }
    return fmt::format("{}", fmt::join(texts, " or "));
  }
  std::vector<std::string> texts;
  for (const auto& [low, high] : drawn_ranges(value, parameter)) {
    texts.push_back(low == high ? amount_text(low) : amount_text(low) + ".." + amount_text(high));
  }
  return fmt::format("{}", fmt::join(texts, " or "));
}

// Numbers that mean nothing without their name: "factor 1.5", "threshold 128".
bool is_named(const Parameter& parameter) {
  return parameter.unit.empty() || parameter.unit == "factor" || parameter.unit == "byte";
}

// "rotate by 20 degrees", "posterize to 4 bits", "color with factor 1.5".
std::string preposition(const Parameter& parameter) {
  if (is_named(parameter)) return " with ";
  return parameter.unit == "bits" ? " to " : " by ";
}

// The arguments that people want to hear of: " by 20 degrees, factor 1.5".
std::string argument_words(const std::vector<Argument>& arguments, const std::vector<Parameter>& parameters) {
  std::string words;
  for (const Argument& argument : arguments) {
    const auto parameter = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter& each) {
      return each.name == argument.parameter;
    });
    if (parameter == parameters.end() || !is_spoken(*parameter)) continue;
    words += (words.empty() ? preposition(*parameter) : ", ") +
             with_unit(drawn_text(argument.value, *parameter), *parameter);
  }
  return words;
}

std::string on_field(const std::string& field) { return field == Call{}.field ? "" : " on " + field; }

// "(a)" .. "(z)", then "(27)" ...
std::string label(std::size_t index) {
  return index < 26 ? fmt::format("({:c})", 'a' + static_cast<int>(index)) : fmt::format("({})", index + 1);
}

// The words of a policy's steps.
struct Writer {
  const std::vector<PolicyField>& fields;

  std::string option_lines(const std::vector<Node>& options, const std::vector<double>& weights,
                           int indent) const {
    double total = 0.0;
    for (const double weight : weights) total += weight;
    std::string lines;
    for (std::size_t i = 0; i < options.size(); ++i) {
      const std::string share =
          weights.empty() ? "" : fmt::format("{} %: ", amount_text(100.0 * weights[i] / total));
      lines += "\n" + std::string(static_cast<std::size_t>(indent) + 2, ' ') + label(i) + " " + share +
               node_words(options[i], indent + 2);
    }
    return lines;
  }

  std::string call_words(const Call& call) const {
    const Op* op = find_op(fields, call);
    const std::string arguments = op == nullptr ? "" : argument_words(call.arguments, op->parameters);
    return spaced(call.op) + arguments + on_field(call.field);
  }

  std::string step_words(const Call& call, int) const { return call_words(call) + chance(call.probability); }

  std::string step_words(const Sequence& sequence, int indent) const {
    if (sequence.steps.empty()) return "no augmentation";
    std::string words;
    for (const Node& step : sequence.steps) {
      if (!words.empty()) {
        const bool broken = words.find('\n') != std::string::npos;
        words += broken ? "\n" + std::string(static_cast<std::size_t>(indent), ' ') + "then " : ", then ";
      }
      words += node_words(step, indent);
    }
    return words;
  }

  std::string step_words(const Choose& choose, int indent) const {
    std::string words = "one of:";
    if (choose.count > 1) {
      words = fmt::format("{} of these, {}:", choose.count,
                          choose.replacement ? "drawn with replacement" : "all different");
    }
    if (choose.until_applied) {
      words = fmt::format("these, in a random order, until {}:",
                          choose.count == 1 ? "one is applied" : fmt::format("{} are applied", choose.count));
    }
    return words + option_lines(choose.options, choose.weights, indent);
  }

  std::string step_words(const Mix& mix, int indent) const {
    const std::string depth = mix.depth_low == mix.depth_high
                                  ? std::to_string(mix.depth_low)
                                  : fmt::format("{} to {}", mix.depth_low, mix.depth_high);
    return fmt::format("the {} mixed with {} chains of {} steps, each one of:", mixed_noun(mix.options),
                       mix.width, depth) +
           option_lines(mix.options, {}, indent);
  }

  std::string step_words(const Linked& linked, int) const {
    std::vector<std::string> calls;
    for (const Call& call : linked.calls) calls.push_back(call_words(call));
    return fmt::format("{}, all by one draw,", fmt::join(calls, " and ")) +
           (linked.probability == 1.0 ? " always" : chance(linked.probability));
  }

  std::string step_words(const When& when, int indent) const {
    const Condition& condition = when.condition;
    const std::string range = condition.low == condition.high
                                  ? amount_text(condition.low)
                                  : amount_text(condition.low) + ".." + amount_text(condition.high);
    const std::string of =
        condition.property == "label" ? "label" : condition.field + " " + condition.property;
    return fmt::format("{} {} is {}: ", when.unless ? "unless" : "where", of, range) +
           (when.step.empty() ? "nothing" : node_words(when.step.front(), indent));
  }

  std::string step_words(const Schedule& schedule, int indent) const {
    std::string words;
    int epoch = 1;
    for (std::size_t i = 0; i < schedule.stretches.size(); ++i) {
      const Stretch& stretch = schedule.stretches[i];
      const bool last = i + 1 == schedule.stretches.size();
      if (i > 0) words += "\n" + std::string(static_cast<std::size_t>(indent), ' ');
      words += last ? fmt::format("from epoch {}: ", epoch)
                    : fmt::format("epochs {}..{}: ", epoch, epoch + stretch.epochs - 1);
      if (!stretch.step.empty()) words += node_words(stretch.step.front(), indent + 2);
      epoch += stretch.epochs;
    }
    return words;
  }

  std::string node_words(const Node& node, int indent) const {
    return std::visit([&](const auto& value) { return step_words(value, indent); }, node.value);
  }

  // What is mixed: a picture unless the first call says otherwise.
  std::string_view mixed_noun(const std::vector<Node>& options) const {
    for (const Node& option : options) {
      const Call* call = std::get_if<Call>(&option.value);
      const PolicyField* field = call == nullptr ? nullptr : find_field(fields, call->field);
      if (field != nullptr) return noun_of(field->kind);
    }
    return noun_of(FieldKind::image);
  }
};

std::string mix_words(const MixCall& call) {
  const SampleMix* mix = find_mix(call.mix);
  return spaced(call.mix) + (mix == nullptr ? "" : argument_words(call.arguments, mix->parameters)) +
         on_field(call.field) + chance(call.probability);
}

}  // namespace

std::string amount_text(double value) {
  const std::string text = fmt::format("{:.4g}", value);
  return text == "-0" ? "0" : text;
}

std::string with_unit(const std::string& amount, const Parameter& parameter) {
  const std::string fraction = "fraction ";  // "fraction of the side"
  if (is_named(parameter)) return parameter.name + " " + amount;
  if (parameter.unit.starts_with(fraction)) return amount + " " + parameter.unit.substr(fraction.size());
  return amount + " " + parameter.unit;
}

std::vector<std::pair<double, double>> drawn_ranges(const Distribution& value, const Parameter& parameter) {
  if (!value.mirror) return {{value.low, value.high}};
  const double low = 2.0 * parameter.neutral - value.high;
  const double high = 2.0 * parameter.neutral - value.low;
  const std::pair<double, double> below = {std::min(low, value.low), std::min(high, value.high)};
  const std::pair<double, double> above = {std::max(low, value.low), std::max(high, value.high)};
  if (below.second >= above.first) return {{below.first, above.second}};
  return {below, above};
}

bool is_spoken(const Parameter& parameter) { return parameter.choices.empty() && parameter.name != "fill"; }

std::string batch_words(const std::vector<MixCall>& batch) {
  std::string words;
  for (const MixCall& call : batch) words += (words.empty() ? "" : ", or ") + mix_words(call);
  return words;
}

std::string in_words(const Node& node, const std::vector<PolicyField>& fields) {
  return Writer{fields}.node_words(node, 0);
}

std::string in_words(const Policy& policy) {
  const std::string words = in_words(policy.root, policy.fields);
  if (policy.batch.empty()) return words;
  const std::string batch = "with others of its batch: " + batch_words(policy.batch);
  return policy.root == Node{Sequence{}} ? batch : words + "\nthen, " + batch;
}

}  // namespace variegate
