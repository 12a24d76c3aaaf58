// Samples of several fields through the loader.
#include "variegate/loader/loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <set>

#include "tests/fields/made_set.h"
#include "tests/support/error_text.h"
#include "variegate/ops/own_ops.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class FieldLoader : public testing::Test {
 protected:
  OwnOps own_{{&test::gain(), &test::invert(), &test::swap_words()}};

  static LoaderOptions usual() {
    return {.batch_size = 16, .seed = 5, .policy = test::sounds_and_words_policy()};
  }
};

// A batch in memory of its own.
struct Held {
  explicit Held(Loader& loader) : fields(loader.fields()), memory(loader.batch_bytes() / 64 + 1) {
    loader.submit(memory.data());
    loader.next(batch);
  }

  // What the batch has of the sample's field.
  template <typename T>
  std::vector<T> values(std::size_t field, std::size_t sample) const {
    const FieldBuffer& buffer = fields.at(field);
    std::vector<T> read(buffer.sample_bytes / sizeof(T));
    std::memcpy(read.data(), bytes() + buffer.offset + sample * buffer.sample_bytes, buffer.sample_bytes);
    return read;
  }

  std::uint64_t digest() const {
    std::uint64_t digest = batch.epoch;
    for (const FieldBuffer& field : fields) {
      digest = derive(digest, hash_text({reinterpret_cast<const char*>(bytes() + field.offset),
                                         batch.size * field.sample_bytes}));
    }
    for (std::size_t i = 0; i < batch.size; ++i)
      digest = derive(derive(digest, batch.indices[i]), static_cast<std::uint64_t>(batch.labels[i]));
    return digest;
  }

  const std::byte* bytes() const { return reinterpret_cast<const std::byte*>(memory.data()); }

  struct alignas(64) Line {
    std::byte bytes[64];
  };
  std::vector<FieldBuffer> fields;
  std::vector<Line> memory;
  LoadedBatch batch;
};

std::vector<std::uint64_t> digests_of(Loader& loader, int batches) {
  std::vector<std::uint64_t> digests;
  for (int i = 0; i < batches; ++i) digests.push_back(Held(loader).digest());
  return digests;
}

// One sample of a picture, a sound of two channels and a text.
SampleSet picture_sound_text() {
  Sample sample = image_sample(Image(2, 2, 1, 7), 0, 0);
  sample.fields.push_back(
      {"sound", Audio{.rate = 10, .channels = 2, .samples = {0.5F, -0.5F, 0.25F, 0.75F, 1.0F, 0.0F}}});
  sample.fields.push_back({"words", Text{.utf8 = "a\u00e9"}});
  Sample other = sample;
  other.label = 1;
  other.fields[1].value = Audio{.rate = 10, .channels = 1, .samples = {0.125F}};
  other.fields[2].value = Text{.utf8 = ""};
  return {.fields = {{"image", ImageShape{2, 2, 1}}, {"sound", AudioShape{10, 0, 0}}, {"words", TextShape{}}},
          .samples = {sample, other},
          .class_names = {"x", "y"}};
}

LoaderOptions plain_options() {
  LoaderOptions options{.batch_size = 2, .channels = 1, .shuffle = false};
  options.format = {.element = TensorFormat::Element::uint8};
  options.formats = {{"sound", AudioFormat{2, 4}}, {"words", TextFormat{5}}};
  return options;
}

TEST_F(FieldLoader, LaysEveryFieldOutAsItsFormatSays) {
  const SampleDataset data(picture_sound_text());
  Loader loader(data, plain_options());
  ASSERT_EQ(loader.fields().size(), 3U);
  EXPECT_EQ(loader.fields()[0].spec, (FieldSpec{"image", ImageShape{2, 2, 1}}));
  EXPECT_EQ(loader.fields()[1].spec, (FieldSpec{"sound", AudioShape{10, 2, 4}}));
  EXPECT_EQ(loader.fields()[2].spec, (FieldSpec{"words", TextShape{5, 257}}));
  EXPECT_EQ(loader.fields()[0].offset, 0U);
  EXPECT_EQ(loader.fields()[1].offset, 64U);
  EXPECT_EQ(loader.fields()[2].offset, 128U);
  EXPECT_EQ(loader.batch_bytes(), 128U + 2 * 5 * 4);
  const Held held(loader);
  EXPECT_THAT(held.batch.labels, ElementsAre(0, 1));
  EXPECT_THAT(held.values<std::uint8_t>(0, 0), ElementsAre(7, 7, 7, 7));
  EXPECT_THAT(held.values<float>(1, 0), ElementsAre(0.5F, 0.25F, 1.0F, 0.0F, -0.5F, 0.75F, 0.0F, 0.0F));
  EXPECT_THAT(held.values<float>(1, 1), ElementsAre(0.125F, 0, 0, 0, 0.125F, 0, 0, 0));
  EXPECT_THAT(held.values<std::int32_t>(2, 0), ElementsAre(0x61 + 1, 0xC3 + 1, 0xA9 + 1, 0, 0));
  EXPECT_THAT(held.values<std::int32_t>(2, 1), ElementsAre(0, 0, 0, 0, 0));
}

TEST_F(FieldLoader, CutsWhatIsLongerAndTakesTheMeanOfChannels) {
  const SampleDataset data(picture_sound_text());
  LoaderOptions options = plain_options();
  options.fields = {"words", "sound"};
  options.formats = {{"sound", AudioFormat{1, 2}}, {"words", TextFormat{2}}};
  Loader loader(data, options);
  EXPECT_EQ(loader.width(), 0);
  const Held held(loader);
  EXPECT_THAT(held.values<std::int32_t>(0, 0), ElementsAre(0x61 + 1, 0xC3 + 1)) << "within a character";
  EXPECT_THAT(held.values<float>(1, 0), ElementsAre(0.0F, 0.5F));
  EXPECT_THAT(held.values<float>(1, 1), ElementsAre(0.125F, 0.0F));
}

TEST_F(FieldLoader, GivesTheSameBytesWithAnyNumberOfThreads) {
  const SampleDataset data(test::sounds_and_words(100, 1));
  std::set<std::vector<std::uint64_t>> seen;
  for (const int threads : {0, 1, 3}) {
    LoaderOptions options = usual();
    options.threads = threads;
    Loader loader(data, options);
    seen.insert(digests_of(loader, 15));
  }
  EXPECT_EQ(seen.size(), 1U);
}

TEST_F(FieldLoader, GivesWhatThePipelineMakesOfEachSample) {
  const SampleSet set = test::sounds_and_words(50, 1);
  const SampleDataset data(set);
  Loader loader(data, usual());
  const Pipeline pipeline(usual().policy, usual().seed);
  Scratch scratch;
  std::set<std::uint64_t> indices;
  std::size_t changed = 0;
  for (std::size_t i = 0; i < loader.batches_an_epoch(); ++i) {
    const Held held(loader);
    for (std::size_t k = 0; k < held.batch.size; ++k) {
      const std::uint64_t index = held.batch.indices[k];
      indices.insert(index);
      EXPECT_EQ(held.batch.labels[k], set.samples[index].label);
      Sample sample;
      pipeline.apply(set.samples[index], sample, 0, scratch);
      EXPECT_EQ(held.values<float>(0, k), sample.audio("sound").samples);
      std::vector<std::int32_t> tokens;
      for (const char byte : sample.text("words").utf8) tokens.push_back(byte + 1);
      EXPECT_EQ(held.values<std::int32_t>(1, k), tokens);
      changed += sample.text("words") != set.samples[index].text("words") ? 1 : 0;
    }
  }
  EXPECT_EQ(indices.size(), 50U);
  EXPECT_GT(changed, 20U);
}

TEST_F(FieldLoader, GoesOnInMidEpochAtTheSameSample) {
  const SampleDataset data(test::sounds_and_words(53, 1));
  for (const int threads : {0, 3}) {
    LoaderOptions options = usual();
    options.threads = threads;
    Loader whole(data, options);
    digests_of(whole, 2);
    const LoaderState kept = whole.state();
    const std::vector<std::uint64_t> rest = digests_of(whole, 6);
    std::vector<std::byte> memory;
    Loader resumed(data, options);
    memory.resize(resumed.batch_bytes());
    resumed.submit(memory.data());  // abandoned by the restore
    resumed.restore(kept);
    EXPECT_EQ(digests_of(resumed, 6), rest);
  }
}

TEST_F(FieldLoader, BringsPicturesAmongOtherFieldsToOneShape) {
  SampleSet set = picture_sound_text();
  set.samples[1].image() = Image(6, 4, 3, 9);
  set.fields[0].shape = ImageShape{};
  const SampleDataset data(set);
  LoaderOptions options = plain_options();
  options.width = options.height = 3;
  options.policy = parse_policy(
      R"({"format": "variegate-policy", "version": 1, "fields": {"image": "image", "sound": "audio"},)"
      R"( "policy": {"sequence": [{"call": "invert"}, {"call": "invert", "field": "sound"}]}})",
      "made");
  for (const Fit::Kind fit : {Fit::Kind::stretch, Fit::Kind::random_part, Fit::Kind::policy_part}) {
    options.fit.kind = fit;
    Loader loader(data, options);
    const Held held(loader);
    EXPECT_EQ(held.values<std::uint8_t>(0, 0), std::vector<std::uint8_t>(9, 248));
    EXPECT_EQ(held.values<std::uint8_t>(0, 1), std::vector<std::uint8_t>(9, 246));
    EXPECT_EQ(held.values<float>(1, 1).front(), -0.125F);
    EXPECT_EQ(held.values<std::int32_t>(2, 0).front(), 0x61 + 1) << "no field of the policy";
  }
}

TEST_F(FieldLoader, LeavesOutOrNamesWhatDoesNotFit) {
  SampleSet set = test::sounds_and_words(12, 1);
  set.samples[3].audio("sound").rate = 200;
  set.samples[7].text("words").utf8 = "\xff";
  const SampleDataset data(set);
  LoaderOptions options = usual();
  options.shuffle = false;
  const auto told = [&] {
    return error_text([&] {
      Loader loader(data, options);
      const Held held(loader);
    });
  };
  EXPECT_THAT(told(), AllOf(HasSubstr("sample 3"), HasSubstr("field 'sound'"),
                            HasSubstr("another rate; got 200; expected 100")));
  options.samples = {7};
  EXPECT_THAT(told(), AllOf(HasSubstr("sample 7"), HasSubstr("field 'words'"), HasSubstr("not UTF-8")));
  options.samples = {};
  options.skip_bad = true;
  for (const int threads : {0, 2}) {
    options.threads = threads;
    Loader loader(data, options);
    const Held held(loader);
    EXPECT_THAT(held.batch.indices, ElementsAre(0, 1, 2, 4, 5, 6, 8, 9, 10, 11));
    EXPECT_EQ(loader.skipped(), 2U);
    LoaderOptions last = options;
    last.samples = {11};
    Loader alone(data, last);
    const Held expected(alone);
    EXPECT_EQ(held.values<float>(0, 9), expected.values<float>(0, 0));
    EXPECT_EQ(held.values<std::int32_t>(1, 9), expected.values<std::int32_t>(1, 0));
  }
  options.skip_bad = false;
  set = picture_sound_text();
  set.samples[0].audio("sound").channels = 3;
  const SampleDataset three(set);
  EXPECT_THAT(error_text([&] {
                Loader loader(three, plain_options());
                const Held held(loader);
              }),
              HasSubstr("field 'sound': a sound of other channels; got 3; expected 1 or 2"));
}

TEST_F(FieldLoader, RefusesWhatMakesNoSense) {
  const SampleDataset data(picture_sound_text());
  const auto refusal = [&](const auto& change) {
    LoaderOptions options = plain_options();
    change(options);
    return error_text([&] { Loader(data, options); });
  };
  EXPECT_EQ(refusal([](LoaderOptions&) {}), "");
  EXPECT_THAT(refusal([](auto& o) { o.formats.erase("sound"); }),
              HasSubstr("channels of the field 'sound'; got 0"));
  EXPECT_THAT(refusal([](auto& o) {
                o.formats["sound"] = AudioFormat{1, 0};
              }),
              AllOf(HasSubstr("'sound' has no length"), HasSubstr("AudioFormat{")));
  EXPECT_THAT(refusal([](auto& o) { o.formats.erase("words"); }),
              AllOf(HasSubstr("'words' has no length"), HasSubstr("TextFormat{")));
  EXPECT_THAT(refusal([](auto& o) { o.formats["words"] = TextFormat{std::size_t{1} << 40}; }),
              HasSubstr("'words' is too long"));
  EXPECT_THAT(refusal([](auto& o) {
                o.formats["words"] = AudioFormat{1, 9};
              }),
              HasSubstr("another kind for the field 'words'; got audio; expected text"));
  EXPECT_THAT(refusal([](auto& o) { o.formats["wrods"] = TextFormat{4}; }),
              HasSubstr("did you mean 'words'"));
  EXPECT_THAT(refusal([](auto& o) {
                o.fields = {"image", "voice"};
              }),
              HasSubstr("a field that is not there; got 'voice'"));
  EXPECT_THAT(refusal([](auto& o) {
                o.fields = {"image", "image"};
                o.formats.clear();
              }),
              HasSubstr("asked for twice"));
  EXPECT_THAT(refusal([](auto& o) {
                o.policy.fields = {{"voice", FieldKind::audio}};
                o.policy.root = {Call{.op = "gain", .field = "voice"}};
              }),
              AllOf(HasSubstr("a policy of a field that the data do not have; got 'voice' (audio)"),
                    HasSubstr("'sound' (audio)")));
}

TEST_F(FieldLoader, MixesSamplesOfOnePictureAlone) {
  const SampleDataset data(picture_sound_text());
  LoaderOptions options = plain_options();
  options.policy = published_policy("mixup");
  EXPECT_THAT(error_text([&] { Loader(data, options); }),
              AllOf(HasSubstr("mixes samples ('mixup' on 'image')"), HasSubstr("'sound' (audio)")));
  options.fields = {"image"};
  options.formats = {};
  Loader loader(data, options);
  const Held held(loader);
  EXPECT_EQ(held.batch.soft_labels.size(), 4U);
  EXPECT_EQ(held.values<std::uint8_t>(0, 1), std::vector<std::uint8_t>(4, 7));
}

TEST(SampleDataset, RefusesSamplesThatAreNotWhatItSays) {
  const auto refusal = [](const auto& change) {
    SampleSet set = picture_sound_text();
    change(set);
    return error_text([&] { SampleDataset{set}; });
  };
  EXPECT_EQ(refusal([](SampleSet&) {}), "");
  EXPECT_THAT(refusal([](auto& set) { set.samples[1].fields.pop_back(); }),
              AllOf(HasSubstr("sample 1: its field 'words'"), HasSubstr("got nothing; expected text")));
  EXPECT_THAT(refusal([](auto& set) { set.samples[0].fields[1].value = Text{}; }),
              HasSubstr("got text; expected sound"));
  EXPECT_THAT(refusal([](auto& set) { set.samples[0].label = 2; }),
              HasSubstr("a label without a class; got 2"));
}

}  // namespace
}  // namespace variegate
