#include "variegate/study/events.h"

#include <fmt/format.h>

#include <charconv>
#include <limits>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/policy/policy_json.h"
#include "variegate/study/options_json.h"
#include "variegate/trial/protocol.h"

namespace variegate {
namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
const std::string kFinal = "final-";

// How an event is stored.
struct Entry {
  std::string kind;
  std::optional<std::int64_t> trial;
  Json payload = Json::object();
};

Json message_json(const FromWorker& message) { return parse_json(line_of(message), "message"); }

// Ends of epochs are not logged.
Entry entry(const RunEvent& event) {
  if (const auto* report = std::get_if<Report>(&event))
    return {"report", report->trial, message_json(*report)};
  if (const auto* done = std::get_if<Done>(&event)) return {"finished", done->trial, message_json(*done)};
  if (const auto* failed = std::get_if<Failed>(&event))
    return {"failed", failed->trial, message_json(*failed)};
  const auto& lost = std::get<Lost>(event);
  return {"lost", lost.trial, {{"reason", lost.reason}}};
}

Json paths_json(const DataPaths& paths) {
  return {{"train", paths.train}, {"validation", paths.validation}, {"test", paths.test}};
}

DataPaths paths_from_json(JsonReader json) {
  return {.train = json.member("train").string(),
          .validation = json.member("validation").string(),
          .test = json.member("test").string()};
}

Entry entry(const StudyStarted& event) {
  return {"study-started",
          {},
          {{"options", to_json(event.options)}, {"from_folder", paths_json(event.from_folder)}}};
}

Entry entry(const DataMoved& event) {
  return {
      "data-moved", {}, {{"paths", paths_json(event.paths)}, {"from_folder", paths_json(event.from_folder)}}};
}

Entry entry(const LimitsChanged& event) {
  return {"limits-changed", {}, {{"trials", event.trials}, {"budget_seconds", event.budget_seconds}}};
}

Entry entry(const SessionStarted& event) {
  return {"session-started",
          {},
          {{"jobs", event.jobs},
           {"seconds_before", event.seconds_before},
           {"version", event.version},
           {"protocol", event.protocol}}};
}
Entry entry(const SessionEnded& event) { return {"session-ended", {}, {{"why", event.why}}}; }
Entry entry(const Opened& event) { return {"opened", {}, message_json(event.ready)}; }
Entry entry(const Proposed& event) {
  Json payload{{"point", event.point}};
  if (event.course.from) payload["from"] = *event.course.from;
  if (event.course.epochs > 0) payload["epochs"] = event.course.epochs;
  if (event.policy) payload["policy"] = fmt::format("{:016x}", *event.policy);
  return {"proposed", event.trial, std::move(payload)};
}
Entry entry(const TrialTold& event) { return entry(event.event); }
Entry entry(const SearchEnded& event) { return {"search-ended", {}, {{"why", event.why}}}; }

Entry entry(const FinalPlanned& event) {
  Json arms = Json::array();
  for (const auto& arm : event.arms) {
    arms.push_back({{"name", arm.name}, {"baseline", arm.baseline}, {"policy", to_json(arm.policy)}});
  }
  Json payload{{"epochs", event.epochs}, {"seeds", event.seeds}, {"arms", std::move(arms)}};
  if (!event.shortened.empty()) payload["shortened"] = event.shortened;
  if (event.folds) payload["folds"] = true;
  return {kFinal + "planned", {}, std::move(payload)};
}

Entry entry(const FinalCut& event) { return {kFinal + "cut", {}, {{"shortened", event.shortened}}}; }

Entry entry(const FinalProposed& event) { return {kFinal + "proposed", event.run}; }

Entry entry(const FinalTold& event) {
  Entry told = entry(event.event);
  told.kind = kFinal + told.kind;
  return told;
}

Entry entry(const Chosen& event) {
  return {"chosen", {}, {{"arm", event.arm}, {"beats_manual", event.beats_manual}}};
}

std::int64_t trial_of(const Event& event, const JsonReader& payload) {
  if (!event.trial || *event.trial < 0) payload.fail("the event names no trial");
  return *event.trial;
}

std::uint64_t hash_of(const JsonReader& text) {
  const std::string digits = text.string();
  std::uint64_t hash = 0;
  const char* end = digits.data() + digits.size();
  const auto [read, failure] = std::from_chars(digits.data(), end, hash, 16);
  if (failure != std::errc() || read != end || digits.size() != 16)
    text.fail("not the hash of a policy: 16 hexadecimal digits");
  return hash;
}

Proposed proposed(const Event& event, JsonReader payload) {
  Proposed proposal{.trial = trial_of(event, payload), .point = {}};
  for (const JsonReader& item : payload.member("point").array()) {
    proposal.point.push_back(item.small_integer(0, std::numeric_limits<int>::max()));
  }
  if (const auto from = payload.optional_member("from")) {
    proposal.course.from = from->integer(0, proposal.trial - 1);
  }
  if (const auto epochs = payload.optional_member("epochs")) {
    proposal.course.epochs = static_cast<int>(epochs->integer(1, std::numeric_limits<int>::max()));
  }
  if (proposal.course.from && proposal.course.epochs == 0)
    payload.fail("a trial that goes on with another's weights says where it ends");
  if (const auto policy = payload.optional_member("policy")) proposal.policy = hash_of(*policy);
  return proposal;
}

FinalPlanned final_planned(JsonReader payload) {
  FinalPlanned plan;
  plan.epochs = payload.member("epochs").small_integer(1, std::numeric_limits<int>::max());
  if (const auto folds = payload.optional_member("folds")) plan.folds = folds->boolean();
  for (const JsonReader& item : payload.member("seeds").array(1))
    plan.seeds.push_back(item.unsigned_integer());
  for (JsonReader arm : payload.member("arms").array(1)) {
    plan.arms.push_back({.name = arm.member("name").string(),
                         .policy = policy_from_json(arm.member("policy")),
                         .baseline = arm.member("baseline").boolean()});
  }
  if (const auto shortened = payload.optional_member("shortened")) plan.shortened = shortened->string();
  return plan;
}

bool tells_of_a_run(const std::string& kind) {
  return kind == "report" || kind == "finished" || kind == "failed" || kind == "lost";
}

RunEvent run_event(const std::string& kind, const Event& event, JsonReader payload,
                   const std::string& source) {
  if (kind == "lost")
    return Lost{.trial = trial_of(event, payload), .reason = payload.member("reason").string()};
  const FromWorker message = from_worker(json_line(payload.value()), source);
  if (kind == "report" && std::holds_alternative<Report>(message)) return std::get<Report>(message);
  if (kind == "finished" && std::holds_alternative<Done>(message)) return std::get<Done>(message);
  if (kind == "failed" && std::holds_alternative<Failed>(message)) return std::get<Failed>(message);
  payload.fail("not what an event of kind '" + kind + "' holds");
}

}  // namespace

Event append(Store& store, const StudyEvent& event) {
  const Entry stored = std::visit([](const auto& value) { return entry(value); }, event);
  return store.append(stored.kind, stored.trial, stored.payload);
}

StudyEvent study_event(const Event& event, const std::string& log) {
  const std::string source = fmt::format("{}: event {} ({})", log, event.id, event.kind);
  JsonReader payload(event.payload, source);
  const auto whole = [&](const char* name) { return payload.member(name).integer(0, kMost); };
  const auto text = [&](const char* name) { return payload.member(name).string(); };

  if (event.kind == "study-started") {
    StudyStarted started{.options = study_options_from_json(payload.member("options"))};
    if (const auto paths = payload.optional_member("from_folder"))
      started.from_folder = paths_from_json(*paths);
    return started;
  }
  if (event.kind == "data-moved") {
    return DataMoved{.paths = paths_from_json(payload.member("paths")),
                     .from_folder = paths_from_json(payload.member("from_folder"))};
  }
  if (event.kind == "limits-changed") {
    return LimitsChanged{.trials = whole("trials"),
                         .budget_seconds = payload.member("budget_seconds").number(0.0, 1e10)};
  }
  if (event.kind == "session-started") {
    SessionStarted session{.jobs = payload.member("jobs").small_integer(1, 1024)};
    if (const auto before = payload.optional_member("seconds_before"))
      session.seconds_before = before->number(0.0, 1e10);
    if (const auto version = payload.optional_member("version")) session.version = version->string();
    if (const auto protocol = payload.optional_member("protocol"))
      session.protocol = protocol->small_integer(0, std::numeric_limits<int>::max());
    return session;
  }
  if (event.kind == "session-ended") return SessionEnded{text("why")};
  if (event.kind == "opened") {
    const FromWorker message = from_worker(json_line(event.payload), source);
    if (const auto* ready = std::get_if<Ready>(&message); ready != nullptr && ready->protocol <= kProtocol)
      return Opened{*ready};
    payload.fail("not what a worker says when it has opened the data");
  }
  if (event.kind == "proposed") return proposed(event, payload);
  if (tells_of_a_run(event.kind)) return TrialTold{run_event(event.kind, event, payload, source)};
  if (event.kind == "search-ended") return SearchEnded{text("why")};
  if (event.kind == kFinal + "planned") return final_planned(payload);
  if (event.kind == kFinal + "proposed") return FinalProposed{trial_of(event, payload)};
  if (event.kind.starts_with(kFinal) && tells_of_a_run(event.kind.substr(kFinal.size()))) {
    return FinalTold{run_event(event.kind.substr(kFinal.size()), event, payload, source)};
  }
  if (event.kind == kFinal + "cut") return FinalCut{text("shortened")};
  if (event.kind == "chosen")
    return Chosen{.arm = text("arm"), .beats_manual = payload.member("beats_manual").boolean()};
  throw Error({.where = source,
               .what = "an event of a kind that this version does not know",
               .got = "'" + event.kind + "'",
               .expected = "",
               .mend = "use the version of variegate that wrote the log, or a newer one"});
}

}  // namespace variegate
