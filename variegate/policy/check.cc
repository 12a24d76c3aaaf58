// What makes a policy sound. The bounds below exist so that a policy from anywhere (a file, the network, a
// fuzzer) runs in bounded time and memory on any picture.
#include "variegate/policy/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/core/spelling.h"
#include "variegate/core/utf8.h"
#include "variegate/ops/op.h"
#include "variegate/policy/policy_field.h"
#include "variegate/policy/property.h"

namespace variegate {
namespace {

class Checker {
 public:
  Checker(const Policy& policy, const std::string& source, const std::string& root)
      : policy_(policy), source_(source), root_(root) {}

  void run() const {
    require_text(root_ + ".name", policy_.name);
    fields();
    const double calls = node(policy_.root, root_ + ".policy", 1, nullptr);
    if (calls > kMostCalls) {
      fail(root_ + ".policy", "too much work for one sample",
           fmt::format("up to {} operations", number_text(calls)), fmt::format("at most {}", kMostCalls));
    }
    check_batch(policy_, source_, root_);
    provenance();
  }

 private:
  [[noreturn]] void fail(const std::string& path, const std::string& what, const std::string& got,
                         const std::string& expected, const std::string& mend = "") const {
    throw Error(
        {.where = source_ + ": " + path, .what = what, .got = got, .expected = expected, .mend = mend});
  }

  void require_text(const std::string& path, const std::string& text) const {
    if (!is_utf8(text)) fail(path, "not a text", "bytes that are not UTF-8", "UTF-8");
  }

  void require_number(const std::string& path, double value, double low, double high) const {
    if (std::isfinite(value) && value >= low && value <= high) return;
    fail(path, "out of range", number_text(value),
         fmt::format("{} .. {}", number_text(low), number_text(high)));
  }

  void fields() const {
    if (policy_.fields.empty() || policy_.fields.size() > kMostFields) {
      fail(root_ + ".fields", "wrong number of fields", std::to_string(policy_.fields.size()),
           fmt::format("1 .. {}", kMostFields));
    }
    std::set<std::string> seen;
    for (const auto& [name, kind] : policy_.fields) {
      require_text(root_ + ".fields", name);
      if (name.empty()) fail(root_ + ".fields", "a field has no name", "''", "a name, e.g. 'image'");
      if (!seen.insert(name).second)
        fail(root_ + ".fields", "a field is given twice", "'" + name + "'", "each once");
    }
  }

  const PolicyField& field(const std::string& path, const std::string& name) const {
    return require_field(policy_.fields, name, source_ + ": " + path);
  }

  void provenance() const {
    const Provenance& from = policy_.provenance;
    require_text(root_ + ".provenance.source", from.source);
    require_text(root_ + ".provenance.data_digest", from.data_digest);
    require_text(root_ + ".provenance.child", from.child);
    require_text(root_ + ".provenance.method", from.method);
    require_text(root_ + ".provenance.budget", from.budget);
    require_text(root_ + ".provenance.created", from.created);
    require_number(root_ + ".provenance.score", from.score, 0.0, 1.0);
  }

  // The walk over the tree. Each returns the most operations that one sample may meet in it. Below a Mix,
  // `mixed` points at the one field that all calls must be on.
  double node(const Node& node, const std::string& path, int depth, const std::string** mixed) const {
    if (depth > kDeepestPolicy) {
      fail(path, "nested too deeply", "", fmt::format("at most {} steps inside each other", kDeepestPolicy));
    }
    if (depth > 1 && std::holds_alternative<Schedule>(node.value)) {
      fail(path, "a schedule below the root", "", "a schedule only as the whole policy",
           "put the steps around it into each of its stretches");
    }
    return std::visit([&](const auto& value) { return step(value, path, depth, mixed); }, node.value);
  }

  double sum(const std::vector<Node>& nodes, const std::string& path, int depth,
             const std::string** mixed) const {
    double calls = 0.0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      calls += node(nodes[i], fmt::format("{}[{}]", path, i), depth + 1, mixed);
    }
    return calls;
  }

  double most(const std::vector<Node>& nodes, const std::string& path, int depth,
              const std::string** mixed) const {
    if (nodes.empty()) fail(path, "nothing to choose from", "no options", "at least one");
    double calls = 0.0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      calls = std::max(calls, node(nodes[i], fmt::format("{}[{}]", path, i), depth + 1, mixed));
    }
    return calls;
  }

  double only(const std::vector<Node>& nodes, const std::string& path, int depth,
              const std::string** mixed) const {
    if (nodes.size() != 1) fail(path, "wrong number of steps", std::to_string(nodes.size()), "exactly one");
    return node(nodes.front(), path, depth + 1, mixed);
  }

  double step(const Sequence& sequence, const std::string& path, int depth, const std::string** mixed) const {
    return sum(sequence.steps, path + ".sequence", depth, mixed);
  }

  double step(const Choose& choose, const std::string& path, int depth, const std::string** mixed) const {
    const double calls = most(choose.options, path + ".choose", depth, mixed);
    require_number(path + ".count", choose.count, 1, kMostDraws);
    if (choose.until_applied) until_applied(choose, path);
    std::size_t drawable = choose.options.size();
    if (!choose.weights.empty()) drawable = weights(choose, path + ".weights");
    if (!choose.replacement && static_cast<std::size_t>(choose.count) > drawable) {
      fail(path + ".count", "more draws than options", std::to_string(choose.count),
           fmt::format("at most {} without replacement", drawable));
    }
    return calls * choose.count;
  }

  void until_applied(const Choose& choose, const std::string& path) const {
    if (!choose.weights.empty()) {
      fail(path + ".weights", "the order of a choice that goes on until something is applied has no weights",
           std::to_string(choose.weights.size()), "none", "say how often by each call's probability");
    }
    if (!choose.replacement) {
      fail(path + ".replacement", "has no meaning where options are gone through until some are applied",
           "false", "not given");
    }
    if (choose.options.size() > kMostDraws) {
      fail(path + ".choose", "too many options to go through", std::to_string(choose.options.size()),
           fmt::format("at most {}", kMostDraws));
    }
    for (std::size_t i = 0; i < choose.options.size(); ++i) {
      if (std::holds_alternative<Call>(choose.options[i].value)) continue;
      fail(fmt::format("{}.choose[{}]", path, i), "may be applied or not by itself", "a step of another kind",
           "a call, which has a probability");
    }
  }

  std::size_t weights(const Choose& choose, const std::string& path) const {
    if (choose.weights.size() != choose.options.size()) {
      fail(path, "wrong number of weights", std::to_string(choose.weights.size()),
           fmt::format("{}, one for each option", choose.options.size()));
    }
    std::size_t drawable = 0;
    for (std::size_t i = 0; i < choose.weights.size(); ++i) {
      require_number(fmt::format("{}[{}]", path, i), choose.weights[i], 0.0, kLargestWeight);
      if (choose.weights[i] > 0.0 && choose.weights[i] < 1.0 / kLargestWeight) {
        fail(fmt::format("{}[{}]", path, i), "too small to be drawn by", number_text(choose.weights[i]),
             fmt::format("0, or {} .. {}", number_text(1.0 / kLargestWeight), number_text(kLargestWeight)));
      }
      if (choose.weights[i] > 0.0) ++drawable;
    }
    if (drawable == 0) fail(path, "no option can be drawn", "weights that are all 0", "one above 0");
    return drawable;
  }

  double step(const Mix& mix, const std::string& path, int depth, const std::string** mixed) const {
    if (mixed != nullptr) fail(path, "a mix inside a mix", "", "one at a time");
    const std::string* field = nullptr;
    const double calls = most(mix.options, path + ".mix", depth, &field);
    if (field != nullptr && find_field(policy_.fields, *field)->kind == FieldKind::text) {
      fail(path + ".mix", "a mix of texts", "field '" + *field + "'", "a field whose values can be averaged",
           "draw one of the steps by a choose");
    }
    require_number(path + ".width", mix.width, 1, kWidestMix);
    require_number(path + ".depth[0]", mix.depth_low, 1, kDeepestMix);
    require_number(path + ".depth[1]", mix.depth_high, mix.depth_low, kDeepestMix);
    // Below 0.1 a gamma draw may underflow to 0, and weights of 0 / 0 mix nothing.
    require_number(path + ".alpha", mix.alpha, 0.1, 100.0);
    return calls * mix.width * mix.depth_high;
  }

  double step(const Linked& linked, const std::string& path, int, const std::string** mixed) const {
    if (linked.calls.empty()) fail(path + ".linked", "nothing to link", "no calls", "at least one");
    require_number(path + ".probability", linked.probability, 0.0, 1.0);
    for (std::size_t i = 0; i < linked.calls.size(); ++i) {
      const std::string place = fmt::format("{}.linked[{}]", path, i);
      step(linked.calls[i], place, 0, mixed);
      if (linked.calls[i].probability < 1.0) {
        fail(place + ".probability", "a linked call with a probability of its own",
             number_text(linked.calls[i].probability), "linked calls are applied or not together",
             "give the probability to the link");
      }
    }
    return static_cast<double>(linked.calls.size());
  }

  double step(const When& when, const std::string& path, int depth, const std::string** mixed) const {
    const std::string place = path + (when.unless ? ".unless" : ".when");
    const Condition& condition = when.condition;
    // A label belongs to no field, so that the field that is not given need not be there.
    const bool of_field = condition.property != "label" || condition.field != Condition{}.field;
    const FieldKind kind = of_field ? field(place + ".field", condition.field).kind : FieldKind::image;
    if (!find_property(kind, condition.property)) {
      const std::vector<std::string> names = property_names(kind);
      fail(place + ".property", "unknown property",
           "'" + condition.property + "'" + did_you_mean(condition.property, names),
           fmt::format("one of {}", fmt::join(names, ", ")));
    }
    require_number(place + ".between[0]", condition.low, -kLargestBound, kLargestBound);
    require_number(place + ".between[1]", condition.high, condition.low, kLargestBound);
    return only(when.step, path + ".step", depth, mixed);
  }

  double step(const Schedule& schedule, const std::string& path, int depth, const std::string** mixed) const {
    if (schedule.stretches.empty()) fail(path + ".schedule", "an empty schedule", "", "at least one stretch");
    double calls = 0.0;
    for (std::size_t i = 0; i < schedule.stretches.size(); ++i) {
      const std::string place = fmt::format("{}.schedule[{}]", path, i);
      require_number(place + ".epochs", schedule.stretches[i].epochs, 1, kMostEpochs);
      calls = std::max(calls, only(schedule.stretches[i].step, place + ".step", depth, mixed));
    }
    return calls;
  }

  double step(const Call& call, const std::string& path, int, const std::string** mixed) const {
    const FieldKind kind = field(path + ".field", call.field).kind;
    const Op& op = require_op(kind, call.op, source_ + ": " + path + ".call");
    if (mixed != nullptr) {
      if (*mixed == nullptr) *mixed = &call.field;
      if (**mixed != call.field) {
        fail(path + ".field", "a mix over several fields", "'" + call.field + "'",
             "'" + **mixed + "', as the calls before it in the mix");
      }
    }
    require_number(path + ".probability", call.probability, 0.0, 1.0);
    std::set<std::string> given;
    for (const Argument& argument : call.arguments) {
      const std::string place = path + ".with." + argument.parameter;
      const Parameter& parameter = require_parameter(op, argument.parameter, source_ + ": " + path + ".with");
      if (!given.insert(argument.parameter).second) {
        fail(place, "a parameter is given twice", "", "each once");
      }
      check_distribution(argument.value, parameter, source_ + ": " + place);
    }
    return 1.0;
  }

  const Policy& policy_;
  const std::string& source_;
  const std::string& root_;
};

}  // namespace

void check_at(const Policy& policy, const std::string& source, const std::string& path) {
  Checker(policy, source, path).run();
}

void check(const Policy& policy, const std::string& source) { check_at(policy, source, "$"); }

}  // namespace variegate
