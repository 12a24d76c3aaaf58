#include "variegate/data/annotations/yolo.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <span>

#include "variegate/core/error.h"

namespace variegate {
namespace {

constexpr double kTolerance = 0.01;  // beyond 0 .. 1, as rounding and clipping elsewhere leave it
constexpr std::int64_t kMostClasses = 100'000;

class LabelReader {
 public:
  LabelReader(const std::string& name, std::size_t classes) : name_(name), classes_(classes) {}

  void read_line(std::string_view line, std::size_t number) {
    line_ = line;
    number_ = number;
    std::vector<double> numbers;
    for (std::size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
      const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
      numbers.push_back(number_in(line.substr(at, end - at)));
      at = line.find_first_not_of(kBlanks, end);
    }
    if (numbers.empty()) return;
    if (numbers.size() < 5) fail("too few numbers for a box");
    const double label = numbers.front();
    const auto most = static_cast<double>(classes_ > 0 ? classes_ : kMostClasses);
    if (label != std::floor(label) || label < 0 || label >= most)
      fail("an unknown class", classes_ > 0 ? fmt::format("0 .. {}", classes_ - 1) : "a whole number");
    for (const double share : std::span(numbers).subspan(1)) {
      if (share < -kTolerance || share > 1 + kTolerance)
        fail("a number that is no share of the picture", "0 .. 1, divided by the picture's width or height");
    }
    ObjectBox box{.label = static_cast<int>(label), .id = static_cast<std::int64_t>(boxes_.boxes.size())};
    if (numbers.size() == 5) {
      box.left = numbers[1] - numbers[3] / 2;
      box.right = numbers[1] + numbers[3] / 2;
      box.top = numbers[2] - numbers[4] / 2;
      box.bottom = numbers[2] + numbers[4] / 2;
    } else {
      read_polygon(numbers, box);
    }
    boxes_.boxes.push_back(std::move(box));
  }

  Boxes take() { return std::move(boxes_); }

 private:
  static constexpr std::string_view kBlanks = " \t\r";

  void read_polygon(const std::vector<double>& numbers, ObjectBox& box) const {
    if (numbers.size() % 2 == 0 || numbers.size() < 7)
      fail("the wrong count of numbers", "CLASS X Y WIDTH HEIGHT, or CLASS and at least three points X Y");
    Outline& outline = box.outlines.emplace_back();
    for (std::size_t i = 1; i < numbers.size(); i += 2) outline.push_back({numbers[i], numbers[i + 1]});
    const auto [left, right] = std::minmax_element(outline.begin(), outline.end(),
                                                   [](OutlinePoint a, OutlinePoint b) { return a.x < b.x; });
    const auto [top, bottom] = std::minmax_element(outline.begin(), outline.end(),
                                                   [](OutlinePoint a, OutlinePoint b) { return a.y < b.y; });
    box.left = left->x;
    box.right = right->x;
    box.top = top->y;
    box.bottom = bottom->y;
  }

  double number_in(std::string_view word) const {
    double value = 0;
    const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (fault != std::errc() || end != word.data() + word.size() || !std::isfinite(value))
      fail("not a number");
    return value;
  }

  [[noreturn]] void fail(
      const std::string& what,
      const std::string& expected = "CLASS X Y WIDTH HEIGHT in shares of the picture") const {
    constexpr std::size_t kShown = 80;
    throw Error({.where = fmt::format("{}, line {}", name_, number_),
                 .what = what,
                 .got = fmt::format("'{}'", line_.substr(0, kShown)),
                 .expected = expected,
                 .mend = ""});
  }

  const std::string& name_;
  std::size_t classes_;
  std::string_view line_;
  std::size_t number_ = 0;
  Boxes boxes_;
};

[[noreturn]] void fail_spec(const std::string& name, const std::string& what, const std::string& got,
                            const std::string& expected) {
  throw Error({.where = name, .what = what, .got = got, .expected = expected, .mend = ""});
}

std::string text_in(const YAML::Node& node, const std::string& name, const std::string& member) {
  if (!node.IsScalar()) fail_spec(name, fmt::format("'{}' is no text", member), "", "one word or line");
  return node.Scalar();
}

std::vector<std::string> texts_in(const YAML::Node& node, const std::string& name,
                                  const std::string& member) {
  if (!node.IsSequence()) return {text_in(node, name, member)};
  std::vector<std::string> texts;
  for (const YAML::Node& each : node) texts.push_back(text_in(each, name, member));
  return texts;
}

// A list, or a number for each name, which are 0 and those that follow in some order.
std::vector<std::string> names_in(const YAML::Node& node, const std::string& name) {
  if (!node.IsMap()) return texts_in(node, name, "names");
  std::map<std::int64_t, std::string> numbered;
  for (const auto& pair : node) {
    const std::string key = text_in(pair.first, name, "names");
    std::int64_t number = -1;
    const auto [end, fault] = std::from_chars(key.data(), key.data() + key.size(), number);
    if (fault != std::errc() || end != key.data() + key.size() || number < 0 || number >= kMostClasses)
      fail_spec(name, "a class without a number", key, "0: NAME, 1: NAME, ...");
    if (!numbered.emplace(number, text_in(pair.second, name, "names")).second)
      fail_spec(name, "a class number that is given twice", key, "each once");
  }
  std::vector<std::string> names;
  for (const auto& [number, text] : numbered) {
    if (number != static_cast<std::int64_t>(names.size()))
      fail_spec(name, "class numbers with a gap", std::to_string(number), std::to_string(names.size()));
    names.push_back(text);
  }
  return names;
}

YoloSpec spec_of(const YAML::Node& root, const std::string& name) {
  if (!root.IsMap()) fail_spec(name, "no members", "", "train: and names:");
  if (root["kpt_shape"])
    fail_spec(name, "keypoints are not read from YOLO's files", "kpt_shape", "boxes or polygons");
  YoloSpec spec;
  if (root["path"]) spec.root = text_in(root["path"], name, "path");
  for (const char* part : {"train", "val", "test"}) {
    const YAML::Node node = root[part];
    if (node && !node.IsNull()) spec.parts[part] = texts_in(node, name, part);
  }
  if (root["names"]) spec.names = names_in(root["names"], name);
  if (const YAML::Node count = root["nc"]) {
    const std::string text = text_in(count, name, "nc");
    if (!spec.names.empty() && text != std::to_string(spec.names.size()))
      fail_spec(name, "nc is not the number of names", text, std::to_string(spec.names.size()));
  }
  return spec;
}

}  // namespace

Boxes parse_yolo_labels(std::string_view text, const std::string& name, std::size_t classes) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  LabelReader reader(name, classes);
  std::size_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    reader.read_line(text.substr(at, end - at), ++number);
    at = end + 1;
  }
  return reader.take();
}

YoloSpec parse_yolo_spec(std::string_view text, const std::string& name) {
  constexpr std::size_t kLongest = 4 << 20;
  if (text.size() > kLongest)
    fail_spec(name, "too long", fmt::format("{} bytes", text.size()), "at most 4 MiB");
  try {
    return spec_of(YAML::Load(std::string(text)), name);
  } catch (const YAML::Exception& fault) {
    throw Error({.where = fmt::format("{}, line {}", name, fault.mark.line + 1),
                 .what = "this is no YAML",
                 .got = fault.msg,
                 .expected = "train: FOLDER and names: [NAME, ...]",
                 .mend = ""});
  }
}

}  // namespace variegate
