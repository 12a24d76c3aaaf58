#include "variegate/data/formats/parts/manifest_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/core/utf8.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/formats/parts/text_encoding.h"

namespace variegate {
namespace {

struct Column {
  std::string name;
  std::vector<std::string> synonyms;  // as simple_name() has them
};

const std::vector<Column>& known_columns() {
  static const std::vector<Column> all{
      {"path",
       {"file", "filename", "filepath", "image", "images", "imagepath", "imagefile", "imagename", "img",
        "imgpath", "imgname", "picture", "picturepath", "photo"}},
      {"label", {"labels", "class", "classname", "target", "category", "categoryname"}},
      {"split", {"subset", "partition"}},
      {"group", {}},
      {"mask", {}},
      {"boxes", {}},
      {"keypoints", {}}};
  return all;
}

// "Image_Path" and "image path" are one name.
std::string simple_name(const std::string& written) {
  std::string name;
  for (const char letter : written) {
    if (letter == '_' || letter == '-' || letter == ' ') continue;
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return name;
}

// The columns by our names, and what was said to get there.
struct Header {
  std::vector<std::string> columns;
  std::vector<std::string> notes;

  bool has(const std::string& name) const {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  }
};

[[noreturn]] void fail(const std::string& name, std::size_t line, const std::string& what,
                       const std::string& got, const std::string& expected, const std::string& mend = "") {
  throw Error({.where = fmt::format("{}, line {}", name, line),
               .what = what,
               .got = got,
               .expected = expected,
               .mend = mend});
}

Header header_of(const CsvRow& row, const std::string& name) {
  Header header{.columns = row.cells, .notes = {}};
  for (const Column& column : known_columns()) {
    std::vector<std::size_t> exact, alike;
    for (std::size_t k = 0; k < row.cells.size(); ++k) {
      const std::string simple = simple_name(row.cells[k]);
      if (simple == column.name) exact.push_back(k);
      if (std::find(column.synonyms.begin(), column.synonyms.end(), simple) != column.synonyms.end())
        alike.push_back(k);
    }
    const std::vector<std::size_t>& found = exact.empty() ? alike : exact;
    if (found.empty()) continue;
    if (found.size() > 1) {
      fail(name, row.line, fmt::format("two columns may be the column '{}'", column.name),
           fmt::format("'{}' and '{}'", row.cells[found[0]], row.cells[found[1]]),
           fmt::format("one, called {}", column.name), "rename one of them in the first line");
    }
    header.columns[found.front()] = column.name;
    if (exact.empty())
      header.notes.push_back(fmt::format("column '{}' is the {}", row.cells[found.front()], column.name));
  }
  return header;
}

std::vector<std::size_t> pictures_among(const std::vector<std::string>& cells) {
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < cells.size(); ++k) {
    if (is_picture_name(cells[k])) found.push_back(k);
  }
  return found;
}

// A list like those of Caffe and ImageNet: a picture's name, a space, a label.
std::optional<CsvRow> split_at_last_space(const CsvRow& row) {
  if (row.cells.size() != 1) return std::nullopt;
  const std::string& line = row.cells.front();
  const std::size_t space = line.find_last_of(" \t");
  if (space == std::string::npos) return std::nullopt;
  const std::size_t end = line.find_last_not_of(" \t", space);
  if (end == std::string::npos || !is_picture_name(line.substr(0, end + 1))) return std::nullopt;
  return CsvRow{.line = row.line, .cells = {line.substr(0, end + 1), line.substr(space + 1)}};
}

struct Dialect {
  char delimiter = ',';
  bool header = true;
  bool spaces = false;  // without a header: the last space of a line parts name and label
};

constexpr std::array<char, 4> kDelimiters{',', ';', '\t', '|'};
constexpr char kNone = '\0';  // what no text holds: a line is one cell

std::string delimiter_name(char delimiter) {
  return delimiter == ';' ? "semicolons" : delimiter == '\t' ? "tabs" : "'|'";
}

// The first row under a delimiter; nullopt when there is none or it is not one under it (an open quote).
std::optional<CsvRow> first_row(std::string_view text, char delimiter) {
  try {
    std::vector<CsvRow> rows = parse_csv(text, "", delimiter, 1);
    return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
  } catch (const Error&) {
    return std::nullopt;
  }
}

Header header_under(const CsvRow& row) {
  try {
    return header_of(row, "");
  } catch (const Error&) {
    return Header{.columns = {"path", "label"}, .notes = {}};  // two of them: told when it is read
  }
}

// nullopt when no delimiter makes a header or a list of the first line.
std::optional<Dialect> dialect_of(std::string_view text) {
  for (const bool labelled : {true, false}) {
    for (const char delimiter : kDelimiters) {
      const std::optional<CsvRow> row = first_row(text, delimiter);
      if (!row || !pictures_among(row->cells).empty()) continue;
      const Header header = header_under(*row);
      if (header.has("path") && header.has("label") == labelled) return Dialect{delimiter, true, false};
    }
  }
  for (const char delimiter : kDelimiters) {
    const std::optional<CsvRow> row = first_row(text, delimiter);
    if (row && row->cells.size() > 1 && !pictures_among(row->cells).empty())
      return Dialect{delimiter, false, false};
  }
  if (const auto row = first_row(text, kNone); row && split_at_last_space(*row))
    return Dialect{kNone, false, true};
  return std::nullopt;
}

// Excel's first line that names the delimiter: "sep=;".
bool names_the_delimiter(std::string_view text) {
  return text.starts_with("sep=") && text.size() > 5 && (text[5] == '\r' || text[5] == '\n');
}

// Comments and blank lines before the header become blank lines, so that the others keep their numbers.
std::string without_comments(std::string text) {
  std::size_t at = 0;
  if (names_the_delimiter(text)) std::fill(text.begin(), text.begin() + 5, ' ');
  while (at < text.size() && (text[at] == '#' || std::isspace(static_cast<unsigned char>(text[at])) != 0)) {
    const bool comment = text[at] == '#';
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    if (comment)
      std::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    at = comment ? end : at + 1;
  }
  return text;
}

void use_positions(ManifestTable& table, const std::string& name, bool parted_by_spaces) {
  const CsvRow& first = table.rows.front();
  const std::vector<std::size_t> pictures = pictures_among(first.cells);
  if (first.cells.size() != 2 || pictures.size() != 1) {
    std::vector<std::string> columns(first.cells.size(), "...");
    if (!pictures.empty()) columns[pictures.front()] = "path";
    fail(name, first.line, "the first line is a picture and not a header",
         fmt::format("{}", fmt::join(first.cells, " | ")), "names of the columns, then one picture a line",
         fmt::format("put a line before it that names the columns, {}, with label where the class is",
                     fmt::join(columns, ",")));
  }
  table.columns = {"label", "label"};
  table.columns[pictures.front()] = "path";
  table.notes.push_back(fmt::format("no header: {} is the path, {} the label{}",
                                    pictures.front() == 0 ? "the first column" : "the second column",
                                    pictures.front() == 0 ? "the second" : "the first",
                                    parted_by_spaces ? ", parted by the last space" : ""));
}

void check_cells(ManifestTable& table, const std::string& name, const std::string& as_in) {
  for (CsvRow& row : table.rows) {
    // Spreadsheets end lines in delimiters without anything between them.
    while (row.cells.size() > table.columns.size() && row.cells.back().empty()) row.cells.pop_back();
    if (row.cells.size() == table.columns.size()) continue;
    fail(name, row.line, "the wrong number of cells", std::to_string(row.cells.size()),
         fmt::format("{}, as in the {}", table.columns.size(), as_in),
         "a cell that holds the delimiter stands in quotes");
  }
}

}  // namespace

ManifestTable read_manifest_table(std::string_view bytes, const std::string& name) {
  const DecodedText decoded = decode_text(bytes, name);
  const std::string text = without_comments(decoded.text);
  ManifestTable table;
  table.latin1 = decoded.encoding == "Latin-1";
  if (decoded.encoding != "UTF-8") table.notes.push_back("the text is " + decoded.encoding);
  const Dialect dialect = dialect_of(text).value_or(Dialect{});
  if (dialect.delimiter != ',' && !dialect.spaces)
    table.notes.push_back("cells are parted by " + delimiter_name(dialect.delimiter));
  table.rows = parse_csv(text, name, dialect.delimiter);
  if (table.rows.empty()) {
    throw Error({.where = name,
                 .what = "the manifest is empty",
                 .got = "",
                 .expected = "a line path,label and then one picture a line",
                 .mend = ""});
  }
  table.header_line = table.rows.front().line;
  if (dialect.spaces) {
    for (CsvRow& row : table.rows) {
      if (auto parted = split_at_last_space(row)) row = std::move(*parted);
    }
  }
  if (dialect.header) {
    Header header = header_of(table.rows.front(), name);
    table.rows.erase(table.rows.begin());
    table.columns = std::move(header.columns);
    table.notes.insert(table.notes.end(), header.notes.begin(), header.notes.end());
  } else {
    use_positions(table, name, dialect.spaces);
  }
  check_cells(table, name, dialect.header ? "header" : "first line");
  return table;
}

bool begins_as_manifest(std::string_view bytes) {
  try {
    return dialect_of(without_comments(decode_text(bytes, "").text)).has_value();
  } catch (const Error&) {
    return false;
  }
}

}  // namespace variegate
