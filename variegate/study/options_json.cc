#include "variegate/study/options_json.h"

#include <fmt/format.h>

#include <utility>

#include "variegate/core/describe_json.h"
#include "variegate/core/error.h"
#include "variegate/core/json_line.h"
#include "variegate/search/searcher.h"
#include "variegate/study/arms.h"

namespace variegate {
namespace {

constexpr double kLargestSetting = 1e300;  // a method knows its own limits

void require_option(bool holds, const char* what, const std::string& got, const std::string& expected) {
  if (holds) return;
  throw Error({.where = "", .what = what, .got = got, .expected = expected, .mend = ""}, ErrorKind::usage);
}

void add_changes(const Json& before, const Json& after, const std::string& name,
                 std::vector<OptionChange>& found) {
  if (before == after) return;
  // Below an option that is a document of its own (the space) the place would say less than the whole, and
  // settings may be in one and not in the other.
  const bool named_members = before.is_object() && after.is_object() && name.find('.') == std::string::npos;
  if (!named_members || name == "space" || name == "settings") {
    found.push_back({.name = name, .before = json_line(before), .after = json_line(after)});
    return;
  }
  for (const auto& item : after.items()) {
    add_changes(before.value(item.key(), Json()), item.value(),
                name.empty() ? item.key() : name + "." + item.key(), found);
  }
}

}  // namespace

Json to_json(const StudyOptions& options) {
  Json json = Json::object();
  json["data"] = to_json(options.data);
  json["child"] = to_json(options.child);
  json["space"] = to_json(options.space);
  json["settings"] = Json::object();
  for (const auto& [name, value] : options.settings) json["settings"][name] = value;
  describe(options, ToJson(json));
  return json;
}

StudyOptions study_options_from_json(JsonReader json) {
  StudyOptions options;
  options.data = data_spec_from_json(json.member("data"));
  options.child = child_spec_from_json(json.member("child"));
  options.space = space_from_json(json.member("space"));
  if (auto settings = json.optional_member("settings")) {  // logs of earlier versions have none
    for (const std::string& name : settings->names())
      options.settings[name] = settings->member(name).number(-kLargestSetting, kLargestSetting);
  }
  read_described(json, options);
  json.finish();
  // Earlier versions wrote the members of a population as its trials.
  if (options.members == 0 && drive_of(options.method) == Drive::population)
    std::swap(options.members, options.trials);
  return options;
}

void check(const StudyOptions& options) {
  check_described(options);
  require_option(options.method != "auto", "no method has been chosen", "auto", "the name of a method");
  if (drive_of(options.method) == Drive::population) {
    require_option(options.trials == 0, "a population has members and no number of trials",
                   fmt::format("trials {}", options.trials), fmt::format("members {}", options.trials));
    require_option(options.members > 1, "a population needs a number of members",
                   fmt::format("members {}", options.members), "at least 2 members");
  } else {
    require_option(options.members == 0, "only a population has members",
                   fmt::format("members {} and method {}", options.members, options.method),
                   "a number of trials, or a method such as pbt");
    require_option(options.trials > 0 || options.budget_seconds > 0.0, "the search has no end",
                   "neither trials nor a budget", "a number of trials, a budget of time, or both");
  }
  // A misspelt baseline is reported now and not when the final round comes to it.
  for (const std::string& baseline : options.baselines) arm_policy(baseline, options.space.base);
  // What the log could not give back must not be written into it.
  const Json json = to_json(options);
  study_options_from_json(JsonReader(json, "options"));
}

std::vector<OptionChange> changes(const StudyOptions& before, const StudyOptions& after) {
  std::vector<OptionChange> found;
  add_changes(to_json(before), to_json(after), "", found);
  return found;
}

}  // namespace variegate
