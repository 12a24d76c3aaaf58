// What `variegate bench` has found, as tables and as JSON.
#pragma once

#include <string>
#include <vector>

#include "cli/bench_figures.h"
#include "variegate/core/json_fwd.h"

namespace variegate::cli {

struct BenchReport {
  RateOptions rate;
  std::string output = "uint8";
  std::string data;  // where the pictures are from; "": made
  bool loader = false;
  std::size_t pictures = 0;
  std::vector<SizeFigures> sizes = {};
};

// What holds for all figures, in sentences.
std::string heading_text(const BenchReport& report, int width);

// A table of the figures of one size.
std::string figures_text(const SizeFigures& size, int width);

// The schema is in docs/performance.md.
Json bench_json(const BenchReport& report);

}  // namespace variegate::cli
