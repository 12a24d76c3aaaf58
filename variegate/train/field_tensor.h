// The fields of a batch as a child takes them. For variegate/train alone: it includes libtorch's tensors.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstddef>
#include <vector>

#include "variegate/loader/field_format.h"
#include "variegate/train/child_model.h"

namespace variegate {

// What a child of that many classes is built for, whose batches a loader lays out so. Error (usage) unless
// pictures are float32 and interleaved, which is the one layout that field_tensor() knows of them.
ChildInputs child_inputs(const std::vector<FieldBuffer>& fields, int classes);

// That many samples of a field, which lie one after another from `samples` on, without a copy:
//   pictures  float, samples x channels x height x width, in channels-last memory
//   sounds    float, samples x channels x frames
//   texts     int32, samples x tokens
at::Tensor field_tensor(const FieldSpec& field, const void* samples, std::size_t count);

}  // namespace variegate
