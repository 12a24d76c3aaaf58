#include "variegate/core/json_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "variegate/core/json.h"
#include "variegate/core/utf8.h"

namespace variegate {
namespace {

constexpr std::size_t kEscape = 6;  // \uXXXX

// A string with its quotes.
std::string text_of(std::string_view text) {
  std::string out = "\"";
  for (;;) {
    const std::size_t good = utf8_size(text);
    const std::string run = Json(std::string(text.substr(0, good))).dump();
    out.append(run, 1, run.size() - 2);
    text.remove_prefix(good);
    if (text.empty()) return out + '"';
    out += fmt::format("\\udc{:02x}", static_cast<std::uint8_t>(text.front()));
    text.remove_prefix(1);
  }
}

void write(const Json& value, std::string& out) {
  if (value.is_string()) {
    out += text_of(value.get_ref<const std::string&>());
  } else if (!value.is_structured()) {
    out += value.dump();
  } else {
    out += value.is_object() ? '{' : '[';
    bool first = true;
    for (const auto& item : value.items()) {
      if (!first) out += ',';
      first = false;
      if (value.is_object()) out += text_of(item.key()) + ':';
      write(item.value(), out);
    }
    out += value.is_object() ? '}' : ']';
  }
}

// The number of an escape \uXXXX at the beginning.
std::optional<std::uint32_t> escaped(std::string_view text) {
  if (text.size() < kEscape || !text.starts_with("\\u")) return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + kEscape;
  const auto [at, fault] = std::from_chars(text.data() + 2, end, value, 16);
  return fault == std::errc() && at == end ? std::optional(value) : std::nullopt;
}

bool is_high_surrogate(std::uint32_t value) { return value >= 0xD800 && value <= 0xDBFF; }

// A byte is marked as NUL and the code point of its value; a NUL of the text is doubled.
std::string bytes_of(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\0' || at + 1 == text.size()) {
      out += text[at];
    } else if (text[at + 1] == '\0') {
      out += text[++at];
    } else {  // U+0080 .. U+00FF: two bytes, the first C2 or C3
      const bool upper = static_cast<std::uint8_t>(text[at + 1]) == 0xC3;
      out += static_cast<char>(static_cast<std::uint8_t>(text[at + 2]) + (upper ? 0x40 : 0));
      at += 2;
    }
  }
  return out;
}

}  // namespace

std::string json_line(const Json& value) {
  std::string out;
  write(value, out);
  return out;
}

MarkedJson mark_bytes(std::string_view text) {
  MarkedJson out;
  const auto may_be_lone = [](std::string_view part) {
    return part.find("\\udc") != std::string_view::npos || part.find("\\uDC") != std::string_view::npos ||
           part.find("\\uDc") != std::string_view::npos || part.find("\\udC") != std::string_view::npos;
  };
  if (!may_be_lone(text)) return out;
  while (!text.empty()) {
    std::size_t taken = 1;
    if (const auto value = escaped(text)) {
      taken = kEscape;
      if (is_high_surrogate(*value) && escaped(text.substr(kEscape))) taken = 2 * kEscape;
      if (*value >= 0xDC80 && *value <= 0xDCFF) {
        out.text += fmt::format("\\u0000\\u00{:02x}", *value & 0xFFU);
        out.marked = true;
        text.remove_prefix(taken);
        continue;
      }
      if (*value == 0) out.text += "\\u0000";
    } else if (text.front() == '\\') {
      taken = std::min<std::size_t>(2, text.size());
    }
    out.text += text.substr(0, taken);
    text.remove_prefix(taken);
  }
  return out;
}

Json with_bytes(const Json& value) {
  if (value.is_string()) return bytes_of(value.get_ref<const std::string&>());
  if (!value.is_structured()) return value;
  Json out = value.is_object() ? Json::object() : Json::array();
  for (const auto& item : value.items()) {
    if (value.is_object()) {
      out[bytes_of(item.key())] = with_bytes(item.value());
    } else {
      out.push_back(with_bytes(item.value()));
    }
  }
  return out;
}

}  // namespace variegate
