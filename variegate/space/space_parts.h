// What the kinds of spaces have in common: refusals, and a call of a strength.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/core/random.h"
#include "variegate/ops/parameter.h"
#include "variegate/policy/policy.h"
#include "variegate/space/kinds/sub_policies.h"

namespace variegate {

[[noreturn]] void refuse_space(const std::string& what, const std::string& got, const std::string& expected,
                               const std::string& mend);

// 1 .. most.
void check_size(const char* name, int value, int most);

// At least one operation, each known and given once; and fields as a policy may have them.
void check_ops(const std::vector<std::string>& ops, const std::vector<PolicyField>& fields);

// The member "fields", which is left out when there is one picture alone.
void write_fields(const std::vector<PolicyField>& fields, Json& json);
void read_fields(std::vector<PolicyField>& fields, JsonReader& json);

inline int below(Stream& random, int count) {
  return static_cast<int>(random.below(static_cast<std::uint64_t>(count)));
}

// The magnitude of a strength 0 .. 1, of that first parameter.
double magnitude_at(const Magnitude& magnitude, const Parameter& parameter, double strength);

// Level `level` of `levels` as a share of the whole: 1 / levels .. 1.
double share_of(int level, int levels);

// Where in its range a magnitude is drawn.
struct Shape {
  bool range = false;  // drawn from a range and not fixed
  int side = kBothSides;
  bool half = false;  // the stronger half of the range
};

Call call_of(const std::string& name, const std::vector<PolicyField>& fields, double probability,
             double strength, const Shape& shape);

}  // namespace variegate
