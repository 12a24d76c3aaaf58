// A field on its way through a policy, whatever its kind.
#pragma once

#include <array>
#include <optional>
#include <variant>
#include <vector>

#include "variegate/data/sample.h"
#include "variegate/pipeline/fields/audio_field.h"
#include "variegate/pipeline/fields/image_field.h"
#include "variegate/pipeline/fields/text_field.h"
#include "variegate/policy/check.h"
#include "variegate/policy/policy.h"

namespace variegate {

using RunningField = std::variant<ImageField, AudioField, TextField>;  // in the order of FieldKind

// As many as a policy has are made: the others cost a sample nothing.
using RunningFields = std::array<std::optional<RunningField>, kMostFields>;

// Of each of these fields, running[i] makes what the sample is to hold from what the original holds; they may
// be the same sample. What is not augmented is copied. Memory that the sample holds is used again, and
// nothing is copied twice. Error, naming the field, when the original lacks one, holds another kind there, or
// its value is not sound.
void begin_fields(const std::vector<PolicyField>& fields, const Sample& original, Sample& sample, bool fuse,
                  RunningFields& running);

// One field of a sample that is changed in place. Errors as above.
RunningField begin_field(const PolicyField& field, Sample& sample, bool fuse);

inline void settle(RunningField& field, Scratch& scratch) {
  std::visit([&](auto& running) { running.settle(scratch); }, field);
}

}  // namespace variegate
