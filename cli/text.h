// Text laid out in columns of a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace variegate::cli {

// Columns that UTF-8 text takes, one a code point.
int text_width(std::string_view text);

// The longest beginning of the text that fits; "…" at its end where something was cut.
std::string cut(std::string_view text, int width);

// The text with spaces after it up to that width; unchanged when it is wider.
std::string padded(std::string_view text, int width);

// Lines of at most `width` columns, broken at spaces; a longer word has a line of its own. At least one line.
std::vector<std::string> wrapped(std::string_view text, int width);

// Two columns: `left` padded to `column`, then `right` wrapped beside it, on the next line when left is too
// wide.
std::string entry(std::string_view left, std::string_view right, int column, int width);

struct TextTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  // as many cells as the header
  std::vector<bool> right;                     // columns aligned to the right; may be shorter

  // Columns as wide as their widest cell; the last one is wrapped so that lines keep within `width`.
  std::string text(int width) const;
};

// 0.512: "51.2 %".
std::string percent(double share);

}  // namespace variegate::cli
