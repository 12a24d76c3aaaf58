// The operations of a space, which are operations of fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

struct Op;

// "sound.gain" names the operation `gain` of the field `sound`. The field is left out where one field alone
// has an operation of that name, so always where there is one field. "identity", which does nothing to any,
// is the first field's that has it.
struct FieldOp {
  const Op& op;
  const PolicyField& field;
};

// Error (usage) when there is no such operation, or several fields have it. The fields must outlive the
// result.
FieldOp field_op(const std::string& name, const std::vector<PolicyField>& fields);

// The operation of a name as above: "gain" of "sound.gain".
std::string_view op_name(std::string_view name);

// Whether the fields are the one picture that policies are of when they do not say.
bool is_picture_alone(const std::vector<PolicyField>& fields);

}  // namespace variegate
