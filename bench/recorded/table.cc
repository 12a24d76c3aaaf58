#include "bench/recorded/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "variegate/core/json.h"

namespace variegate::recorded {
namespace {

constexpr const char* kSpace = "space";
// "rotate:3 identity:1": what a person finds a policy by.
std::string words_of(const Space& space, const Point& point) {
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  std::string text;
  for (int call = 0; call < sub.calls; ++call) {
    const Slot slot = slot_at(sub, 0, call);
    text += fmt::format("{}{}:{}", call == 0 ? "" : " ", sub.ops[static_cast<std::size_t>(point[slot.op])],
                        point[slot.strength] + 1);
  }
  return text;
}

}  // namespace

std::vector<Point> policies_of(const Space& space) {
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  std::set<Point> all;
  Point point(dimensions(space).size(), 0);
  const Slot first = slot_at(sub, 0, 0);
  const Slot second = slot_at(sub, 0, 1);
  const auto ops = static_cast<int>(sub.ops.size());
  for (point[first.op] = 0; point[first.op] < ops; ++point[first.op]) {
    for (point[first.strength] = 0; point[first.strength] < sub.strength_levels; ++point[first.strength]) {
      for (point[second.op] = 0; point[second.op] < ops; ++point[second.op]) {
        for (point[second.strength] = 0; point[second.strength] < sub.strength_levels;
             ++point[second.strength]) {
          all.insert(representative(space, point));
        }
      }
    }
  }
  return {all.begin(), all.end()};
}

Point representative(const Space& space, const Point& point) {
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  Point clean = canonical(space, point);
  const Slot first = slot_at(sub, 0, 0);
  const Slot second = slot_at(sub, 0, 1);
  if (std::pair(clean[first.op], clean[first.strength]) >
      std::pair(clean[second.op], clean[second.strength])) {
    std::swap(clean[first.op], clean[second.op]);
    std::swap(clean[first.strength], clean[second.strength]);
  }
  return clean;
}

std::map<Point, std::size_t> index_of(const std::vector<Point>& policies) {
  std::map<Point, std::size_t> index;
  for (std::size_t i = 0; i < policies.size(); ++i) index[policies[i]] = i;
  return index;
}

const std::vector<std::string>& table_paths() {
  static const std::vector<std::string> paths{"bench/recorded/fashion-mnist.tsv",
                                              "bench/recorded/cifar10.tsv",
                                              "bench/recorded/cifar10-in-domain.tsv"};
  return paths;
}

Table empty_table(const Space& space, std::vector<std::pair<std::string, std::string>> facts) {
  Table table;
  table.facts = std::move(facts);
  table.facts.emplace_back(kSpace, to_json(space).dump());
  table.space = space;
  table.policies = policies_of(space);
  for (const Point& policy : table.policies) table.names.push_back(words_of(space, policy));
  return table;
}

Table read_table(const std::string& path) {
  Recording recording = read_recording(path);
  if (recording.facts.empty() || recording.facts.back().first != kSpace)
    refuse_recording(path, "no space at the end of the header", "", "# space: {...}");
  const std::string text = recording.facts.back().second;
  recording.facts.pop_back();
  const Json json = parse_json(text, path);
  Table table = empty_table(space_from_json(JsonReader(json, path)), recording.facts);
  for (std::size_t i = 0; i < std::min(recording.names.size(), table.names.size()); ++i) {
    if (recording.names[i] != table.names[i])
      refuse_recording(line_of(path, table, i), "not the next policy", recording.names[i], table.names[i]);
  }
  if (recording.names.size() != table.names.size())
    refuse_recording(path, "not every policy", std::to_string(recording.names.size()),
                     std::to_string(table.names.size()));
  table.epochs = std::move(recording.epochs);
  table.seeds = recording.seeds;
  table.curves = std::move(recording.curves);
  return table;
}

}  // namespace variegate::recorded
