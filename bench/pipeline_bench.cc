// Pictures a second through whole policies, on one thread: pipeline_bench
// --benchmark_filter='trivialaugment.*'. The policy "identity" is what a policy of one call costs beside its
// operation.
#include <benchmark/benchmark.h>

#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"

namespace {

using namespace variegate;

Image picture(int side) {
  Image image(side, side, 3);
  Stream random({.seed = 1});
  for (std::uint8_t& value : image.pixels) value = static_cast<std::uint8_t>(random.below(256));
  return image;
}

void time_policy(benchmark::State& state, const Policy& policy) {
  const Pipeline pipeline(policy, 1);
  const Image original = picture(static_cast<int>(state.range(0)));
  Sample sample = image_sample(original, 0, 0);
  Scratch scratch;
  for (auto _ : state) {
    sample.image().pixels = original.pixels;
    ++sample.index;
    pipeline.apply(sample, 0, scratch);
    benchmark::DoNotOptimize(sample.image().pixels.data());
  }
  state.SetItemsProcessed(state.iterations());
}

Policy one_identity() {
  Policy policy;
  policy.root = {Call{.op = "identity", .probability = 0.5}};
  return policy;
}

}  // namespace

int main(int argc, char** argv) {
  const auto add = [](const std::string& name, const Policy& policy) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [policy](benchmark::State& state) { time_policy(state, policy); })
        ->ArgName("side")
        ->Arg(32)
        ->Arg(224);
  };
  add("identity", one_identity());
  for (const char* name : {"trivialaugment", "randaugment:2:9", "autoaugment-cifar10", "augmix"}) {
    add(name, published_policy(name));
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
