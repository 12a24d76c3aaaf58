// Magnitudes in words, for the sentence about a policy and for the shares of its operations.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "variegate/ops/parameter.h"
#include "variegate/policy/policy.h"

namespace variegate {

// Rounded to four digits, for people: "0.4532", "21".
std::string amount_text(double value);

// "21 degrees", "0.3 of the side", "factor 1.5": an amount (a number or a range of numbers) with the
// parameter's unit.
std::string with_unit(const std::string& amount, const Parameter& parameter);

// What a distribution draws from, as one or two ranges low..high; two when its reflection does not touch it.
std::vector<std::pair<double, double>> drawn_ranges(const Distribution& value, const Parameter& parameter);

// "mixup with alpha 0.2 with probability 0.5, or mosaic": what is done to a batch; "" when nothing is.
std::string batch_words(const std::vector<MixCall>& batch);

// Whether people want to hear of it: not how a border is painted or pixels are interpolated.
bool is_spoken(const Parameter& parameter);

}  // namespace variegate
