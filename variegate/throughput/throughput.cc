#include "variegate/throughput/throughput.h"

#include <cstddef>
#include <vector>

#include "variegate/ops/op.h"
#include "variegate/pipeline/pipeline.h"

namespace variegate {
namespace {

// What a thread keeps from picture to picture.
struct Worker {
  Sample sample;
  Scratch scratch = {};
  std::vector<std::byte> tensor = {};
  std::uint64_t epoch = 0;
};

// Once more over all pictures: change(original, worker) makes the worker's sample of each.
template <typename Change>
Rate rate_of(std::span<const Image> pictures, const RateOptions& options, Change change) {
  std::vector<Sample> originals;
  for (std::size_t i = 0; i < pictures.size(); ++i) originals.push_back(image_sample(pictures[i], 0, i));
  const Worker first{.sample = originals.front()};
  std::vector<Worker> all(static_cast<std::size_t>(options.threads), first);
  const auto pass = [&](int thread) {
    Worker& worker = all[static_cast<std::size_t>(thread)];
    for (const Sample& original : originals) change(original, worker);
    ++worker.epoch;
  };
  return measure_rate(pass, static_cast<double>(pictures.size()), options);
}

}  // namespace

Rate policy_rate(const Policy& policy, std::span<const Image> pictures, const RateOptions& options,
                 const std::optional<TensorFormat>& format) {
  const Pipeline pipeline(policy, 0);
  if (!format) {
    return rate_of(pictures, options, [&](const Sample& original, Worker& worker) {
      pipeline.apply(original, worker.sample, worker.epoch, worker.scratch);
    });
  }
  const std::size_t bytes = pictures[0].pixels.size() * element_bytes(format->element);
  return rate_of(pictures, options, [&](const Sample& original, Worker& worker) {
    worker.tensor.resize(bytes);
    pipeline.apply(original, worker.sample, worker.epoch, worker.scratch, *format, worker.tensor.data());
  });
}

Rate copy_rate(std::span<const Image> pictures, const RateOptions& options) {
  return rate_of(pictures, options, [](const Sample& original, Worker& worker) {
    worker.sample.image().pixels = original.image().pixels;
  });
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
