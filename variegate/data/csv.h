// Comma-separated values as RFC 4180 describes them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace variegate {

struct CsvRow {
  std::size_t line = 0;  // in the file, from 1, where the row begins
  std::vector<std::string> cells;
};

// Rows in order; empty lines are left out. Quoted cells may hold commas, doubled quotes and line breaks.
// A byte-order mark is dropped. Error with the line for an open quote or text after a closing one.
std::vector<CsvRow> parse_csv(std::string_view text, const std::string& name);

// The cell as it stands in a line: in quotes where it needs them.
std::string csv_cell(const std::string& text);

}  // namespace variegate
