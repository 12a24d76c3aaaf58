#include "variegate/study/options_json.h"

#include <fmt/format.h>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/study/arms.h"
#include "variegate/study/early_stop.h"

namespace variegate {
namespace {

constexpr std::int64_t kMostTrials = 10'000'000;
constexpr int kMostEpochs = 1'000'000;
constexpr int kMostLookahead = 1023;
constexpr int kMostArms = 1000;
constexpr double kLongestBudget = 1e10;
constexpr double kLeastConfidence = 0.5;  // below, what is probably worse would be kept
constexpr double kMostConfidence = 1.0;
constexpr double kLargestSetting = 1e300;  // a method knows its own limits

void require(bool holds, const char* what, const std::string& got, const std::string& expected) {
  if (holds) return;
  throw Error({.where = "", .what = what, .got = got, .expected = expected, .mend = ""}, ErrorKind::usage);
}

void require_range(const char* what, double value, double low, double high) {
  require(value >= low && value <= high, what, number_text(value), fmt::format("{} .. {}", low, high));
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
  json["method"] = options.method;
  json["settings"] = Json::object();
  for (const auto& [name, value] : options.settings) json["settings"][name] = value;
  json["seed"] = options.seed;
  json["trials"] = options.trials;
  json["budget_seconds"] = options.budget_seconds;
  json["epochs"] = options.epochs;
  json["early_stop"] = options.early_stop;
  json["lookahead"] = options.lookahead;
  json["final_policies"] = options.final_policies;
  json["final_seeds"] = options.final_seeds;
  json["final_epochs"] = options.final_epochs;
  json["baselines"] = options.baselines;
  json["folds"] = options.folds;
  json["confidence"] = options.confidence;
  return json;
}

StudyOptions study_options_from_json(JsonReader json) {
  const auto small = [&](const char* name, int low, int high) {
    return json.member(name).small_integer(low, high);
  };
  StudyOptions options;
  options.data = data_spec_from_json(json.member("data"));
  options.child = child_spec_from_json(json.member("child"));
  options.space = space_from_json(json.member("space"));
  options.method = json.member("method").string();
  if (auto settings = json.optional_member("settings")) {  // logs of earlier versions have none
    for (const std::string& name : settings->names())
      options.settings[name] = settings->member(name).number(-kLargestSetting, kLargestSetting);
  }
  options.seed = json.member("seed").unsigned_integer();
  options.trials = json.member("trials").integer(0, kMostTrials);
  options.budget_seconds = json.member("budget_seconds").number(0.0, kLongestBudget);
  options.epochs = small("epochs", 1, kMostEpochs);
  options.early_stop = json.member("early_stop").string();
  options.lookahead = small("lookahead", 0, kMostLookahead);
  options.final_policies = small("final_policies", 0, kMostArms);
  options.final_seeds = small("final_seeds", 0, kMostArms);
  options.final_epochs = small("final_epochs", 0, kMostEpochs);
  options.baselines.clear();
  for (const JsonReader& item : json.member("baselines").array()) options.baselines.push_back(item.string());
  // Logs of earlier versions have none.
  if (const auto folds = json.optional_member("folds")) options.folds = folds->one_of({"auto", "on", "off"});
  if (const auto confidence = json.optional_member("confidence"))
    options.confidence = confidence->number(kLeastConfidence, kMostConfidence);
  json.finish();
  return options;
}

void check(const StudyOptions& options) {
  if (drive_of(options.method) == Drive::population) {
    require(options.trials > 1, "a population needs a number of members",
            fmt::format("trials {}", options.trials), "at least 2 members, given as the number of trials");
  }
  require(options.trials > 0 || options.budget_seconds > 0.0, "the search has no end",
          "neither trials nor a budget", "a number of trials, a budget of time, or both");
  require_range("number of trials out of range", static_cast<double>(options.trials), 0, kMostTrials);
  require_range("budget out of range", options.budget_seconds, 0.0, kLongestBudget);
  require_range("epochs out of range", options.epochs, 1, kMostEpochs);
  require_range("lookahead out of range", options.lookahead, 0, kMostLookahead);
  require_range("policies of the final round out of range", options.final_policies, 0, kMostArms);
  require_range("seeds of the final round out of range", options.final_seeds, 0, kMostArms);
  require_range("epochs of the final round out of range", options.final_epochs, 0, kMostEpochs);
  require_range("confidence out of range", options.confidence, kLeastConfidence, kMostConfidence);
  early_stop_rule(options.early_stop);
  // A misspelt baseline is told now and not when the final round comes to it.
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
