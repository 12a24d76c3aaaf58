// How much of the speed of a bare training loop is left when pictures are augmented beside it. Trains the
// default child on made-up 32 x 32 pictures: (a) the same steps fed with ready batches from memory, (b)
// Trainer with several policies, taking turns so that whatever else the machine does hits all alike. The
// target is a ratio of 0.90.
//   train_bench [ROUNDS] [small-conv:16 | wrn-16-2 | ...]
#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/data/pool_dataset.h"
#include "variegate/policy/published.h"
#include "variegate/train/learner.h"
#include "variegate/train/precision.h"
#include "variegate/train/trainer.h"
#include "variegate/train/training_batches.h"

namespace {

using namespace variegate;

constexpr std::size_t kImages = 1024;
constexpr std::size_t kValues = 32 * 32 * 3;  // of a picture
constexpr int kEpochs = 4;                    // of a round

ImageSet noise() {
  ImageSet set{.width = 32,
               .height = 32,
               .channels = 3,
               .samples = {},
               .class_names = {},
               .skipped = 0,
               .skipped_reasons = {}};
  for (int label = 0; label < 10; ++label) set.class_names.push_back(std::to_string(label));
  for (std::size_t i = 0; i < kImages; ++i) {
    Stream random({.seed = 1, .epoch = 0, .sample = i, .place = hash_text("train_bench")});
    Image image(32, 32, 3);
    for (std::uint8_t& value : image.pixels) value = static_cast<std::uint8_t>(random.below(256));
    set.samples.push_back(image_sample(std::move(image), static_cast<int>(i % 10), i));
  }
  return set;
}

struct ReadyBatch {
  std::vector<float> pixels;
  ChildBatch batch;  // of them
};

std::vector<ReadyBatch> ready_batches(const PictureSet& set, const ChildSpec& spec) {
  const PoolDataset data(set);
  TrainingBatches shown(data, picture_loading(set), base_policy("none"),
                        {.batch_size = spec.batch_size, .epochs = 1, .overlap = false});
  std::vector<ReadyBatch> batches;
  while (const TrainingBatch* batch = shown.next()) {
    const auto* pixels = static_cast<const float*>(batch->fields[0]);
    ReadyBatch& ready = batches.emplace_back(ReadyBatch{{pixels, pixels + batch->size * kValues}, *batch});
    ready.batch.fields = {ready.pixels.data()};  // which stay there when the vector grows
  }
  return batches;
}

double images_per_second(const std::vector<ReadyBatch>& batches, const ChildSpec& spec, bool bf16) {
  Learner learner(spec, {.fields = {{"image", ImageShape{32, 32, 3}}}, .classes = 10}, 1, bf16);
  const auto epoch = [&] {
    for (const ReadyBatch& batch : batches) {
      learner.learn(batch.batch, spec.learning_rate);
    }
    learner.finish_epoch();
  };
  epoch();  // as Trainer's first epoch, which is not counted either
  const auto start = std::chrono::steady_clock::now();
  for (int i = 1; i < kEpochs; ++i) epoch();
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return static_cast<double>(kImages * (kEpochs - 1)) / seconds;
}

struct Arm {
  std::string name;
  Policy policy;
  std::vector<double> speeds = {};
  double waiting = 0.0;
};

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void run(Arm& arm, const Trainer& trainer) {
  RunRequest request;
  request.work = Train{.policy = arm.policy, .epochs = kEpochs};
  for (int epoch = 1; epoch <= kEpochs; ++epoch) request.train().report_epochs.push_back(epoch);
  double seconds = 0.0;
  trainer.train(request, [&](const Report& report) {
    if (report.epoch == 1) return true;
    seconds += static_cast<double>(kImages) / report.samples_per_second;
    arm.waiting = std::max(arm.waiting, report.waiting);
    return true;
  });
  arm.speeds.push_back(static_cast<double>(kImages * (kEpochs - 1)) / seconds);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
  ChildSpec spec;
  if (argc > 2) spec.model = argv[2];
  at::set_num_threads(1);
  at::globalContext().setFlushDenormal(true);
  const ImageSet set = noise();
  const std::vector<ReadyBatch> batches = ready_batches(set, spec);
  ImageSet few = set;
  few.samples.resize(1);
  const Trainer trainer(set, few, spec);
  const Policy base = base_policy("crop-flip");
  Arm arms[] = {{"none", base_policy("none")},
                {"crop-flip", base},
                {"crop-flip + trivialaugment", with_base(base, published_policy("trivialaugment"))},
                {"crop-flip + randaugment:2:9", with_base(base, published_policy("randaugment:2:9"))}};
  const bool bf16 = trainer.precision() == "bf16";
  std::vector<double> bare;
  for (int round = 0; round < rounds; ++round) {
    bare.push_back(images_per_second(batches, spec, bf16));
    for (Arm& arm : arms) run(arm, trainer);
  }
  std::printf("%s, %s, batches of %d, %d rounds, median images a second\n", spec.model.c_str(),
              trainer.precision().c_str(), spec.batch_size, rounds);
  std::printf("  %-30s %7.0f\n", "from memory, bare loop", median(bare));
  for (const Arm& arm : arms) {
    std::printf("  %-30s %7.0f  ratio %.2f  waiting for data at most %.1f %%\n", arm.name.c_str(),
                median(arm.speeds), median(arm.speeds) / median(bare), 100.0 * arm.waiting);
  }
  std::printf("  fp32 %.0f, bf16 %.0f; the processor %s bfloat16 instructions\n",
              images_per_second(batches, spec, false), images_per_second(batches, spec, true),
              processor_has_bf16() ? "has" : "lacks");
}
