#include "variegate/pipeline/plan_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "variegate/ops/op.h"
#include "variegate/policy/policy_field.h"

namespace variegate {
namespace {

constexpr const char* kTable = "table";
constexpr const char* kMeasuredTable = "table made from the picture";

constexpr const char* kPass = "pass of its own";

// How an operation goes over its field. Kinds of one name join.
struct KindOf {
  const Op& op;
  const Call& call;

  std::string operator()(const PointTable&) const { return kTable; }
  std::string operator()(const ImageTone&) const { return kMeasuredTable; }
  std::string operator()(const ImagePass&) const { return kPass; }
  std::string operator()(const AudioPass&) const { return kPass; }
  std::string operator()(const TextPass&) const { return kPass; }
  std::string operator()(const Unchanged&) const { return "nothing"; }
  std::string operator()(const Geometric& form) const {
    if (!form.affine) return kPass;
    if (find_parameter(op, "interpolation") < 0) return "warp";
    if (chosen("border") >= 0.5) return kPass;  // what it mirrors is not there before it has run
    return chosen("interpolation") < 0.5 ? "nearest warp" : "warp";
  }

  double chosen(const char* name) const {
    double value = op.parameters[static_cast<std::size_t>(find_parameter(op, name))].fallback;
    for (const Argument& argument : call.arguments) {
      if (argument.parameter == name) value = argument.value.low;
    }
    return value;
  }
};

std::string call_text(const Call& call) {
  const std::string chance = call.probability < 1.0 ? fmt::format(" ({:g} %)", 100.0 * call.probability) : "";
  return call.op + chance + (call.field == "image" ? "" : " of " + call.field);
}

struct Writer {
  const std::vector<PolicyField>& fields;
  bool fuse;
  std::string text = {};

  void line(int depth, const std::string& words) {
    text += std::string(2 * static_cast<std::size_t>(depth), ' ') + words + "\n";
  }

  std::string kind_of(const Call& call) const {
    const Op& op = require_op(fields, call, "policy");
    return std::visit([&](const auto& does) { return std::visit(KindOf{op, call}, does); }, op.does);
  }

  // Calls that follow each other, split where their kinds or fields change.
  void run(const std::vector<const Call*>& calls, int depth) {
    for (std::size_t first = 0; first < calls.size();) {
      const std::string kind = kind_of(*calls[first]);
      std::size_t end = first + 1;
      const bool joins = fuse && kind != kPass;
      // What a table is made from must be there before it; other tables may follow.
      const std::string next = kind == kMeasuredTable ? kTable : kind;
      while (joins && end < calls.size() && kind_of(*calls[end]) == next &&
             calls[end]->field == calls[first]->field)
        ++end;
      std::vector<std::string> names;
      for (std::size_t i = first; i < end; ++i) names.push_back(call_text(*calls[i]));
      const std::string joined = end - first > 1 ? fmt::format("one {} of {}", kind, end - first) : kind;
      line(depth, fmt::format("{}: {}", joined, fmt::join(names, ", ")));
      first = end;
    }
  }

  void steps(const std::vector<Node>& nodes, int depth) {
    std::vector<const Call*> calls;
    for (const Node& node : nodes) {
      if (const Call* call = std::get_if<Call>(&node.value)) {
        calls.push_back(call);
        continue;
      }
      run(calls, depth);
      calls.clear();
      step(node, depth);
    }
    run(calls, depth);
  }

  // Options that are single calls are listed by kind; others one after another.
  void options(const std::vector<Node>& nodes, int depth) {
    std::vector<std::pair<std::string, std::vector<std::string>>> kinds;
    std::size_t number = 0;
    for (const Node& node : nodes) {
      ++number;
      const Call* call = std::get_if<Call>(&node.value);
      if (call == nullptr) {
        line(depth, fmt::format("option {}", number));
        step(node, depth + 1);
        continue;
      }
      const std::string kind = kind_of(*call);
      auto found =
          std::find_if(kinds.begin(), kinds.end(), [&](const auto& each) { return each.first == kind; });
      if (found == kinds.end()) found = kinds.insert(kinds.end(), {kind, {}});
      found->second.push_back(call_text(*call));
    }
    for (const auto& [kind, names] : kinds) line(depth, fmt::format("{}: {}", kind, fmt::join(names, ", ")));
  }

  void step(const Node& node, int depth) {
    std::visit([&](const auto& value) { write(value, depth); }, node.value);
  }

  void write(const Call& call, int depth) { run({&call}, depth); }
  void write(const Sequence& sequence, int depth) { steps(sequence.steps, depth); }
  void write(const Choose& choose, int depth) {
    if (choose.until_applied) {
      line(depth, fmt::format("{} in random order, until {} {} applied", choose.options.size(), choose.count,
                              choose.count == 1 ? "is" : "are"));
      return options(choose.options, depth + 1);
    }
    const std::string joins =
        fuse && choose.count > 1 ? "; neighbours of one kind are joined when drawn" : "";
    line(depth, fmt::format("{} of {}{}", choose.count, choose.options.size(), joins));
    options(choose.options, depth + 1);
  }
  void write(const Mix& mix, int depth) {
    line(depth,
         fmt::format(
             "{} chains of {} to {}, each of its own copy of the picture, and one pass that mixes them",
             mix.width, mix.depth_low, mix.depth_high));
    options(mix.options, depth + 1);
  }
  void write(const Linked& linked, int depth) {
    line(depth, "together, with one draw");
    for (const Call& call : linked.calls) run({&call}, depth + 1);
  }
  void write(const When& when, int depth) {
    line(depth,
         fmt::format("{} {} of {} is in {:g}..{:g}", when.unless ? "unless" : "when", when.condition.property,
                     when.condition.field, when.condition.low, when.condition.high));
    steps(when.step, depth + 1);
  }
  void write(const Schedule& schedule, int depth) {
    for (const Stretch& stretch : schedule.stretches) {
      line(depth, fmt::format("for {} epochs", stretch.epochs));
      steps(stretch.step, depth + 1);
    }
  }
};

}  // namespace

std::string plan_text(const Policy& policy, bool fuse) {
  check(policy);
  Writer writer{policy.fields, fuse};
  writer.step(policy.root, 0);
  for (const MixCall& call : policy.batch) {
    writer.line(
        0, fmt::format("in a batch: {}{}", call.mix,
                       call.probability < 1.0 ? fmt::format(" ({:g} %)", 100.0 * call.probability) : ""));
  }
  writer.line(0, "for a model: normalisation, layout and float or bfloat16 in one pass");
  return writer.text;
}

}  // namespace variegate
