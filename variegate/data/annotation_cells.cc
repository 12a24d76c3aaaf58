#include "variegate/data/annotation_cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <span>

#include "variegate/core/error.h"

namespace variegate {
namespace {

constexpr double kFarthest = 1e6;  // pixels: what no picture has

[[noreturn]] void fail(const std::string& where, const std::string& what, std::string_view got,
                       const std::string& expected) {
  throw Error(
      {.where = where, .what = what, .got = fmt::format("'{}'", got), .expected = expected, .mend = ""});
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words = split(text, ' ');
  std::erase(words, std::string_view());
  return words;
}

std::optional<double> number(std::string_view text) {
  double value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole && std::abs(value) <= kFarthest ? std::optional(value) : std::nullopt;
}

// One entry of a cell: a label, then so many numbers.
struct Entry {
  std::string label;
  std::vector<double> numbers;
};

std::optional<Entry> entry_of(std::span<const std::string_view> words, std::size_t count) {
  if (words.size() <= count) return std::nullopt;
  Entry entry;
  const std::size_t label_words = words.size() - count;
  for (std::size_t i = 0; i < label_words; ++i) entry.label += (i == 0 ? "" : " ") + std::string(words[i]);
  for (const std::string_view word : words.subspan(label_words)) {
    const std::optional<double> value = number(word);
    if (!value) return std::nullopt;
    entry.numbers.push_back(*value);
  }
  return entry;
}

// body(text, words) for every entry of the cell that is not blank.
template <typename Body>
void for_each_entry(std::string_view cell, Body body) {
  for (const std::string_view text : split(cell, ';')) {
    const std::vector<std::string_view> words = words_of(text);
    if (!words.empty()) body(text, words);
  }
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
  for_each_entry(cell, [&](std::string_view text, const std::vector<std::string_view>& words) {
    const std::optional<Entry> entry = entry_of(words, 4);
    if (!entry) fail(where, "not a box", text, "LABEL LEFT TOP RIGHT BOTTOM in pixels, boxes parted by ';'");
    const ObjectBox box{.left = entry->numbers[0],
                        .top = entry->numbers[1],
                        .right = entry->numbers[2],
                        .bottom = entry->numbers[3],
                        .id = static_cast<std::int64_t>(boxes.size())};
    if (box.left >= box.right || box.top >= box.bottom)
      fail(where, "a box without an inside", text, "LEFT below RIGHT and TOP below BOTTOM");
    boxes.push_back({entry->label, box});
  });
  return boxes;
}

std::vector<WrittenKeypoint> parse_keypoints(std::string_view cell, const std::string& where) {
  std::vector<WrittenKeypoint> points;
  for_each_entry(cell, [&](std::string_view text, std::vector<std::string_view> words) {
    const bool hidden = words.back() == "hidden";
    if (hidden) words.pop_back();
    const std::optional<Entry> entry = entry_of(words, 2);
    if (!entry)
      fail(where, "not a keypoint", text, "LABEL X Y in pixels, or LABEL X Y hidden, parted by ';'");
    points.push_back({entry->label, {.x = entry->numbers[0], .y = entry->numbers[1], .visible = !hidden}});
  });
  return points;
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
