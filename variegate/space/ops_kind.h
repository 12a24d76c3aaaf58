// What the kinds of spaces that are made of operations (and mixes of samples) have in common in of_kind.h:
// they describe themselves, and have fields that the operations are of. For source files: it includes all of
// JSON.
#pragma once

#include "variegate/core/describe_json.h"
#include "variegate/space/mix_part.h"
#include "variegate/space/space_parts.h"

namespace variegate {

template <typename Kind>
void check_ops_kind(const Kind& space, const Policy& base) {
  check_ops(space.ops, space.fields);
  check_mixes(space.mixes, space.fields, base);
  check_described(space);
}

template <typename Kind>
void write_ops_kind(const Kind& space, Json& json) {
  write_fields(space.fields, json);
  describe(space, ToJson(json));
}

template <typename Kind>
void read_ops_kind(Kind& space, JsonReader& json) {
  read_fields(space.fields, json);
  read_described(json, space);
}

}  // namespace variegate
