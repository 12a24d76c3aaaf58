// Looking up the fields of a policy, and by them the operations that its calls name.
#pragma once

#include <string>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

struct Op;

// nullptr when there is no field of that name.
const PolicyField* find_field(const std::vector<PolicyField>& fields, const std::string& name);

// Error with the nearest name when there is none. `where` is put first in the text.
const PolicyField& require_field(const std::vector<PolicyField>& fields, const std::string& name,
                                 const std::string& where);

// The operation that the call names for the kind of its field; nullptr when there is none, or no such field.
const Op* find_op(const std::vector<PolicyField>& fields, const Call& call);

// Errors as require_field() and require_op() of ops/op.h.
const Op& require_op(const std::vector<PolicyField>& fields, const Call& call, const std::string& where);

// Adds the fields that are not there yet. Error (usage) when one is there as another kind.
void add_fields(std::vector<PolicyField>& fields, const std::vector<PolicyField>& more);

}  // namespace variegate
