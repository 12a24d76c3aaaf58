// Time of every operation for one picture at its strongest magnitude: ops_bench
// --benchmark_filter='rotate/.*'.
#include <benchmark/benchmark.h>

#include <vector>

#include "variegate/ops/op.h"

namespace {

using namespace variegate;

Image noise(int side) {
  Image image(side, side, 3);
  Stream random({.seed = 1});
  for (std::uint8_t& value : image.pixels) value = static_cast<std::uint8_t>(random.below(256));
  return image;
}

void time_op(benchmark::State& state, const Op& op) {
  std::vector<double> values;
  for (const Parameter& parameter : op.parameters) values.push_back(parameter.fallback);
  if (op.magnitude.searchable) values[0] = op.magnitude.strongest;
  const Image picture = noise(static_cast<int>(state.range(0)));
  Image image = picture;
  Stream random({.seed = 2});
  Scratch scratch;
  for (auto _ : state) {
    image.pixels = picture.pixels;  // an operation applied again and again would end in a flat picture
    op.run(image, {.values = values, .random = random, .scratch = scratch});
    benchmark::DoNotOptimize(image.pixels.data());
  }
}

}  // namespace

int main(int argc, char** argv) {
  for (const Op* op : all_ops()) {
    benchmark::RegisterBenchmark(op->name.c_str(), [op](benchmark::State& state) { time_op(state, *op); })
        ->ArgName("side")
        ->Arg(32)
        ->Arg(224);
  }
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
}
