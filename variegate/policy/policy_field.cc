#include "variegate/policy/policy_field.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/ops/op.h"

namespace variegate {

const PolicyField* find_field(const std::vector<PolicyField>& fields, const std::string& name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const PolicyField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

const PolicyField& require_field(const std::vector<PolicyField>& fields, const std::string& name,
                                 const std::string& where) {
  if (const PolicyField* field = find_field(fields, name)) return *field;
  std::vector<std::string> names;
  for (const PolicyField& field : fields) names.push_back(field.name);
  throw Error({.where = where,
               .what = "not a field of this policy",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = fmt::format("one of {}", fmt::join(names, ", ")),
               .mend = "declare it in $.fields"});
}

const Op* find_op(const std::vector<PolicyField>& fields, const Call& call) {
  const PolicyField* field = find_field(fields, call.field);
  return field == nullptr ? nullptr : find_op(field->kind, call.op);
}

const Op& require_op(const std::vector<PolicyField>& fields, const Call& call, const std::string& where) {
  return require_op(require_field(fields, call.field, where).kind, call.op, where);
}

void add_fields(std::vector<PolicyField>& fields, const std::vector<PolicyField>& more) {
  for (const PolicyField& field : more) {
    const PolicyField* known = find_field(fields, field.name);
    if (known == nullptr) {
      fields.push_back(field);
    } else if (known->kind != field.kind) {
      throw Error({.where = "field '" + field.name + "'",
                   .what = "two policies that are to be joined take it as different kinds",
                   .got = fmt::format("{} and {}", name_of(known->kind), name_of(field.kind)),
                   .expected = "one kind",
                   .mend = "rename the field in one of them"},
                  ErrorKind::usage);
    }
  }
}

}  // namespace variegate
