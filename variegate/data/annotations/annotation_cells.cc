#include "variegate/data/annotations/annotation_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

#include "variegate/core/error.h"
#include "variegate/data/annotations/real_box.h"

namespace variegate {
namespace {

[[noreturn]] void fail(const std::string& where, const std::string& what, std::string_view got,
                       const std::string& expected) {
  throw Error(
      {.where = where, .what = what, .got = fmt::format("'{}'", got), .expected = expected, .mend = ""});
}

struct Word {
  std::string text;
  bool quoted = false;
};

struct Written {
  std::string_view text;  // of the entry, for errors
  std::vector<Word> words;
};

bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r'; }

// Cuts a cell into entries at ';' and entries into words at blanks, neither within quotes.
class CellReader {
 public:
  CellReader(std::string_view cell, const std::string& where) : cell_(cell), where_(where) {}

  // The entries that are not blank.
  std::vector<Written> entries() {
    std::vector<Written> all;
    while (at_ < cell_.size()) {
      const std::size_t begin = at_;
      std::vector<Word> words;
      while (at_ < cell_.size() && cell_[at_] != ';') {
        if (is_blank(cell_[at_])) {
          ++at_;
        } else {
          words.push_back(word());
        }
      }
      if (!words.empty()) all.push_back({cell_.substr(begin, at_ - begin), std::move(words)});
      ++at_;
    }
    return all;
  }

 private:
  Word word() {
    const char first = cell_[at_];
    if (first == '"' || first == '\'') return {quoted(first), true};
    const std::size_t begin = at_;
    while (at_ < cell_.size() && cell_[at_] != ';' && !is_blank(cell_[at_])) ++at_;
    return {std::string(cell_.substr(begin, at_ - begin)), false};
  }

  std::string quoted(char quote) {
    std::string text;
    for (++at_; at_ < cell_.size(); ++at_) {
      if (cell_[at_] == quote) {
        ++at_;
        if (at_ == cell_.size() || cell_[at_] != quote) return text;
      }
      text += cell_[at_];
    }
    fail(where_, "a quote is not closed", cell_, "'A LABEL' or \"A LABEL\"; a quote inside is doubled");
  }

  std::string_view cell_;
  const std::string& where_;
  std::size_t at_ = 0;
};

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole && std::abs(value) <= kFarthestPixel ? std::optional(value) : std::nullopt;
}

// One entry of a cell: a label, then this many numbers.
struct Entry {
  std::string label;
  std::vector<double> numbers;
};

// Error, telling a number too many from anything else that is wrong.
Entry entry_of(const std::string& where, const Written& written, std::span<const Word> words,
               std::size_t count, const char* what, const char* expected) {
  if (words.size() <= count) fail(where, what, written.text, expected);
  Entry entry;
  const std::size_t label_words = words.size() - count;
  for (std::size_t i = 0; i < label_words; ++i) {
    if (label_words > 1 && !words[i].quoted && number(words[i].text)) {
      fail(where, "one number too many, or a label with a number in it that is not in quotes", written.text,
           expected);
    }
    entry.label += (i == 0 ? "" : " ") + words[i].text;
  }
  for (const Word& word : words.subspan(label_words)) {
    const std::optional<double> value = word.quoted ? std::nullopt : number(word.text);
    if (!value) fail(where, what, written.text, expected);
    entry.numbers.push_back(*value);
  }
  return entry;
}

// The label as it is written in a cell: in quotes where it would be misread without them.
std::string label_word(const std::string& label) {
  bool plain = !label.empty() && !is_blank(label.front()) && !is_blank(label.back()) &&
               label.find_first_of(";'\"\t\n\r") == std::string::npos &&
               label.find("  ") == std::string::npos;
  if (plain && label.find(' ') != std::string::npos) {
    const std::string none;
    const std::vector<Written> written = CellReader(label, none).entries();
    for (const Word& word : written.front().words) plain = plain && !number(word.text).has_value();
  }
  if (plain) return label;
  std::string quoted = "'";
  for (const char letter : label) quoted += letter == '\'' ? std::string("''") : std::string(1, letter);
  return quoted + "'";
}

std::optional<int> label_number(const std::string& label) {
  constexpr std::size_t kMostDigits = 9;
  int value = 0;
  const auto [end, fault] = std::from_chars(label.data(), label.data() + label.size(), value);
  const bool whole = fault == std::errc() && end == label.data() + label.size();
  return whole && value >= 0 && label.size() <= kMostDigits ? std::optional(value) : std::nullopt;
}

}  // namespace

std::vector<WrittenBox> parse_boxes(std::string_view cell, const std::string& where) {
  std::vector<WrittenBox> boxes;
  for (const Written& written : CellReader(cell, where).entries()) {
    const Entry entry = entry_of(where, written, written.words, 4, "not a box",
                                 "LABEL LEFT TOP RIGHT BOTTOM, boxes parted by ';'");
    const ObjectBox box{.left = entry.numbers[0],
                        .top = entry.numbers[1],
                        .right = entry.numbers[2],
                        .bottom = entry.numbers[3],
                        .id = static_cast<std::int64_t>(boxes.size())};
    if (box.left >= box.right || box.top >= box.bottom)
      fail(where, "a box without an inside", written.text, "LEFT below RIGHT and TOP below BOTTOM");
    boxes.push_back({entry.label, box});
  }
  return boxes;
}

std::vector<WrittenKeypoint> parse_keypoints(std::string_view cell, const std::string& where) {
  std::vector<WrittenKeypoint> points;
  for (const Written& written : CellReader(cell, where).entries()) {
    std::span<const Word> words(written.words);
    const bool hidden = words.back().text == "hidden" && !words.back().quoted;
    if (hidden) words = words.first(words.size() - 1);
    const Entry entry =
        entry_of(where, written, words, 2, "not a keypoint", "LABEL X Y, or LABEL X Y hidden, parted by ';'");
    points.push_back({entry.label, {.x = entry.numbers[0], .y = entry.numbers[1], .visible = !hidden}});
  }
  return points;
}

std::string label_name(int label, const std::vector<std::string>& names) {
  const auto place = static_cast<std::size_t>(label);
  return place < names.size() ? names[place] : std::to_string(label);
}

std::string box_cell(const Boxes& boxes, const std::vector<std::string>& names) {
  std::string cell;
  for (const ObjectBox& box : boxes.boxes)
    cell += fmt::format("{}{} {} {} {} {}", cell.empty() ? "" : "; ",
                        label_word(label_name(box.label, names)), box.left, box.top, box.right, box.bottom);
  return cell;
}

std::string keypoint_cell(const Keypoints& keypoints, const std::vector<std::string>& names) {
  std::string cell;
  for (const Keypoint& point : keypoints.points)
    cell += fmt::format("{}{} {} {}{}", cell.empty() ? "" : "; ", label_word(label_name(point.label, names)),
                        point.x, point.y, point.visible ? "" : " hidden");
  return cell;
}

ObjectLabels::ObjectLabels(const std::set<std::string>& labels) {
  const bool numbers = std::all_of(labels.begin(), labels.end(),
                                   [](const std::string& label) { return label_number(label).has_value(); });
  if (!numbers) names_.assign(labels.begin(), labels.end());
}

int ObjectLabels::operator[](const std::string& label) const {
  if (names_.empty()) return label_number(label).value();
  return static_cast<int>(std::lower_bound(names_.begin(), names_.end(), label) - names_.begin());
}

}  // namespace variegate
