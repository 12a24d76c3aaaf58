#include "variegate/data/formats/parts/text_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "variegate/core/error.h"
#include "variegate/core/utf8.h"

namespace variegate {
namespace {

// What Windows-1252 has at 0x80 .. 0x9F (unicode.org, CP1252.TXT).
constexpr std::array<char32_t, 32> kUpper{0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                          0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                          0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                          0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

[[noreturn]] void refuse_text(const std::string& name, const std::string& what, const std::string& got,
                              const std::string& expected) {
  throw Error({.where = name, .what = what, .got = got, .expected = expected, .mend = "save it as UTF-8"});
}

std::uint32_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

std::string from_utf16(std::string_view bytes, bool big_endian, const std::string& name) {
  if (bytes.size() % 2 != 0) refuse_text(name, "the UTF-16 text is cut short", "an odd number of bytes", "");
  const auto unit = [&](std::size_t i) {
    const std::uint32_t first = byte_at(bytes, 2 * i), second = byte_at(bytes, 2 * i + 1);
    return big_endian ? first << 8U | second : second << 8U | first;
  };
  const std::size_t units = bytes.size() / 2;
  std::string text;
  for (std::size_t i = 0; i < units; ++i) {
    std::uint32_t value = unit(i);
    if (value >= 0xD800 && value <= 0xDFFF) {
      const std::uint32_t low = i + 1 < units ? unit(i + 1) : 0;
      if (value > 0xDBFF || low < 0xDC00 || low > 0xDFFF)
        refuse_text(name, "the UTF-16 text is damaged", fmt::format("half a surrogate pair, U+{:04X}", value),
                    "");
      value = 0x10000 + ((value - 0xD800) << 10U) + (low - 0xDC00);
      ++i;
    }
    append_utf8(static_cast<char32_t>(value), text);
  }
  return text;
}

DecodedText decoded(std::string_view bytes, const std::string& name) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\xFF\xFE\0\0"sv) || bytes.starts_with("\0\0\xFE\xFF"sv))
    refuse_text(name, "the encoding of this text is not read", "UTF-32", "UTF-8, UTF-16 or Latin-1");
  if (bytes.starts_with("\xFF\xFE")) return {from_utf16(bytes.substr(2), false, name), "UTF-16"};
  if (bytes.starts_with("\xFE\xFF")) return {from_utf16(bytes.substr(2), true, name), "UTF-16"};
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  return {std::string(bytes), is_utf8(bytes) ? "UTF-8" : "Latin-1"};
}

}  // namespace

DecodedText decode_text(std::string_view bytes, const std::string& name) {
  DecodedText decoded_text = decoded(bytes, name);
  const std::string& text = decoded_text.text;
  if (const std::size_t at = text.find('\0'); at != std::string::npos) {
    const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
    refuse_text(fmt::format("{}, line {}", name, line), "not a text", "a NUL",
                "UTF-8, UTF-16 with its byte-order mark, or Latin-1");
  }
  return decoded_text;
}

std::string from_latin1(std::string_view text) {
  std::string utf8;
  for (const char letter : text) {
    const auto byte = static_cast<std::uint8_t>(letter);
    append_utf8(byte >= 0x80 && byte <= 0x9F ? kUpper[byte - 0x80U] : byte, utf8);
  }
  return utf8;
}

std::optional<std::string> to_latin1(std::string_view utf8) {
  std::string text;
  while (!utf8.empty()) {
    const std::size_t size = code_point_size(utf8);
    if (size == 0) return std::nullopt;
    const std::string_view point = utf8.substr(0, size);
    utf8.remove_prefix(size);
    if (size == 1) {
      text += point;
      continue;
    }
    int byte = 0x80;
    const auto is_point = [&](int candidate) {
      return from_latin1(std::string(1, static_cast<char>(candidate))) == point;
    };
    while (byte <= 0xFF && !is_point(byte)) ++byte;
    if (byte > 0xFF) return std::nullopt;
    text += static_cast<char>(byte);
  }
  return text;
}

}  // namespace variegate
