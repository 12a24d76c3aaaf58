// Pictures a second through policies, beside what copying the same pictures takes.
#pragma once

#include <optional>
#include <span>

#include "variegate/core/image.h"
#include "variegate/kernels/normalise.h"
#include "variegate/policy/policy.h"
#include "variegate/throughput/rate.h"

namespace variegate {

struct Op;

// Pictures of one shape, at least one, are left as they are; what becomes of each is written to a picture
// that the thread keeps. copy_rate() is a copy from the one to the other, which is how fast anything that
// reads a picture and writes one can be. Every pass over the pictures draws anew, as another epoch does.
// format: also writes every picture as a model takes it, into memory that the thread keeps.
Rate policy_rate(const Policy& policy, std::span<const Image> pictures, const RateOptions& options,
                 const std::optional<TensorFormat>& format = std::nullopt);
Rate copy_rate(std::span<const Image> pictures, const RateOptions& options);

// The policy that applies one operation on pictures to every picture, with its strongest magnitude and the
// other parameters as they are by default.
Policy strongest(const Op& op);

}  // namespace variegate
