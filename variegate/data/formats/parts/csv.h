// Delimiter-separated values as RFC 4180 describes them, and as programs write them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace variegate {

struct CsvRow {
  std::size_t line = 0;  // in the file, from 1, where the row begins
  std::vector<std::string> cells;
};

// Rows in order; those of blank cells alone are left out. Spaces and tabs around a cell do not belong to it.
// A cell in quotes may hold delimiters, doubled quotes, line breaks, and spaces at its ends. Lines end in LF,
// CR LF or CR. most: rows after which to stop; 0: all. Error with the line for an open quote or text after a
// closing one.
std::vector<CsvRow> parse_csv(std::string_view text, const std::string& name, char delimiter = ',',
                              std::size_t most = 0);

// The cell as it stands in a line: in quotes where it needs them.
std::string csv_cell(const std::string& text);

}  // namespace variegate
