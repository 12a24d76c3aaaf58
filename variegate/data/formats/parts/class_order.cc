#include "variegate/data/formats/parts/class_order.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace variegate {
namespace {

std::optional<long> whole_number(const std::string& text) {
  long value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::vector<std::string> classes_in_order(const std::set<std::string>& labels) {
  std::vector<std::string> names(labels.begin(), labels.end());
  if (std::all_of(names.begin(), names.end(), [](const std::string& label) { return whole_number(label); })) {
    std::stable_sort(names.begin(), names.end(), [](const std::string& left, const std::string& right) {
      return *whole_number(left) < *whole_number(right);
    });
  }
  return names;
}

}  // namespace variegate
