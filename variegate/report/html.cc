#include "variegate/report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "variegate/core/utf8.h"

namespace variegate {
namespace {

constexpr const char* kDash = "–";
constexpr const char* kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Bytes of the code point that starts the text, 0 when there is none that XML allows.
std::size_t sequence_length(std::string_view text) {
  const bool not_in_xml = text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
  return not_in_xml ? 0 : code_point_size(text);
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = sequence_length(text.substr(i));
    const char c = text[i];
    const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    if (length == 0 || control || c == 0x7F) {
      out += kReplacement;
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else {
      out += text.substr(i, length);
    }
    i += std::max<std::size_t>(1, length);
  }
  return out;
}

std::string percent_text(double share) {
  return std::isfinite(share) ? fmt::format("{:.1f}\u202F%", 100.0 * share) : kDash;
}

std::string points_text(double difference) {
  if (!std::isfinite(difference)) return kDash;
  const std::string size = fmt::format("{:.1f}", std::abs(100.0 * difference));
  if (size == "0.0") return "0.0";
  return (difference < 0.0 ? "−" : "+") + size;
}

std::string interval_text(double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high)) return "not known (one seed)";
  return points_text(low) + " to " + points_text(high);
}

std::string time_text(double seconds) {
  if (!std::isfinite(seconds)) return kDash;
  if (seconds < 0.95) return "< 1\u202Fs";
  if (seconds < 180.0) return fmt::format("{:.0f}\u202Fs", seconds);
  if (seconds < 90.0 * 60.0) return fmt::format("{:.0f}\u202Fmin", seconds / 60.0);
  return fmt::format("{:.1f}\u202Fh", seconds / 3600.0);
}

std::string count_text(std::int64_t count) {
  std::string digits = fmt::format("{}", count);
  const std::size_t first = digits[0] == '-' ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string counted(std::int64_t count, std::string_view thing) {
  std::string word(thing);
  if (count != 1) {
    if (word.ends_with("y")) {
      word.replace(word.size() - 1, 1, "ies");
    } else {
      word += word.ends_with("s") ? "es" : "s";
    }
  }
  return count_text(count) + " " + word;
}

std::string png_data_url(std::span<const std::uint8_t> png) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out = "data:image/png;base64,";
  out.reserve(out.size() + (png.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < png.size(); i += 3) {
    const std::size_t given = std::min<std::size_t>(3, png.size() - i);
    std::uint32_t bits = 0;
    for (std::size_t k = 0; k < 3; ++k) bits = bits << 8U | (k < given ? png[i + k] : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= given ? kDigits[bits >> (18U - 6U * k) & 63U] : '=';
  }
  return out;
}

}  // namespace variegate
