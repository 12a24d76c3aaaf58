#include "cli/bench_report.h"

#include <fmt/format.h>

#include <fstream>

#include "cli/text.h"
#include "variegate/core/json.h"
#include "variegate/kernels/instruction_set.h"

namespace variegate::cli {
namespace {

// The processor's name according to the kernel; "unknown processor" where it gives none.
std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  const std::string key = "model name";
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.compare(0, key.size(), key) == 0 && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

// Three digits: "14.4 k", "351 k", "1.25 M".
std::string count_text(double value) {
  const char* unit = "";
  if (value >= 999.5e3) {
    value /= 1e6;
    unit = " M";
  } else if (value >= 999.5) {
    value /= 1e3;
    unit = " k";
  }
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f}{}", value, decimals, unit);
}

std::string gigabytes_text(double images_per_second, const SizeFigures& size) {
  return fmt::format("{:.1f}", images_per_second * size.bytes_moved() / 1e9);
}

Json rate_json(const Rate& rate, const SizeFigures& size) {
  return {{"images_per_second", rate.median},
          {"spread", rate.spread},
          {"microseconds", 1e6 / rate.median},
          {"gigabytes_per_second", rate.median * size.bytes_moved() / 1e9},
          {"share_of_limit", rate.median / size.limit.median}};
}

}  // namespace

std::string heading_text(const BenchReport& report, int width) {
  const std::string limit =
      report.loader
          ? "Pictures are read, decoded and brought to the size for every batch of 128. GB/s: each byte of "
            "the picture read once and written once; of load: the share of the speed of doing that alone, "
            "which is the limit."
          : "Every picture is made from an original that stays as it is. GB/s: each byte of the picture "
            "read once and written once; of copy: the share of the speed of a copy (memcpy), which is the "
            "limit.";
  const std::string sentences = fmt::format(
      "{}, {}, {} thread{}; {} {}{}. Each figure is the median of {} rounds, together {} s; the spread is "
      "half "
      "the distance between their quartiles. Operations are at their strongest. {}",
      processor_name(), kernels::instruction_set(), report.rate.threads, report.rate.threads == 1 ? "" : "s",
      report.pictures, report.data.empty() ? "made pictures" : "pictures of " + report.data,
      report.output == "uint8" ? "" : ", which end as planes of normalised " + report.output,
      report.rate.rounds, number_text(report.rate.seconds), limit);
  return fmt::format("{}\n", fmt::join(wrapped(sentences, width), "\n"));
}

std::string figures_text(const SizeFigures& size, int width) {
  TextTable table{{fmt::format("{}x{}x{}", size.width, size.height, size.channels), "images/s", "spread",
                   "us", "GB/s", "of " + size.limit_name},
                  {},
                  {false, true, true, true, true, true}};
  const auto add = [&](const std::string& name, const Rate& rate) {
    table.rows.push_back({name, count_text(rate.median), percent(rate.spread),
                          fmt::format("{:.2f}", 1e6 / rate.median), gigabytes_text(rate.median, size),
                          percent(rate.median / size.limit.median)});
  };
  add(size.limit_name, size.limit);
  for (const BenchFigure& figure : size.figures) add(figure.name, figure.rate);
  return table.text(width);
}

Json bench_json(const BenchReport& report) {
  Json json = {
      {"processor", processor_name()},
      {"instruction_set", kernels::instruction_set()},
      {"threads", report.rate.threads},
      {"loader", report.loader},
      {"output", report.output},
      {"rounds", report.rate.rounds},
      {"seconds", report.rate.seconds},
      {"pictures", {{"from", report.data.empty() ? "made" : report.data}, {"count", report.pictures}}},
      {"sizes", Json::array()}};
  for (const SizeFigures& size : report.sizes) {
    Json figures = Json::array();
    for (const BenchFigure& figure : size.figures) {
      Json entry = {{"kind", figure.kind}, {"name", figure.name}};
      entry.update(rate_json(figure.rate, size));
      figures.push_back(entry);
    }
    Json limit = {{"name", size.limit_name}};
    limit.update(rate_json(size.limit, size));
    json["sizes"].push_back({{"width", size.width},
                             {"height", size.height},
                             {"channels", size.channels},
                             {"bytes_moved", size.bytes_moved()},
                             {"limit", limit},
                             {"figures", figures}});
  }
  return json;
}

}  // namespace variegate::cli
