#include "variegate/data/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"

namespace variegate {
namespace {

class CsvParser {
 public:
  CsvParser(std::string_view text, const std::string& name) : text_(text), name_(name) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<CsvRow> rows() {
    std::vector<CsvRow> all;
    while (at_ < text_.size()) {
      CsvRow row = next_row();
      if (row.cells.size() > 1 || !row.cells.front().empty()) all.push_back(std::move(row));
    }
    return all;
  }

 private:
  CsvRow next_row() {
    CsvRow row{.line = line_, .cells = {}};
    for (;;) {
      row.cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_cell() : plain_cell());
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      end_line();
      return row;
    }
  }

  std::string plain_cell() {
    const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
    std::string cell(text_.substr(at_, end - at_));
    at_ = end;
    return cell;
  }

  std::string quoted_cell() {
    const std::size_t first_line = line_;
    std::string cell;
    for (++at_;; ++at_) {
      if (at_ == text_.size()) fail(first_line, "a quote is not closed");
      if (text_[at_] == '"') {
        ++at_;
        const bool doubled = at_ < text_.size() && text_[at_] == '"';
        if (!doubled) break;
      }
      if (text_[at_] == '\n') ++line_;
      cell += text_[at_];
    }
    if (at_ < text_.size() && text_.find_first_of(",\r\n", at_) != at_)
      fail(line_, "text after a closing quote");
    return cell;
  }

  void end_line() {
    if (at_ < text_.size() && text_[at_] == '\r') ++at_;
    if (at_ < text_.size() && text_[at_] == '\n') ++at_;
    ++line_;
  }

  [[noreturn]] void fail(std::size_t line, const std::string& what) const {
    throw Error({.where = fmt::format("{}, line {}", name_, line),
                 .what = what,
                 .got = "",
                 .expected = "cells as \"a, b\" or as a; a quote inside quotes is doubled",
                 .mend = ""});
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text, const std::string& name) {
  return CsvParser(text, name).rows();
}

std::string csv_cell(const std::string& text) {
  const bool plain =
      text.find_first_of(",;\t\"\r\n") == std::string::npos && !text.starts_with(' ') && !text.ends_with(' ');
  if (plain) return text;
  std::string quoted = "\"";
  for (const char letter : text) quoted += letter == '"' ? std::string("\"\"") : std::string(1, letter);
  return quoted + "\"";
}

}  // namespace variegate
