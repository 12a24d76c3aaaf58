#include "variegate/space/space_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/ops/op.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published_calls.h"
#include "variegate/space/field_op.h"

namespace variegate {
void refuse_space(const std::string& what, const std::string& got, const std::string& expected,
                  const std::string& mend) {
  throw Error({.where = "search space", .what = what, .got = got, .expected = expected, .mend = mend},
              ErrorKind::usage);
}

void check_size(const char* name, int value, int most) {
  if (value < 1 || value > most) {
    refuse_space(fmt::format("{} is out of range", name), std::to_string(value), fmt::format("1 .. {}", most),
                 "");
  }
}

void check_ops(const std::vector<std::string>& ops, const std::vector<PolicyField>& fields) {
  Policy bare;
  bare.fields = fields;
  check(bare, "search space");
  if (ops.empty()) {
    refuse_space("the set of operations is empty", "", "at least one",
                 "`variegate ops` lists the operations");
  }
  std::set<std::pair<std::string, std::string>> seen;
  for (const std::string& name : ops) {
    const FieldOp found = field_op(name, fields);
    if (!seen.insert({found.field.name, found.op.name}).second)
      refuse_space("an operation is given twice", "'" + name + "'", "", "remove one of them");
  }
}

void write_fields(const std::vector<PolicyField>& fields, Json& json) {
  if (!is_picture_alone(fields)) json["fields"] = fields_json(fields);
}

void read_fields(std::vector<PolicyField>& fields, JsonReader& json) {
  if (const auto member = json.optional_member("fields")) fields = fields_from_json(*member);
}

double magnitude_at(const Magnitude& magnitude, const Parameter& parameter, double strength) {
  const double exact = magnitude.weakest + strength * (magnitude.strongest - magnitude.weakest);
  // Six decimals are finer than any operation can tell, and files read 0.36 instead of 0.36000000000000004.
  const double value = std::round(exact * 1e6) / 1e6;
  return parameter.integer ? std::round(value) : value;
}

double share_of(int level, int levels) { return static_cast<double>(level + 1) / levels; }

Call call_of(const std::string& name, const std::vector<PolicyField>& fields, double probability,
             double strength, const Shape& shape) {
  const auto& [op, field] = field_op(name, fields);
  Call call;
  call.op = op.name;
  call.probability = probability;
  call.field = field.name;
  if (!op.magnitude.searchable) return call;
  const bool mirrored = op.magnitude.mirrored && shape.side == kBothSides;
  const auto at = [&op = op](double share) {
    return magnitude_at(op.magnitude, op.parameters.front(), share);
  };
  double first = shape.half ? at(strength / 2.0) : op.magnitude.weakest;
  double last = at(strength);
  if (op.magnitude.mirrored && shape.side == kLower) {
    const double neutral = op.parameters.front().neutral;
    first = readable(2.0 * neutral - first);
    last = readable(2.0 * neutral - last);
  }
  const bool ranges = shape.range && first != last;
  call.arguments.push_back(
      {op.parameters.front().name,
       ranges ? Distribution::uniform(std::min(first, last), std::max(first, last), mirrored)
              : Distribution::constant(last, mirrored)});
  return call;
}

}  // namespace variegate
