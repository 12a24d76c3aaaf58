#include "variegate/data/formats/parts/csv.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"

namespace variegate {
namespace {

class CsvParser {
 public:
  CsvParser(std::string_view text, const std::string& name, char delimiter)
      : text_(text), name_(name), delimiter_(delimiter), ends_{delimiter, '\r', '\n'} {}

  std::vector<CsvRow> rows(std::size_t most) {
    std::vector<CsvRow> all;
    while (at_ < text_.size() && (most == 0 || all.size() < most)) {
      CsvRow row = next_row();
      const bool blank = std::all_of(row.cells.begin(), row.cells.end(),
                                     [](const std::string& cell) { return cell.empty(); });
      if (!blank) all.push_back(std::move(row));
    }
    return all;
  }

 private:
  CsvRow next_row() {
    CsvRow row{.line = line_, .cells = {}};
    for (;;) {
      skip_spaces();
      row.cells.push_back(at_ < text_.size() && text_[at_] == '"' ? quoted_cell() : plain_cell());
      if (at_ < text_.size() && text_[at_] == delimiter_) {
        ++at_;
        continue;
      }
      end_line();
      return row;
    }
  }

  bool is_space(char letter) const { return (letter == ' ' || letter == '\t') && letter != delimiter_; }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  std::string plain_cell() {
    const std::size_t end = std::min(text_.find_first_of(ends_, at_), text_.size());
    std::string_view cell = text_.substr(at_, end - at_);
    while (!cell.empty() && is_space(cell.back())) cell.remove_suffix(1);
    at_ = end;
    return std::string(cell);
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
    skip_spaces();
    if (at_ < text_.size() && text_.find_first_of(ends_, at_) != at_)
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
  char delimiter_;
  std::string ends_;  // what ends a plain cell
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

std::vector<CsvRow> parse_csv(std::string_view text, const std::string& name, char delimiter,
                              std::size_t most) {
  return CsvParser(text, name, delimiter).rows(most);
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
