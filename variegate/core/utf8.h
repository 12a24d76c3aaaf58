// Which bytes of a text are UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace variegate {

// How many bytes the code point at the beginning of the text takes, 1 .. 4; 0 when it is not UTF-8 (cut
// short, overlong, a surrogate, above U+10FFFF) or the text is empty.
std::size_t code_point_size(std::string_view text);

// How many bytes at the beginning are UTF-8.
std::size_t utf8_size(std::string_view text);

inline bool is_utf8(std::string_view text) { return utf8_size(text) == text.size(); }

// Appends the code point, below 0x110000 and no surrogate.
void append_utf8(char32_t code_point, std::string& to);

}  // namespace variegate
