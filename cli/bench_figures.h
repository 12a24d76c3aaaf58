// What `variegate bench` finds, as tables and as JSON.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "variegate/core/json.h"
#include "variegate/throughput/throughput.h"

namespace variegate::cli {

struct BenchSubject {
  std::string kind;  // "op" or "policy"
  std::string name;
  Policy policy;
};

struct BenchFigure {
  std::string kind;
  std::string name;
  Rate rate;  // images a second
};

// All that was measured with pictures of one shape.
struct SizeFigures {
  int width = 0;
  int height = 0;
  int channels = 0;
  Rate copy;  // of a picture by memcpy, images a second
  std::vector<BenchFigure> figures;

  // The least that an image moves through memory: each byte of the picture read once and written once.
  double bytes_moved() const { return 2.0 * width * height * channels; }
};

// What a picture becomes in the end: "uint8", the picture itself, or planes of normalised "float32" or
// "bfloat16", as a model takes them.
const std::vector<std::string>& bench_outputs();

struct BenchReport {
  RateOptions rate;
  std::string output = "uint8";
  std::string data;  // where the pictures are from; "": made
  std::size_t pictures = 0;
  std::vector<SizeFigures> sizes = {};
};

// output: one of bench_outputs().
SizeFigures bench_figures(const std::vector<BenchSubject>& subjects, std::span<const Image> pictures,
                          const std::string& output, const RateOptions& options);

// What holds for all figures, in sentences.
std::string heading_text(const BenchReport& report, int width);

// A table of the figures of one size.
std::string figures_text(const SizeFigures& size, int width);

// The schema is in docs/performance.md.
Json bench_json(const BenchReport& report);

}  // namespace variegate::cli
