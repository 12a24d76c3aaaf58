// The lists behind all_ops(), for code that adds to them.
#pragma once

#include <vector>

#include "variegate/ops/op.h"

namespace variegate {

// The operations by name. The list may be changed only while no other thread looks operations up.
std::vector<const Op*>& op_list(FieldKind kind);

}  // namespace variegate
