// Image operations, done.
#pragma once

#include <span>

#include "variegate/core/image.h"
#include "variegate/kernels/table.h"
#include "variegate/ops/description.h"
#include "variegate/ops/image_scratch.h"

namespace variegate {

// The tables of a point operation for a picture of that many channels.
Tone tone_of(const PointTable& op, std::span<const double> values, int channels);

// Applies it by whichever form it has.
void run(const ImageOp& op, Image& image, const ImageArguments& arguments);

// Applies one operation to a picture with named values, the others at their fallback: for tests, docs
// and one-off use. values in the order of op.parameters; may be shorter. Error (usage) when the operation is
// not one on pictures, the picture is none, or a value is out of range.
void apply_op(const Op& op, Image& image, std::span<const double> values, Stream& random,
              ImageScratch& scratch);

}  // namespace variegate
