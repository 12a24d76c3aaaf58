#include "variegate/space/field_op.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/ops/op.h"
#include "variegate/policy/policy_field.h"

namespace variegate {
namespace {

constexpr const char* kWhere = "search space";

FieldOp op_of_field(const std::string& name, std::size_t dot, const std::vector<PolicyField>& fields) {
  const PolicyField& field = require_field(fields, name.substr(0, dot), kWhere);
  return {require_op(field.kind, name.substr(dot + 1), kWhere), field};
}

}  // namespace

FieldOp field_op(const std::string& name, const std::vector<PolicyField>& fields) {
  const std::size_t dot = name.rfind('.');
  if (dot != std::string::npos) return op_of_field(name, dot, fields);
  if (fields.size() == 1) return {require_op(fields.front().kind, name, kWhere), fields.front()};
  std::vector<const PolicyField*> having;
  for (const PolicyField& field : fields) {
    if (find_op(field.kind, name) != nullptr) having.push_back(&field);
  }
  if (having.empty()) {
    std::vector<std::string> known;
    for (const PolicyField& field : fields) {
      for (const Op* op : all_ops(field.kind)) known.push_back(field.name + "." + op->name);
    }
    throw Error({.where = kWhere,
                 .what = "unknown operation",
                 .got = "'" + name + "'",
                 .expected = fmt::format("one of {}", fmt::join(known, ", ")),
                 .mend = ""},
                ErrorKind::usage);
  }
  if (having.size() > 1 && name != "identity") {
    throw Error({.where = kWhere,
                 .what = "an operation of several fields",
                 .got = "'" + name + "'",
                 .expected = fmt::format("{0}.{2} or {1}.{2}", having[0]->name, having[1]->name, name),
                 .mend = "put the field before it"},
                ErrorKind::usage);
  }
  return {*find_op(having.front()->kind, name), *having.front()};
}

std::string_view op_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

bool is_picture_alone(const std::vector<PolicyField>& fields) {
  return fields.size() == 1 && fields.front().kind == FieldKind::image && fields.front().name == "image";
}

}  // namespace variegate
