#include "variegate/ops/own_ops.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/ops/op_lists.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(const Op& op, const std::string& what, const std::string& got,
                         const std::string& expected) {
  throw Error({.where = fmt::format("operation '{}' on {}", op.name, name_of(op.kind())),
               .what = what,
               .got = got,
               .expected = expected,
               .mend = ""},
              ErrorKind::usage);
}

struct HasFunction {
  bool operator()(const Unchanged&) const { return true; }
  bool operator()(const PointTable& op) const { return op.table != nullptr; }
  bool operator()(const ImageTone& op) const { return op.tone != nullptr; }
  bool operator()(const Geometric& op) const { return op.map != nullptr; }
  bool operator()(const ImagePass& op) const { return op.apply != nullptr; }
  bool operator()(const AudioPass& op) const { return op.apply != nullptr; }
  bool operator()(const TextPass& op) const { return op.apply != nullptr; }
};

void check_op(const Op& op) {
  if (op.name.empty()) refuse(op, "it has no name", "''", "a name, e.g. 'echo'");
  if (op.parameters.size() > kMostParameters)
    refuse(op, "too many parameters", std::to_string(op.parameters.size()),
           fmt::format("at most {}", kMostParameters));
  if (op.magnitude.searchable && op.parameters.empty())
    refuse(op, "a magnitude without a parameter", "no parameters", "the magnitude as the first parameter");
  for (const Parameter& parameter : op.parameters) {
    for (const double value : {parameter.fallback, parameter.neutral}) {
      if (value >= parameter.low && value <= parameter.high) continue;
      refuse(op, fmt::format("parameter '{}' is outside its own range", parameter.name), number_text(value),
             fmt::format("{} .. {}", number_text(parameter.low), number_text(parameter.high)));
    }
  }
  const bool whole = std::visit(
      [](const auto& kind) { return std::visit([](const auto& form) { return HasFunction{}(form); }, kind); },
      op.does);
  if (!whole) refuse(op, "nothing says what it does", "a form without a function", "a function");
}

void add(const Op& op) {
  check_op(op);
  std::vector<const Op*>& list = op_list(op.kind());
  const auto place =
      std::lower_bound(list.begin(), list.end(), op.name,
                       [](const Op* known, const std::string& name) { return known->name < name; });
  if (place != list.end() && (*place)->name == op.name)
    refuse(op, "there is one of this name", "'" + op.name + "'", "another name");
  list.insert(place, &op);
}

void remove(const std::vector<const Op*>& ops) {
  for (const Op* op : ops) std::erase(op_list(op->kind()), op);
}

}  // namespace

OwnOps::OwnOps(std::vector<const Op*> ops) {
  try {
    for (const Op* op : ops) {
      add(*op);
      ops_.push_back(op);
    }
  } catch (...) {
    remove(ops_);
    throw;
  }
}

OwnOps::~OwnOps() { remove(ops_); }

}  // namespace variegate
