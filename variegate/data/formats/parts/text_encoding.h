// Text as spreadsheets and editors write it: UTF-8, UTF-16 or a Latin alphabet of one byte a character.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace variegate {

struct DecodedText {
  std::string text;      // UTF-8; with encoding "Latin-1" the bytes as they are: see from_latin1()
  std::string encoding;  // "UTF-8", "UTF-16" or "Latin-1"
};

// Decodes by the byte-order mark, which is dropped; else as UTF-8 when it is that. name: the file's name, for
// errors. Error for UTF-16 that is cut short or holds half a surrogate pair, for UTF-32, and for a NUL.
DecodedText decode_text(std::string_view bytes, const std::string& name);

// Text of one byte a character as UTF-8, by Windows-1252, which is what "Latin-1" means in practice: it has
// letters and quotes where ISO 8859-1 has control characters. Its five undefined bytes stay control
// characters.
std::string from_latin1(std::string_view text);

// The opposite; nullopt when a character is not in it.
std::optional<std::string> to_latin1(std::string_view utf8);

}  // namespace variegate
