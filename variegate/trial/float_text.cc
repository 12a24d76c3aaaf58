#include "variegate/trial/float_text.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "variegate/core/json.h"

namespace variegate {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::size_t kBytes = 3;  // that become four digits

}  // namespace

std::string float_text(std::span<const float> values) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(values.data());
  const std::size_t count = values.size_bytes();
  std::string text;
  text.reserve((count + kBytes - 1) / kBytes * 4);
  for (std::size_t first = 0; first < count; first += kBytes) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < kBytes; ++i)
      group = group << 8 | (first + i < count ? bytes[first + i] : std::uint8_t{0});
    for (std::size_t i = 0; i < 4; ++i) {
      const bool pad = first + i > count;  // digit i needs byte i - 1
      text.push_back(pad ? '=' : kBase64Digits[group >> (18 - 6 * i) & 63U]);
    }
  }
  return text;
}

std::vector<float> floats_from_text(const JsonReader& json) {
  const std::string text = json.string();
  std::string_view digits = text;
  for (int pad = 0; pad < 2 && digits.ends_with('='); ++pad) digits.remove_suffix(1);
  const std::size_t count = digits.size() * kBytes / 4;
  if (text.size() % 4 != 0 || count % sizeof(float) != 0)
    json.fail("not the base64 of whole floats", "a multiple of 4 bytes");
  std::vector<float> values(count / sizeof(float));
  auto* bytes = reinterpret_cast<std::uint8_t*>(values.data());
  std::uint32_t group = 0;
  std::size_t made = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const std::size_t digit = kBase64Digits.find(digits[i]);
    if (digit == std::string_view::npos) json.fail("not a digit of base64", std::string(kBase64Digits));
    group = group << 6 | static_cast<std::uint32_t>(digit);
    const std::size_t bits = 6 * (i + 1) - 8 * made;  // not yet in a byte
    if (bits >= 8) bytes[made++] = static_cast<std::uint8_t>(group >> (bits - 8));
  }
  for (const float value : values) {
    if (!std::isfinite(value)) json.fail("a value is not finite", "finite numbers");
  }
  return values;
}

}  // namespace variegate
