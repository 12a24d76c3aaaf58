#include "tests/train/made_children.h"

#include <ATen/ops/conv1d.h>
#include <ATen/ops/embedding.h>
#include <ATen/ops/zeros.h>

#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/data/sample_set.h"

namespace variegate::test {
namespace {

constexpr std::size_t kFrames = 48;
constexpr std::size_t kTokens = 16;
constexpr int kSize = 8;  // of an embedding

Audio made_sound_of(bool fast, Stream& random) {
  Audio audio{.rate = 100, .channels = 1, .samples = {}};
  const double cycles = fast ? random.uniform(9, 12) : random.uniform(2, 4);
  const double phase = random.uniform(0, 2 * std::numbers::pi);
  for (std::size_t i = 0; i < kFrames; ++i) {
    const double turn = 2 * std::numbers::pi * cycles * static_cast<double>(i) / kFrames;
    audio.samples.push_back(static_cast<float>(0.5 * std::sin(turn + phase) + 0.1 * random.normal()));
  }
  return audio;
}

Text made_words_of(bool dogs, Stream& random) {
  static constexpr std::array<const char*, 3> kOthers = {"a", "the", "my"};
  const std::string animal = dogs ? "dog" : "cat";
  std::string text = std::string(kOthers[random.below(3)]) + " " + animal;
  if (random.below(2) == 0) text += " " + animal;
  return {.utf8 = text};
}

std::shared_ptr<const Dataset> made_samples(std::size_t count, std::uint64_t seed) {
  SampleSet set{.fields = {{"sound", AudioShape{.rate = 100, .channels = 1, .frames = kFrames}},
                           {"words", TextShape{.tokens = kTokens, .vocabulary = kByteTokens}}},
                .samples = {},
                .class_names = {"slow cat", "fast cat", "slow dog", "fast dog"}};
  for (std::size_t i = 0; i < count; ++i) {
    Stream random({.seed = seed, .epoch = 0, .sample = i, .place = hash_text("sounds with words")});
    Sample sample{.index = i, .label = static_cast<int>(i % 4), .fields = {}};
    sample.fields.push_back({"sound", made_sound_of(sample.label % 2 == 1, random)});
    sample.fields.push_back({"words", made_words_of(sample.label >= 2, random)});
    set.samples.push_back(std::move(sample));
  }
  return std::make_shared<SampleDataset>(std::move(set));
}

class SoundEncoder {
 public:
  SoundEncoder(ChildTensors& tensors, const AudioShape& shape)
      : filters_(tensors.add_parameter(at::zeros({16, shape.channels, 9}), WeightRole::convolution)),
        out_(tensors, 16, kSize) {}

  at::Tensor operator()(const at::Tensor& sound) const {  // batch x channels x frames
    return out_(at::conv1d(sound, filters_).relu().mean(2));
  }

 private:
  at::Tensor filters_;
  Linear out_;
};

class WordsEncoder {
 public:
  WordsEncoder(ChildTensors& tensors, const TextShape& shape)
      : rows_(tensors.add_parameter(at::zeros({static_cast<std::int64_t>(shape.vocabulary), 16}),
                                    WeightRole::embedding)),
        out_(tensors, 16, kSize) {}

  at::Tensor operator()(const at::Tensor& tokens) const {  // batch x tokens
    const at::Tensor there = tokens.ne(0).to(at::kFloat).unsqueeze(2);
    return out_(at::embedding(rows_, tokens).mul(there).sum(1).div(there.sum(1).clamp_min(1)));
  }

 private:
  at::Tensor rows_;
  Linear out_;
};

const auto& sound_shape(const ChildInputs& inputs, std::size_t field) {
  return std::get<AudioShape>(inputs.fields.at(field).shape);
}
const auto& words_shape(const ChildInputs& inputs, std::size_t field) {
  return std::get<TextShape>(inputs.fields.at(field).shape);
}

template <typename Encoder>
class OneField final : public ChildModel {
 public:
  template <typename Shape>
  OneField(const Shape& shape, int classes) : encode_(tensors_, shape), out_(tensors_, kSize, classes) {}

  at::Tensor features(std::span<const at::Tensor> fields, bool) const override {
    return encode_(fields[0]).relu();
  }
  at::Tensor classify(const at::Tensor& features) const override { return out_(features); }

 private:
  Encoder encode_;
  Linear out_;
};

class Pair final : public ChildModel {
 public:
  explicit Pair(const ChildInputs& inputs)
      : sound_(tensors_, sound_shape(inputs, 0)),
        words_(tensors_, words_shape(inputs, 1)),
        out_(tensors_, 2 * kSize, inputs.classes) {}

  std::vector<at::Tensor> embeddings(std::span<const at::Tensor> fields, bool) const override {
    return {sound_(fields[0]), words_(fields[1])};
  }
  at::Tensor classify(const at::Tensor& features) const override { return out_(features.relu()); }

 private:
  SoundEncoder sound_;
  WordsEncoder words_;
  Linear out_;
};

using Made = std::unique_ptr<ChildModel>;

}  // namespace

TaskData sounds_with_words(std::size_t train, std::size_t evaluation) {
  return {.train = made_samples(train, 1), .evaluation = made_samples(evaluation, 2)};
}

const ChildFamily& made_sound() {
  static const ChildFamily family{.name = "made-sound",
                                  .pattern = "made-sound",
                                  .example = "made-sound",
                                  .summary = "one convolution over a sound",
                                  .takes = {FieldKind::audio},
                                  .make = [](std::string_view, const ChildInputs& inputs) -> Made {
                                    return std::make_unique<OneField<SoundEncoder>>(sound_shape(inputs, 0),
                                                                                    inputs.classes);
                                  },
                                  .expects = "made-sound"};
  return family;
}

const ChildFamily& made_words() {
  static const ChildFamily family{.name = "made-words",
                                  .pattern = "made-words",
                                  .example = "made-words",
                                  .summary = "the mean of a text's bytes",
                                  .takes = {FieldKind::text},
                                  .make = [](std::string_view, const ChildInputs& inputs) -> Made {
                                    return std::make_unique<OneField<WordsEncoder>>(words_shape(inputs, 0),
                                                                                    inputs.classes);
                                  },
                                  .expects = "made-words"};
  return family;
}

const ChildFamily& made_pair() {
  static const ChildFamily family{.name = "made-pair",
                                  .pattern = "made-pair",
                                  .example = "made-pair",
                                  .summary = "a sound and a text, each embedded",
                                  .takes = {FieldKind::audio, FieldKind::text},
                                  .make = [](std::string_view, const ChildInputs& inputs) -> Made {
                                    return std::make_unique<Pair>(inputs);
                                  },
                                  .expects = "made-pair"};
  return family;
}

}  // namespace variegate::test
