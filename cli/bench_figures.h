// What `variegate bench` measures.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/loader/fit.h"
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
  std::string limit_name;  // of what is done without any operation: "copy" or "load"
  Rate limit;              // images a second
  std::vector<BenchFigure> figures;

  // The least that an image moves through memory: each byte of the picture read once and written once.
  double bytes_moved() const { return 2.0 * width * height * channels; }
};

// What a picture becomes in the end: "uint8", the picture itself, or planes of normalised "float32" or
// "bfloat16", as a model takes them.
const std::vector<std::string>& bench_outputs();

// Pictures in memory, of one shape; the limit is copying them. output: one of bench_outputs().
SizeFigures bench_pictures(const std::vector<BenchSubject>& subjects, std::span<const Image> pictures,
                           const std::string& output, const RateOptions& options);

// Batches of 128 from files; the limit is to read and decode them, to stretch what has not the size, and to
// give them out as bytes.
SizeFigures bench_loader(const std::vector<BenchSubject>& subjects, const Dataset& dataset, int width,
                         int height, const Fit& fit, const std::string& output, const RateOptions& options);

}  // namespace variegate::cli
