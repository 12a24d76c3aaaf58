// Batches of a policy that mixes samples.
#include <gmock/gmock.h>

#include <cstring>
#include <set>

#include "tests/data/made_data.h"
#include "tests/loader/digest.h"
#include "tests/loader/small_pictures.h"
#include "tests/support/error_text.h"
#include "variegate/data/decode/resize.h"
#include "variegate/data/formats.h"
#include "variegate/pipeline/batch_mixes.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

LoaderOptions mixing_options(const std::string& mixes = "mixup-cutmix") {
  LoaderOptions options = usual_options();
  options.policy = with_base(base_policy("crop-flip"), published_policy(mixes));
  return options;
}

// What the loader must give for a batch of these samples, which are in its shape already.
void expect_mixed(const Dataset& data, const LoaderOptions& options, const LoadedBatch& batch) {
  const Pipeline pipeline(options.policy, options.seed, {.batch_follows = true});
  const BatchMixes mixes(options.policy, options.seed);
  Scratch scratch;
  std::vector<Sample> samples;
  for (const std::uint64_t index : batch.indices) {
    Sample sample = data.load(index);
    sample.image() = resize(sample.image(), options.width, options.height);
    pipeline.apply(sample, batch.epoch, scratch);
    samples.push_back(std::move(sample));
  }
  const std::size_t classes = data.class_names().size();
  ASSERT_EQ(batch.soft_labels.size(), batch.size * classes);
  const auto values = static_cast<std::size_t>(options.width * options.height * 3);
  std::vector<float> expected(values);
  MixedSample mixed;
  for (std::size_t i = 0; i < batch.size; ++i) {
    mixes.apply(samples, i, batch.epoch, mixed);
    kernels::normalise(mixed.image, options.format, expected.data());
    EXPECT_EQ(std::memcmp(expected.data(), static_cast<const float*>(batch.memory) + i * values,
                          values * sizeof(float)),
              0);
    EXPECT_EQ(batch.labels[i], data.label(batch.indices[i]));
    for (std::size_t k = 0; k < classes; ++k)
      EXPECT_EQ(batch.soft_labels[i * classes + k], mixed.label.weight_of(static_cast<int>(k)));
  }
}

TEST(LoaderMixes, AreThoseOfThePolicyOverTheSamplesOfEachBatch) {
  const auto data = small_pictures(40);
  for (const char* mixes : {"mixup:1", "cutmix", "mosaic", "sample-pairing", "mixup-cutmix"}) {
    LoaderOptions options = mixing_options(mixes);
    options.width = options.height = 32;
    Loader loader(*data, options);
    std::vector<char> memory(loader.batch_bytes());
    LoadedBatch batch;
    std::size_t shared = 0;
    for (int i = 0; i < 4; ++i) {  // the third is not full, the fourth is of another epoch
      loader.submit(memory.data());
      loader.next(batch);
      expect_mixed(*data, options, batch);
      for (const float weight : batch.soft_labels) shared += weight > 0.0F && weight < 1.0F ? 1 : 0;
    }
    EXPECT_EQ(shared > 0, std::string(mixes) != "sample-pairing") << mixes;
  }
}

TEST(LoaderMixes, DoNotDependOnThreads) {
  const auto data = small_pictures(100);
  std::set<std::uint64_t> digests;
  for (const int threads : {0, 1, 2, 4}) {
    LoaderOptions options = mixing_options();
    options.threads = threads;
    Loader loader(*data, options);
    digests.insert(digest_of_batches(loader, 15));
  }
  EXPECT_EQ(digests.size(), 1U);
}

TEST(LoaderMixes, GoOnFromTheEndOfABatch) {
  const auto data = small_pictures(53);
  for (const int threads : {0, 1, 3}) {
    LoaderOptions options = mixing_options();
    options.threads = threads;
    for (const int before : {1, 3, 4, 6}) {
      Loader whole(*data, options);
      digest_of_batches(whole, before);
      const LoaderState state = whole.state();
      const std::uint64_t expected = digest_of_batches(whole, 6);
      std::vector<char> memory;
      Loader resumed(*data, options);
      memory.resize(2 * resumed.batch_bytes());
      resumed.submit(memory.data());  // both are abandoned by the restore, wherever they are
      resumed.submit(memory.data() + resumed.batch_bytes());
      resumed.restore(state);
      EXPECT_EQ(digest_of_batches(resumed, 6), expected) << before;
    }
  }
}

TEST(LoaderMixes, AreOfTheSamplesThatCouldBeRead) {
  const TemporaryFolder folder;
  for (int i = 0; i < 12; ++i) {
    const auto bytes = encode_jpeg(photo(32, 32, i), 90);
    write_file(folder, "d/" + std::string(i % 2 == 0 ? "a" : "b") + "/" + std::to_string(i) + ".jpg",
               i % 5 == 1 ? "\xFF\xD8\xFF\xE0 no more" : text_of(bytes));
  }
  const auto data = locate_data(folder.file("d"), "auto", "").train.open();
  LoaderOptions options = mixing_options();
  options.width = options.height = 32;
  options.shuffle = false;
  options.batch_size = 12;
  options.skip_bad = true;
  for (const int threads : {0, 2}) {
    options.threads = threads;
    std::vector<char> memory;
    Loader loader(*data, options);
    memory.resize(loader.batch_bytes());
    loader.submit(memory.data());
    LoadedBatch batch;
    loader.next(batch);
    EXPECT_EQ(batch.size, 9U);
    EXPECT_EQ(loader.skipped(), 3U);
    expect_mixed(*data, options, batch);
    options.skip_bad = false;
    Loader strict(*data, options);
    strict.submit(memory.data());
    EXPECT_THAT(error_text([&] { strict.next(batch); }), HasSubstr("cannot be decoded"));
    options.skip_bad = true;
  }
  options.samples = {};
  for (std::size_t i = 0; i < data->size(); ++i) {
    if (data->name(i).ends_with("/1.jpg") || data->name(i).ends_with("/6.jpg")) options.samples.push_back(i);
  }
  std::vector<char> memory;
  Loader none(*data, options);
  memory.resize(none.batch_bytes());
  none.submit(memory.data());
  LoadedBatch batch;
  none.next(batch);
  EXPECT_EQ(batch.size, 0U);
}

TEST(LoaderMixes, AloneMakeLabelsSoft) {
  const auto data = small_pictures(8);
  LoaderOptions options = usual_options();
  std::vector<char> memory;
  Loader loader(*data, options);
  memory.resize(loader.batch_bytes());
  loader.submit(memory.data());
  LoadedBatch batch;
  batch.soft_labels = {1.0F};  // of a batch of another loader
  loader.next(batch);
  EXPECT_TRUE(batch.soft_labels.empty());
  options = mixing_options("mixup");
  options.shuffle = false;
  options.samples = {5};  // it meets itself
  Loader alone(*data, options);
  alone.submit(memory.data());
  alone.next(batch);
  EXPECT_THAT(batch.soft_labels, ElementsAre(0.0F, 1.0F));
}

TEST(LoaderMixes, NeedAClassForEverySample) {
  const auto data = small_pictures(8, {0, 1, 0, 0, 1, 1, -1, 0});
  LoaderOptions options = mixing_options();
  EXPECT_THAT(error_text([&] { Loader(*data, options); }),
              HasSubstr("a policy with mixes of samples, for a sample that has no class"));
  options.samples = {0, 1, 3};
  Loader loader(*data, options);
}

}  // namespace
}  // namespace variegate
