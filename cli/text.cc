#include "cli/text.h"

#include <fmt/format.h>

#include <algorithm>

namespace variegate::cli {
namespace {

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

std::string without_end_spaces(std::string text) {
  while (!text.empty() && text.back() == ' ') text.pop_back();
  return text;
}

}  // namespace

int text_width(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), starts_character));
}

std::string cut(std::string_view text, int width) {
  if (text_width(text) <= width) return std::string(text);
  if (width <= 0) return "";
  int characters = 0;
  std::size_t end = 0;
  while (end < text.size()) {
    if (starts_character(text[end]) && ++characters == width) break;
    ++end;
  }
  return std::string(text.substr(0, end)) + "…";
}

std::string padded(std::string_view text, int width) {
  const int missing = width - text_width(text);
  return std::string(text) + std::string(static_cast<std::size_t>(std::max(0, missing)), ' ');
}

std::vector<std::string> wrapped(std::string_view text, int width) {
  std::vector<std::string> lines(1);
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string_view word = text.substr(at, end - at);
    std::string& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (text_width(line) + 1 + text_width(word) <= width) {
      line.append(" ").append(word);
    } else {
      lines.emplace_back(word);
    }
    at = end + 1;
  }
  return lines;
}

std::string entry(std::string_view left, std::string_view right, int column, int width) {
  const std::string indent(static_cast<std::size_t>(column), ' ');
  std::string out(left);
  bool beside = text_width(left) + 2 <= column;
  if (!beside) out += "\n";
  for (const std::string& line : wrapped(right, std::max(20, width - column))) {
    if (beside) {
      out = padded(out, column);
      beside = false;
    } else {
      out += indent;
    }
    out += line + "\n";
  }
  return out;
}

std::string TextTable::text(int width) const {
  constexpr int kGap = 2;
  const std::size_t columns = header.size();
  std::vector<int> widths(columns, 0);
  for (std::size_t c = 0; c < columns; ++c) {
    widths[c] = text_width(header[c]);
    for (const auto& row : rows) widths[c] = std::max(widths[c], text_width(row[c]));
  }
  int before = 0;  // columns in front of the last one
  for (std::size_t c = 0; c + 1 < columns; ++c) before += widths[c] + kGap;
  const int last = std::max(20, width - before);

  std::string out;
  const auto add = [&](const std::vector<std::string>& row) {
    std::string line;
    for (std::size_t c = 0; c + 1 < columns; ++c) {
      const bool to_right = c < right.size() && right[c];
      const std::string space(static_cast<std::size_t>(std::max(0, widths[c] - text_width(row[c]))), ' ');
      line += (to_right ? space + row[c] : row[c] + space) + std::string(kGap, ' ');
    }
    const bool to_right = columns <= right.size() && right[columns - 1];
    std::vector<std::string> lines = wrapped(row.back(), last);
    if (to_right && lines.size() == 1) {
      lines[0].insert(0, static_cast<std::size_t>(std::max(0, widths.back() - text_width(lines[0]))), ' ');
    }
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string front = i == 0 ? line : std::string(static_cast<std::size_t>(before), ' ');
      out += without_end_spaces(front + lines[i]) + "\n";
    }
  };
  add(header);
  for (const auto& row : rows) add(row);
  return out;
}

std::string percent(double share) { return fmt::format("{:.1f} %", 100.0 * share); }

}  // namespace variegate::cli
