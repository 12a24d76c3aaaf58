#include "cli/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <map>

#include "variegate/core/number_text.h"
#include "variegate/core/spelling.h"

namespace variegate::cli {
namespace {

// The whole text as a number, or nothing. CLI11's own conversion would read "010" as octal and wrap "-1"
// around.
template <typename T>
bool read_number(const std::string& text, T& value) {
  const char* end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, value);
  return result.ec == std::errc() && result.ptr == end;
}

std::string refusal(const std::string& got, const std::string& expected) {
  return fmt::format("got '{}'; expected {}", got, expected);
}

template <typename T>
CLI::Validator integer(T low, T high, const std::string& range) {
  return CLI::Validator(
      [low, high, range](std::string& text) {
        T value{};
        if (!read_number(text, value) || value < low || value > high)
          return refusal(text, "a whole number, " + range);
        text = fmt::format("{}", value);
        return std::string();
      },
      range);
}

// "90s", "1h30m"; "0" needs no unit.
std::optional<double> seconds_of(const std::string& text) {
  if (text == "0") return 0.0;
  constexpr const char* kDigits = "0123456789.";
  double total = 0.0;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t unit = std::min(text.find_first_not_of(kDigits, at), text.size());
    const std::size_t end = std::min(text.find_first_of(kDigits, unit), text.size());
    const std::string name = text.substr(unit, end - unit);
    double scale = 0.0;
    if (name == "s" || name == "sec") scale = 1.0;
    if (name == "m" || name == "min") scale = 60.0;
    if (name == "h") scale = 3600.0;
    if (name == "d") scale = 86400.0;
    double value = 0.0;
    if (scale == 0.0 || !read_number(text.substr(at, unit - at), value)) return std::nullopt;
    total += value * scale;
    at = end;
  }
  return text.empty() ? std::nullopt : std::optional(total);
}

}  // namespace

CLI::Option* add_real(CLI::App& app, const std::string& name, double& value, const std::string& summary) {
  return app.add_option(name, value, summary)->default_function([&value] { return number_text(value); });
}

std::optional<double> decimal(const std::string& text) {
  double value = 0.0;
  if (!read_number(text, value) || !std::isfinite(value)) return std::nullopt;
  return value;
}

CLI::Validator whole(std::int64_t low, std::int64_t high) {
  const bool open = high == std::numeric_limits<std::int64_t>::max();
  return integer(low, high, open ? fmt::format("{} or more", low) : fmt::format("{} .. {}", low, high));
}

CLI::Validator seed() {
  return integer(std::uint64_t{0}, std::numeric_limits<std::uint64_t>::max(), "0 or more");
}

CLI::Validator real(double low, double high) {
  const std::string range = std::isinf(high) ? number_text(low) + " or more"
                                             : fmt::format("{} .. {}", number_text(low), number_text(high));
  return CLI::Validator(
      [low, high, range](std::string& text) {
        const std::optional<double> value = decimal(text);
        if (!value || *value < low || *value > high) {
          return refusal(text, "a number, " + range);
        }
        return std::string();
      },
      range);
}

std::string meaning_of(const std::string& word) {
  static const std::map<std::string, std::string> synonyms = {
      {"gpu", "cuda"},
      {"nvidia", "cuda"},
      {"float32", "fp32"},
      {"float", "fp32"},
      {"single", "fp32"},
      {"f32", "fp32"},
      {"full", "fp32"},
      {"bfloat16", "bf16"},
      {"float16", "bf16"},
      {"fp16", "bf16"},
      {"half", "bf16"},
      {"mixed", "bf16"},
      {"amp", "bf16"},
      {"bo", "gp"},
      {"bayes", "gp"},
      {"bayesian", "gp"},
      {"gaussian-process", "gp"},
      {"genetic", "evolution"},
      {"sha", "asha"},
      {"csv", "manifest"},
      {"imagefolder", "folder"},
      {"directory", "folder"},
      {"webdataset", "tar"},
      {"wds", "tar"},
      {"shards", "tar"},
      {"mnist", "idx"},
      {"jpg", "jpeg"},
  };
  const auto known = synonyms.find(lower_case(word));
  return known == synonyms.end() ? "" : known->second;
}

std::string meant_choice(const std::string& text, const std::vector<std::string>& names) {
  const std::string meaning = meaning_of(text);
  if (std::find(names.begin(), names.end(), meaning) != names.end())
    return " (did you mean '" + meaning + "'?)";
  return did_you_mean(text, names);
}

CLI::Validator one_of(std::vector<std::string> names) {
  const std::string list = fmt::format("{}", fmt::join(names, ", "));
  return CLI::Validator(
      [names = std::move(names), list](std::string& text) {
        for (const std::string& name : names) {
          if (lower_case(text) != lower_case(name)) continue;
          text = name;
          return std::string();
        }
        return refusal(text, "one of " + list) + meant_choice(text, names);
      },
      list);
}

CLI::Validator duration(double longest) {
  return CLI::Validator(
      [longest](std::string& text) {
        const std::optional<double> seconds = seconds_of(text);
        if (!seconds || *seconds > longest) {
          const bool bare = decimal(text).value_or(-1.0) >= 0.0;
          return refusal(text, bare ? fmt::format("a time with its unit: {0}s, {0}m or {0}h", text)
                                    : "a time such as 90s, 20m, 1.5h, 1h30m or 2d");
        }
        text = number_text(*seconds);
        return std::string();
      },
      "such as 90s, 20m, 1.5h, 2d");
}

}  // namespace variegate::cli
