// The settings of a method as a struct of its own, described as options are (core/describe.h), and each with
// the source of its standard value:
//
//   option("candidates", settings.candidates, {.low = 1, .high = 10'000, .summary = "points compared for a
//          proposal"}, "Bergstra et al. 2011");
//
// For --set, and in logs, they are numbers under names: a switch is 0 or 1, of an enumeration the values are
// counted from 0.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "variegate/core/describe.h"
#include "variegate/search/settings.h"

namespace variegate {

// A visitor that lists each setting; the values that it sees are the standard ones.
class ListSettings {
 public:
  explicit ListSettings(std::vector<Setting>& list) : list_(list) {}

  template <typename T>
  void operator()(const char* name, const T& standard, const About& about, const char* source) const {
    constexpr bool is_switch = std::is_same_v<T, bool>;
    Setting setting{.name = flag_of(name, about),
                    .standard = static_cast<double>(standard),
                    .least = about.low,
                    .most = is_switch ? 1.0 : about.high,
                    .whole = !std::is_floating_point_v<T>,
                    .summary = about.summary,
                    .source = source};
    if constexpr (Enumerated<T>) setting.most = static_cast<double>(about.choices.size() - 1);
    list_.push_back(setting);
  }

 private:
  std::vector<Setting>& list_;
};

// A visitor that takes each setting from the values given.
class TakeSettings {
 public:
  explicit TakeSettings(const Settings& values) : values_(values) {}

  template <typename T>
  void operator()(const char* name, T& setting, const About& about, const char* /*source*/) const {
    const double value = values_.at(flag_of(name, about));
    if constexpr (std::is_same_v<T, bool>) {
      setting = value != 0.0;
    } else {
      setting = static_cast<T>(value);
    }
  }

 private:
  const Settings& values_;
};

// What --set may give of such a struct, whose values are the standard ones.
template <typename Described>
std::vector<Setting> setting_list(const Described& standard = {}) {
  std::vector<Setting> list;
  describe(standard, ListSettings(list));
  return list;
}

// The values as a struct. Each of its settings must be there: see completed().
template <typename Described>
Described typed_settings(const Settings& values) {
  Described settings;
  describe(settings, TakeSettings(values));
  return settings;
}

}  // namespace variegate
