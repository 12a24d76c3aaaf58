#include "variegate/ops/op.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/ops/mix.h"
#include "variegate/ops/op_lists.h"

namespace variegate {

using OpFactories = std::vector<const Op& (*)()>;

// Defined in the generated lists.
const OpFactories& image_op_factories();
const OpFactories& audio_op_factories();
const OpFactories& text_op_factories();

namespace {

std::vector<const Op*> listed(const OpFactories& factories) {
  std::vector<const Op*> list;
  for (const auto factory : factories) list.push_back(&factory());
  std::sort(list.begin(), list.end(), [](const Op* a, const Op* b) { return a->name < b->name; });
  return list;
}

}  // namespace

std::vector<const Op*>& op_list(FieldKind kind) {
  static std::array<std::vector<const Op*>, kFieldKinds> lists{
      listed(image_op_factories()), listed(audio_op_factories()), listed(text_op_factories())};
  return lists.at(static_cast<std::size_t>(kind));
}

const Geometric* Op::geometric() const {
  const ImageOp* image = std::get_if<ImageOp>(&does);
  return image == nullptr ? nullptr : std::get_if<Geometric>(image);
}

const std::vector<const Op*>& all_ops(FieldKind kind) { return op_list(kind); }

const Op* find_op(FieldKind kind, std::string_view name) {
  const std::vector<const Op*>& ops = all_ops(kind);
  const auto found = std::lower_bound(
      ops.begin(), ops.end(), name, [](const Op* op, std::string_view wanted) { return op->name < wanted; });
  return found != ops.end() && (*found)->name == name ? *found : nullptr;
}

const Op& require_op(FieldKind kind, const std::string& name, const std::string& where) {
  if (const Op* op = find_op(kind, name)) return *op;
  std::vector<std::string> names;
  for (const Op* op : all_ops(kind)) names.push_back(op->name);
  const std::string expected =
      names.empty() ? fmt::format("operations on fields of kind {}, of which there are none", name_of(kind))
                    : fmt::format("one of {}", fmt::join(names, ", "));
  for (const std::string& other : field_kind_names()) {
    if (find_op(*field_kind_named(other), name) == nullptr) continue;
    throw Error({.where = where,
                 .what = fmt::format("an operation on fields of kind {}, the field is of kind {}", other,
                                     name_of(kind)),
                 .got = "'" + name + "'",
                 .expected = expected,
                 .mend = fmt::format("name a field of kind {}", other)},
                ErrorKind::usage);
  }
  const bool is_mix = find_mix(name) != nullptr;
  throw Error({.where = where,
               .what = is_mix ? "a mix of samples is no operation" : "unknown operation",
               .got = "'" + name + "'" + (is_mix ? "" : did_you_mean(name, names)),
               .expected = expected,
               .mend = is_mix ? kWhereMixesWork : ""},
              ErrorKind::usage);
}

int find_parameter(const Op& op, std::string_view name) {
  const auto found = std::find_if(op.parameters.begin(), op.parameters.end(),
                                  [&](const Parameter& parameter) { return parameter.name == name; });
  return found == op.parameters.end() ? -1 : static_cast<int>(found - op.parameters.begin());
}

}  // namespace variegate
