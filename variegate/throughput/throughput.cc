#include "variegate/throughput/throughput.h"

#include <cstddef>
#include <vector>

#include "variegate/pipeline/pipeline.h"

namespace variegate {
namespace {

// What a thread keeps from picture to picture.
struct Worker {
  Sample sample;
  Scratch scratch;
  std::vector<std::byte> tensor;
  std::uint64_t epoch = 0;
};

// Once more over all pictures: change(worker) is called with each in the worker's sample.
template <typename Change>
void pass(std::span<const Image> pictures, Worker& worker, Change change) {
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    worker.sample.image().pixels = pictures[i].pixels;
    worker.sample.index = i;
    change(worker);
  }
  ++worker.epoch;
}

template <typename Change>
Rate rate_of(std::span<const Image> pictures, const RateOptions& options, Change change) {
  Worker first;
  first.sample = image_sample(pictures[0], 0, 0);
  std::vector<Worker> all(static_cast<std::size_t>(options.threads), first);
  return measure_rate([&](int thread) { pass(pictures, all[static_cast<std::size_t>(thread)], change); },
                      static_cast<double>(pictures.size()), options);
}

}  // namespace

Rate policy_rate(const Policy& policy, std::span<const Image> pictures, const RateOptions& options,
                 const std::optional<TensorFormat>& format) {
  const Pipeline pipeline(policy, 0);
  if (!format) {
    return rate_of(pictures, options,
                   [&](Worker& worker) { pipeline.apply(worker.sample, worker.epoch, worker.scratch); });
  }
  const std::size_t bytes = pictures[0].pixels.size() * element_bytes(format->element);
  return rate_of(pictures, options, [&](Worker& worker) {
    worker.tensor.resize(bytes);
    pipeline.apply(worker.sample, worker.epoch, worker.scratch, *format, worker.tensor.data());
  });
}

Rate copy_rate(std::span<const Image> pictures, const RateOptions& options) {
  return rate_of(pictures, options, [](Worker&) {});
}

Policy strongest(const Op& op) {
  Call call{.op = op.name};
  if (op.magnitude.searchable) {
    call.arguments = {{op.parameters[0].name, Distribution::constant(op.magnitude.strongest)}};
  }
  Policy policy;
  policy.name = op.name;
  policy.root = {call};
  return policy;
}

}  // namespace variegate
