// Looking operations up.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variegate/ops/description.h"

namespace variegate {

inline constexpr std::size_t kMostParameters = 8;  // of an operation

// All operations on fields of that kind, by name: the library's, whose list is generated from the file names
// in variegate/ops/KIND, and those that a program has added (own_ops.h).
const std::vector<const Op*>& all_ops(FieldKind kind);

// nullptr when there is no such operation.
const Op* find_op(FieldKind kind, std::string_view name);

// Like find_op, but an Error (usage) with the nearest name when there is none. `where` is put first in the
// text.
const Op& require_op(FieldKind kind, const std::string& name, const std::string& where);

// Index of a parameter, or -1.
int find_parameter(const Op& op, std::string_view name);

}  // namespace variegate
