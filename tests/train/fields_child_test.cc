// A child of two fields, a sound and a text, from a data set through the loader to its value. That
// tests/train and tests/fields alone hold its family, its data and the operation on its sounds is what is
// tested.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/fields/made_fields.h"
#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "tests/train/made_children.h"
#include "tests/train/made_images.h"
#include "variegate/ops/own_ops.h"
#include "variegate/policy/policy_json.h"
#include "variegate/train/field_tensor.h"
#include "variegate/train/learner.h"
#include "variegate/train/trainer.h"
#include "variegate/train/training_batches.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const ChildSpec kPair = {.model = "made-pair", .batch_size = 16, .learning_rate = 0.1, .precision = "fp32"};

Policy louder_or_softer() {
  return parse_policy(R"({"format": "variegate-policy", "version": 1,
      "fields": {"sound": "audio", "words": "text"},
      "policy": {"sequence": [
        {"call": "gain", "with": {"decibels": {"uniform": [-6, 6]}}, "field": "sound"},
        {"call": "swap_words", "field": "words"}]}})",
                      "made");
}

RunRequest request(int epochs, const Policy& policy = louder_or_softer(), std::uint64_t seed = 3) {
  RunRequest run{.trial = 1, .seed = seed};
  Train work{.policy = policy, .epochs = epochs};
  for (int epoch = 1; epoch <= epochs; ++epoch) work.report_epochs.push_back(epoch);
  run.work = work;
  return run;
}

// All that a run reports but its times.
std::string train(const Trainer& trainer, const RunRequest& run, int stop = 0) {
  std::ostringstream text;
  trainer.train(run, [&](const Report& report) {
    text << std::hexfloat << report.epoch << ' ' << report.value << ' ' << report.loss << ' '
         << report.train_accuracy << '\n';
    return report.epoch != stop;
  });
  return text.str();
}

double value_of(TaskData data, const ChildSpec& spec, const Policy& policy) {
  return Trainer(std::move(data), spec).train(request(25, policy), [](const Report&) { return true; }).value;
}

class TwoFields : public testing::Test {
 protected:
  OwnOps ops_{{&test::gain(), &test::swap_words()}};
  OwnChildren children_{{&test::made_sound(), &test::made_words(), &test::made_pair()}};
};

TEST_F(TwoFields, TellMoreThanEitherAlone) {
  EXPECT_GT(value_of(test::sounds_with_words(256, 200), kPair, louder_or_softer()), 0.9);
  for (const auto& [field, model] : {std::pair{"sound", "made-sound"}, std::pair{"words", "made-words"}}) {
    TaskData alone = test::sounds_with_words(256, 200);
    alone.loading.fields = {field};
    ChildSpec spec = kPair;
    spec.model = model;
    const double value = value_of(std::move(alone), spec, Policy());
    EXPECT_GT(value, 0.4) << field << ": half of it can be told";
    EXPECT_LT(value, 0.65) << field;
  }
}

TEST_F(TwoFields, RepeatFromTheSeedWithAnyOverlapAndGoOnFromACheckpoint) {
  const TaskData data = test::sounds_with_words(70, 40);
  const std::string whole = train(Trainer(data, kPair), request(4));
  EXPECT_EQ(train(Trainer(data, kPair), request(4)), whole);
  EXPECT_EQ(train(Trainer(data, kPair, {.overlap = false}), request(4)), whole);
  EXPECT_NE(train(Trainer(data, kPair), request(4, louder_or_softer(), 4)), whole);
  EXPECT_NE(train(Trainer(data, kPair), request(4, Policy())), whole) << "without augmentation";
  const TemporaryFolder folder;
  RunRequest run = request(4);
  run.checkpoint = folder.file("trial.state");
  EXPECT_TRUE(whole.starts_with(train(Trainer(data, kPair), run, 2)));
  EXPECT_EQ(train(Trainer(data, kPair), run), whole);
}

TEST_F(TwoFields, AreScoredAndEmbeddedByAFrozenChild) {
  const TemporaryFolder folder;
  const Trainer trainer(test::sounds_with_words(70, 41), kPair);
  RunRequest run = request(3, Policy());
  run.checkpoint = folder.file("frozen.state");
  const auto any = [](const Report&) { return true; };
  const Done trained = trainer.run(run, any);
  RunRequest score{.trial = 2, .seed = 9};
  score.work = Score{.policy = Policy(), .frozen = run.checkpoint};
  EXPECT_DOUBLE_EQ(trainer.run(score, any).value, trained.value);
  score.work = Embed{.frozen = run.checkpoint};
  const Done embedded = trainer.run(score, any);
  EXPECT_EQ(embedded.features->size, 16U) << "both embeddings";
  EXPECT_EQ(embedded.features->values.size(), 41U * 16U);
}

TEST_F(TwoFields, AreTensorsOfTheirKindsOverTheLoadersBlock) {
  const TaskData data = test::sounds_with_words(20, 4);
  const Trainer trainer(data, kPair);
  EXPECT_THAT(trainer.fields(),
              ElementsAre(FieldSpec{"sound", AudioShape{.rate = 100, .channels = 1, .frames = 48}},
                          FieldSpec{"words", TextShape{.tokens = 16, .vocabulary = kByteTokens}}));
  TrainingBatches shown(*data.train, data.loading, Policy(), {.batch_size = 7});
  const TrainingBatch* batch = shown.next();
  ASSERT_EQ(batch->size, 6U) << "three batches of twenty samples";
  const at::Tensor sound = field_tensor(trainer.fields()[0], batch->fields[0], batch->size);
  const at::Tensor words = field_tensor(trainer.fields()[1], batch->fields[1], batch->size);
  EXPECT_EQ(sound.sizes(), (at::IntArrayRef{6, 1, 48}));
  EXPECT_EQ(words.sizes(), (at::IntArrayRef{6, 16}));
  EXPECT_EQ(words.scalar_type(), at::kInt);
  EXPECT_GE(words[5][0].item<int>(), 'a' + 1) << "all begin with a small letter";
  EXPECT_EQ(words[5][15].item<int>(), 0) << "behind the end";
  EXPECT_LT(sound.abs().max().item<double>(), 1.2);
  EXPECT_GT(sound.abs().max().item<double>(), 0.3);
}

TEST_F(TwoFields, OfOtherNamesOrKindsAreRefused) {
  TaskData data = test::sounds_with_words(20, 4);
  ChildSpec spec = kPair;
  spec.model = "small-conv:4";
  EXPECT_THAT(error_text([&] { Trainer(data, spec); }),
              AllOf(HasSubstr("got audio, text"), HasSubstr("expected image")));
  TaskData swapped = data;
  swapped.loading.fields = {"words", "sound"};
  EXPECT_THAT(error_text([&] { Trainer(swapped, kPair); }), HasSubstr("got text, audio"));
}

TEST_F(TwoFields, AreDrawnTogetherByContrast) {
  const TaskData data = test::sounds_with_words(64, 40);
  ChildSpec contrast = kPair;
  contrast.info_nce = 0.5;
  const auto last_loss = [&](const ChildSpec& spec) {
    double loss = 0.0;
    Trainer(data, spec).train(request(6), [&](const Report& report) {
      loss = report.loss;
      return true;
    });
    return loss;
  };
  EXPECT_GT(last_loss(contrast), last_loss(kPair)) << "the contrast is part of it";
  EXPECT_EQ(train(Trainer(data, contrast), request(2)), train(Trainer(data, contrast), request(2)));
  EXPECT_NE(train(Trainer(data, contrast), request(2)), train(Trainer(data, kPair), request(2)));

  TaskData sound = data;
  sound.loading.fields = {"sound"};
  contrast.model = "made-sound";
  EXPECT_THAT(error_text([&] { train(Trainer(sound, contrast), request(1, Policy())); }),
              HasSubstr("a child that gives none"));
}

TEST(PictureFields, AreTakenInterleavedAlone) {
  TaskData data = picture_data(bright_and_dark(20, 1), bright_and_dark(20, 2));
  EXPECT_EQ(Trainer(data, {.model = "small-conv:4"}).fields(),
            (std::vector<FieldSpec>{{"image", ImageShape{16, 16, 3}}}));
  data.loading.format = {};
  EXPECT_THAT(error_text([&] { Trainer(data, {.model = "small-conv:4"}); }),
              AllOf(HasSubstr("field 'image'"), HasSubstr("float32, interleaved")));
}

TEST(OwnChildren, AreKnownWhileTheyLive) {
  const ChildInputs inputs{.fields = {{"sound", AudioShape{.rate = 100, .channels = 1, .frames = 48}}},
                           .classes = 4};
  {
    const OwnChildren own({&test::made_sound()});
    EXPECT_GT(count_parameters(*make_child("made-sound", inputs)), 0);
    EXPECT_THAT(error_text([&] { make_child("made-sond", inputs); }), HasSubstr("did you mean 'made-sound'"));
  }
  EXPECT_THAT(error_text([&] { make_child("made-sound", inputs); }), HasSubstr("unknown child"));
}

TEST(OwnChildren, ThatCannotBeFoundOrMadeAreRefusedAltogether) {
  const auto refusal = [](const auto& change) {
    ChildFamily family = test::made_words();
    change(family);
    const std::string text = error_text([&] { OwnChildren({&test::made_sound(), &family}); });
    EXPECT_NO_THROW(OwnChildren({&test::made_sound()})) << "none was added";
    return text;
  };
  EXPECT_THAT(refusal([](ChildFamily& family) { family.name = "wrn"; }), HasSubstr("there is one of"));
  EXPECT_THAT(refusal([](ChildFamily& family) { family.name = "made-2"; }), HasSubstr("cannot be told"));
  EXPECT_THAT(refusal([](ChildFamily& family) { family.name = ""; }), HasSubstr("cannot be told"));
  EXPECT_THAT(refusal([](ChildFamily& family) { family.takes.clear(); }), HasSubstr("takes no field"));
  EXPECT_THAT(refusal([](ChildFamily& family) { family.make = nullptr; }), HasSubstr("nothing makes"));
}

}  // namespace
}  // namespace variegate
