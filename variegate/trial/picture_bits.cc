#include "variegate/trial/picture_bits.h"
#include "variegate/core/json.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace variegate {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::size_t kBitsOfADigit = 4;
constexpr std::int64_t kMostPictures = 1'000'000'000;

std::size_t bit_of_digit(std::size_t picture) { return kBitsOfADigit - 1 - picture % kBitsOfADigit; }

}  // namespace

Json bits_to_json(const std::vector<bool>& bits) {
  std::vector<std::size_t> digits((bits.size() + kBitsOfADigit - 1) / kBitsOfADigit, 0);
  for (std::size_t i = 0; i < bits.size(); ++i) {
    if (bits[i]) digits[i / kBitsOfADigit] |= std::size_t{1} << bit_of_digit(i);
  }
  std::string hex;
  hex.reserve(digits.size());
  for (const std::size_t digit : digits) hex.push_back(kHexDigits[digit]);
  return {{"pictures", bits.size()}, {"hex", std::move(hex)}};
}

std::vector<bool> bits_from_json(JsonReader json) {
  const auto pictures = static_cast<std::size_t>(json.member("pictures").integer(1, kMostPictures));
  const JsonReader text = json.member("hex");
  const std::string hex = text.string();
  json.finish();
  if (hex.size() != (pictures + kBitsOfADigit - 1) / kBitsOfADigit)
    text.fail("not a digit for every four pictures", std::to_string(pictures) + " pictures");
  std::vector<bool> bits(pictures);
  for (std::size_t i = 0; i < hex.size() * kBitsOfADigit; ++i) {
    const std::size_t digit = kHexDigits.find(hex[i / kBitsOfADigit]);
    if (digit == std::string_view::npos) text.fail("not a hexadecimal digit", std::string(kHexDigits));
    const bool bit = (digit >> bit_of_digit(i) & 1U) != 0;
    if (i < pictures) {
      bits[i] = bit;
    } else if (bit) {
      text.fail("a bit beyond the last picture", "0");
    }
  }
  return bits;
}

}  // namespace variegate
