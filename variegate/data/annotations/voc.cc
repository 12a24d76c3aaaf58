#include "variegate/data/annotations/voc.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstring>
#include <pugixml.hpp>

#include "variegate/core/error.h"
#include "variegate/data/annotations/real_box.h"

namespace variegate {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

struct ObjectReader {
  const std::string& name;
  std::size_t number;  // of the object, from 1

  [[noreturn]] void fail(const std::string& what, std::string_view got, const std::string& expected) const {
    throw Error({.where = fmt::format("{}, object {}", name, number),
                 .what = what,
                 .got = got.empty() ? "" : fmt::format("'{}'", got.substr(0, 80)),
                 .expected = expected,
                 .mend = ""});
  }

  double corner(const pugi::xml_node& box, const char* member) const {
    const std::string_view text = trimmed(box.child_value(member));
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool sound =
        fault == std::errc() && end == text.data() + text.size() && std::abs(value) <= kFarthestPixel;
    if (!sound) fail(fmt::format("{} is no number", member), text, "pixels, counted from 1");
    return value;
  }

  bool flag(const pugi::xml_node& object, const char* member) const {
    const std::string_view text = trimmed(object.child_value(member));
    if (text.empty() || text == "0" || text == "Unspecified" || text == "false") return false;
    if (text == "1" || text == "true") return true;
    fail(fmt::format("{} is neither 0 nor 1", member), text, "0 or 1");
  }

  WrittenBox read(const pugi::xml_node& object) const {
    const std::string_view label = trimmed(object.child_value("name"));
    if (label.empty()) fail("an object without a name", "", "<name>CLASS</name>");
    const pugi::xml_node box = object.child("bndbox");
    if (!box) fail("an object without a box", label, "<bndbox> with xmin, ymin, xmax, ymax");
    return {std::string(label),
            {.left = corner(box, "xmin") - 1,
             .top = corner(box, "ymin") - 1,
             .right = corner(box, "xmax"),
             .bottom = corner(box, "ymax"),
             .id = static_cast<std::int64_t>(number) - 1,
             .difficult = flag(object, "difficult"),
             .truncated = flag(object, "truncated")}};
  }
};

}  // namespace

VocPicture parse_voc(std::string_view text, const std::string& name) {
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size());
  if (!parsed) {
    throw Error({.where = fmt::format("{}, offset {}", name, parsed.offset),
                 .what = "this is no XML",
                 .got = parsed.description(),
                 .expected = "an <annotation> of Pascal VOC",
                 .mend = ""});
  }
  const pugi::xml_node root = document.child("annotation");
  if (!root) {
    throw Error({.where = name,
                 .what = "no annotation of Pascal VOC",
                 .got = fmt::format("<{}>", document.document_element().name()),
                 .expected = "<annotation>",
                 .mend = ""});
  }
  VocPicture picture{.file_name = std::string(trimmed(root.child_value("filename"))), .boxes = {}};
  for (const pugi::xml_node& object : root.children("object"))
    picture.boxes.push_back(ObjectReader{name, picture.boxes.size() + 1}.read(object));
  return picture;
}

}  // namespace variegate
