#include "bench/recorded/recording.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <sstream>

#include "variegate/core/error.h"

namespace variegate::recorded {
namespace {

constexpr const char* kEpochs = "epochs";
constexpr const char* kSeeds = "seeds";

std::vector<int> integers(const std::string& text, const std::string& where) {
  std::vector<int> values;
  std::istringstream words(text);
  for (int value = 0; words >> value;) values.push_back(value);
  if (!words.eof()) refuse_recording(where, "not a list of whole numbers", "'" + text + "'", "");
  return values;
}

}  // namespace

void refuse_recording(const std::string& where, const std::string& what, const std::string& got,
                      const std::string& expected) {
  throw Error({.where = where,
               .what = what,
               .got = got,
               .expected = expected,
               .mend = "record it again: see bench/recorded/record.cc"});
}

std::vector<double> Recording::accuracies(std::size_t policy, int epoch) const {
  std::vector<double> values;
  for (const Curve& curve : curves[policy])
    values.push_back((epoch < 0 ? curve.back() : curve[static_cast<std::size_t>(epoch)]) / 1e4);
  return values;
}

double Recording::accuracy(std::size_t policy, int epoch) const {
  double sum = 0.0;
  for (const Curve& curve : curves[policy])
    sum += epoch < 0 ? curve.back() : curve[static_cast<std::size_t>(epoch)];
  return sum / 1e4 / seeds;
}

std::string line_of(const std::string& path, const Recording& recording, std::size_t policy) {
  const std::size_t header = recording.facts.size() + 2;  // epochs and seeds are lines of their own
  return fmt::format("{}, line {}", path, header + policy + 1);
}

std::string recording_text(const Recording& recording) {
  std::string text;
  for (const auto& [name, value] : recording.facts) text += fmt::format("# {}: {}\n", name, value);
  text +=
      fmt::format("# {}: {}\n# {}: {}\n", kEpochs, fmt::join(recording.epochs, " "), kSeeds, recording.seeds);
  for (std::size_t i = 0; i < recording.names.size(); ++i) {
    text += recording.names[i];
    for (const Curve& curve : recording.curves[i]) text += fmt::format("\t{}", fmt::join(curve, " "));
    text += "\n";
  }
  return text;
}

Recording read_recording(const std::string& path) {
  std::ifstream file(path);
  if (!file) refuse_recording(path, "cannot be read", "", "");
  Recording recording;
  std::size_t number = 0;
  for (std::string line; std::getline(file, line);) {
    const std::string where = fmt::format("{}, line {}", path, ++number);
    if (line.starts_with("# ")) {
      const std::size_t colon = line.find(": ");
      if (colon == std::string::npos) refuse_recording(where, "no fact", "'" + line + "'", "# NAME: VALUE");
      const std::string name = line.substr(2, colon - 2);
      const std::string value = line.substr(colon + 2);
      if (name == kEpochs) {
        recording.epochs = integers(value, where);
      } else if (name == kSeeds) {
        const std::vector<int> seeds = integers(value, where);
        if (seeds.size() != 1) refuse_recording(where, "not a number of seeds", "'" + value + "'", "");
        recording.seeds = seeds.front();
      } else {
        recording.facts.emplace_back(name, value);
      }
      continue;
    }
    std::istringstream columns(line);
    std::getline(columns, recording.names.emplace_back(), '\t');
    std::vector<Curve>& curves = recording.curves.emplace_back();
    for (std::string column; std::getline(columns, column, '\t');) {
      curves.push_back(integers(column, where));
      if (curves.back().size() != recording.epochs.size())
        refuse_recording(where, "not an accuracy for every epoch", column,
                         fmt::format("{}", recording.epochs.size()));
    }
    if (curves.size() != static_cast<std::size_t>(recording.seeds))
      refuse_recording(where, "not every seed", std::to_string(curves.size()),
                       std::to_string(recording.seeds));
  }
  return recording;
}

}  // namespace variegate::recorded
