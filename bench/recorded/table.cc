#include "bench/recorded/table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "variegate/core/error.h"

namespace variegate::recorded {
namespace {

constexpr const char* kSpace = "space";
constexpr const char* kEpochs = "epochs";
constexpr const char* kSeeds = "seeds";

[[noreturn]] void refuse(const std::string& where, const std::string& what, const std::string& got,
                         const std::string& expected) {
  throw Error({.where = where,
               .what = what,
               .got = got,
               .expected = expected,
               .mend = "record the table again: see bench/recorded/record.cc"});
}

std::vector<int> integers(const std::string& text, const std::string& where) {
  std::vector<int> values;
  std::istringstream words(text);
  for (int value = 0; words >> value;) values.push_back(value);
  if (!words.eof()) refuse(where, "not a list of whole numbers", "'" + text + "'", "");
  return values;
}

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

double Table::accuracy(std::size_t policy, int epoch) const {
  double sum = 0.0;
  for (const Curve& curve : curves[policy])
    sum += epoch < 0 ? curve.back() : curve[static_cast<std::size_t>(epoch)];
  return sum / 1e4 / seeds;
}

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
                                              "bench/recorded/cifar10.tsv"};
  return paths;
}

std::string table_text(const Table& table) {
  std::string text;
  for (const auto& [name, value] : table.facts) text += fmt::format("# {}: {}\n", name, value);
  text += fmt::format("# {}: {}\n# {}: {}\n# {}: {}\n", kSpace, to_json(table.space).dump(), kEpochs,
                      fmt::join(table.epochs, " "), kSeeds, table.seeds);
  for (std::size_t i = 0; i < table.policies.size(); ++i) {
    text += words_of(table.space, table.policies[i]);
    for (const Curve& curve : table.curves[i]) text += fmt::format("\t{}", fmt::join(curve, " "));
    text += "\n";
  }
  return text;
}

Table read_table(const std::string& path) {
  std::ifstream file(path);
  if (!file) refuse(path, "cannot be read", "", "");
  Table table;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    const std::string where = fmt::format("{}, line {}", path, ++number);
    if (line.starts_with("# ")) {
      const std::size_t colon = line.find(": ");
      if (colon == std::string::npos) refuse(where, "no fact", "'" + line + "'", "# NAME: VALUE");
      const std::string name = line.substr(2, colon - 2);
      const std::string value = line.substr(colon + 2);
      if (name == kSpace) {
        const Json json = parse_json(value, where);
        table.space = space_from_json(JsonReader(json, where));
        table.policies = policies_of(table.space);
      } else if (name == kEpochs) {
        table.epochs = integers(value, where);
      } else if (name == kSeeds) {
        table.seeds = integers(value, where).at(0);
      } else {
        table.facts.emplace_back(name, value);
      }
      continue;
    }
    std::istringstream columns(line);
    std::string words;
    std::getline(columns, words, '\t');
    if (table.curves.size() == table.policies.size()) refuse(where, "a line too many", words, "");
    const std::string expected = words_of(table.space, table.policies[table.curves.size()]);
    if (words != expected) refuse(where, "not the next policy", words, expected);
    std::vector<Curve>& curves = table.curves.emplace_back();
    for (std::string column; std::getline(columns, column, '\t');) {
      curves.push_back(integers(column, where));
      if (curves.back().size() != table.epochs.size())
        refuse(where, "not an accuracy for every epoch", column, fmt::format("{}", table.epochs.size()));
    }
    if (curves.size() != static_cast<std::size_t>(table.seeds))
      refuse(where, "not every seed", std::to_string(curves.size()), std::to_string(table.seeds));
  }
  if (table.policies.empty() || table.curves.size() != table.policies.size())
    refuse(path, "not every policy", std::to_string(table.curves.size()),
           std::to_string(table.policies.size()));
  return table;
}

}  // namespace variegate::recorded
