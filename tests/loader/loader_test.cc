// What a loader delivers is the same whoever asks, whenever it was interrupted, and whatever runs beside it.
#include "variegate/loader/loader.h"

#include <gmock/gmock.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <set>

#include "tests/data/made_data.h"
#include "tests/loader/digest.h"
#include "tests/loader/small_pictures.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/resize.h"
#include "variegate/data/formats.h"

namespace variegate {
namespace {

using testing::HasSubstr;

// Twenty JPEG files of several sizes, and where asked one that is none.
void write_photos(const TemporaryFolder& folder, bool with_bad = false) {
  for (int i = 0; i < 20; ++i) {
    const auto bytes = encode_jpeg(photo(90 + 7 * i, 150 - 4 * i, i), 90);
    write_file(folder, "d/" + std::string(i % 2 == 0 ? "a" : "b") + "/" + std::to_string(i) + ".jpg",
               text_of(bytes));
  }
  if (with_bad) write_file(folder, "d/a/bad.jpg", "\xFF\xD8\xFF\xE0 no more");
}

struct Epoch {
  std::vector<std::uint64_t> indices;
  std::vector<std::size_t> sizes;
};

Epoch run_epoch(Loader& loader) {
  std::vector<char> memory(loader.batch_bytes());
  Epoch epoch;
  LoadedBatch batch;
  for (std::size_t i = 0; i < loader.batches_an_epoch(); ++i) {
    loader.submit(memory.data());
    loader.next(batch);
    epoch.indices.insert(epoch.indices.end(), batch.indices.begin(), batch.indices.end());
    epoch.sizes.push_back(batch.size);
  }
  return epoch;
}

TEST(Loader, GivesTheSameBytesWithAnyNumberOfThreads) {
  const TemporaryFolder folder;
  write_photos(folder);
  const auto photos = locate_data(folder.file("d"), "auto", "").train.open();
  const auto small = small_pictures(100);
  for (const Dataset* data : {photos.get(), small.get()}) {
    for (const Fit::Kind kind : {Fit::Kind::stretch, Fit::Kind::random_part}) {
      std::set<std::uint64_t> digests;
      for (const int threads : {0, 1, 2, 4}) {
        LoaderOptions options = usual_options();
        options.threads = threads;
        options.fit.kind = kind;
        options.width = options.height = 40;
        Loader loader(*data, options);
        digests.insert(digest_of_batches(loader, 15));
      }
      EXPECT_EQ(digests.size(), 1U);
    }
  }
}

TEST(Loader, EvenBatchesDifferByOneSampleAndVisitEverySampleOnce) {
  for (const std::size_t count : {5U, 16U, 17U, 65U, 100U}) {
    const auto data = small_pictures(count);
    LoaderOptions options{.batch_size = 16, .width = 32, .height = 32};
    options.even_batches = true;
    Loader loader(*data, options);
    for (int epoch = 0; epoch < 2; ++epoch) {
      const Epoch seen = run_epoch(loader);
      EXPECT_EQ(seen.sizes.size(), (count + 15) / 16);
      const auto [least, most] = std::minmax_element(seen.sizes.begin(), seen.sizes.end());
      EXPECT_LE(*most - *least, 1U) << count;
      EXPECT_LE(*most, 16U);
      EXPECT_EQ(std::set<std::uint64_t>(seen.indices.begin(), seen.indices.end()).size(), count);
      EXPECT_EQ(seen.indices.size(), count);
    }
    EXPECT_EQ(loader.state(), (LoaderState{.epoch = 2, .sample = 0}));
  }
  LoaderOptions both{.width = 32, .height = 32, .drop_last = true};
  both.even_batches = true;
  const auto data = small_pictures(200);
  EXPECT_THAT(error_text([&] { Loader(*data, both); }), HasSubstr("even_batches and drop_last"));
}

TEST(Loader, EvenBatchesGoOnWhereAStateWasKept) {
  const auto data = small_pictures(65);
  LoaderOptions options = usual_options();
  options.width = options.height = 32;
  options.even_batches = true;
  Loader whole(*data, options);
  digest_of_batches(whole, 7);
  const LoaderState kept = whole.state();
  const std::uint64_t rest = digest_of_batches(whole, 6);
  Loader other(*data, options);
  other.restore(kept);
  EXPECT_EQ(digest_of_batches(other, 6), rest);
}

TEST(Loader, TheOrderIsDrawnFromTheStreamThatIsNamed) {
  const auto data = small_pictures(50);
  LoaderOptions options{.batch_size = 50, .width = 32, .height = 32, .seed = 4};
  options.order = "order";
  Loader loader(*data, options);
  std::vector<std::uint64_t> expected;
  for (const std::size_t sample : Stream({4, 0, 0, hash_text("order")}).permutation(50))
    expected.push_back(sample);
  EXPECT_EQ(run_epoch(loader).indices, expected);
}

TEST(Loader, GivesWhatReadingResizingAndAugmentingOneByOneGive) {
  const TemporaryFolder folder;
  write_photos(folder);
  const auto data = locate_data(folder.file("d"), "auto", "").train.open();
  LoaderOptions options = usual_options();
  options.width = 97;
  options.height = 83;
  Loader loader(*data, options);
  std::vector<float> memory(loader.batch_bytes() / sizeof(float));
  loader.submit(memory.data());
  LoadedBatch batch;
  loader.next(batch);
  const Pipeline pipeline(options.policy, options.seed);
  Scratch scratch;
  std::vector<float> expected(97 * 83 * 3);
  for (std::size_t i = 0; i < batch.size; ++i) {
    Sample sample = data->load(batch.indices[i]);
    sample.image() = resize(sample.image(), 97, 83);
    pipeline.apply(sample, sample, 0, scratch, options.format, expected.data());
    EXPECT_EQ(batch.labels[i], data->label(batch.indices[i]));
    EXPECT_EQ(
        std::memcmp(expected.data(), memory.data() + i * expected.size(), expected.size() * sizeof(float)),
        0);
  }
}

TEST(Loader, TurnsPicturesUprightAsReadingThemDoes) {
  const TemporaryFolder folder;
  Image waves(90, 60, 3);
  for (std::size_t i = 0; i < waves.pixels.size(); ++i)
    waves.pixels[i] = static_cast<std::uint8_t>(i / 97 % 256);
  for (int orientation = 1; orientation <= 8; ++orientation)
    write_file(folder,
               "d/" + std::string(orientation % 2 == 0 ? "a/" : "b/") + std::to_string(orientation) + ".jpg",
               with_orientation(text_of(encode_jpeg(waves, 90)), orientation));
  for (const Orientation way : {Orientation::apply, Orientation::ignore}) {
    const auto data = locate_data(folder.file("d"), "auto", "", {.orientation = way}).train.open();
    LoaderOptions options{.batch_size = 8, .width = 50, .height = 45};
    options.format = {.element = TensorFormat::Element::uint8, .layout = PixelLayout::interleaved};
    Loader loader(*data, options);
    std::vector<std::uint8_t> memory(loader.batch_bytes());
    loader.submit(memory.data());
    LoadedBatch batch;
    loader.next(batch);
    for (std::size_t i = 0; i < batch.size; ++i) {
      PictureFacts facts;
      const Sample sample = data->load_with_facts(batch.indices[i], facts);
      EXPECT_EQ(sample.image().width == 60, way == Orientation::apply && facts.orientation >= 5);
      const Image expected = resize(sample.image(), 50, 45);
      EXPECT_EQ(std::memcmp(expected.pixels.data(), memory.data() + i * expected.pixels.size(),
                            expected.pixels.size()),
                0);
    }
  }
}

TEST(Loader, VisitsEverySampleOnceAnEpochInAnOrderOfItsOwn) {
  const auto data = small_pictures(53);
  LoaderOptions options = usual_options();
  Loader loader(*data, options);
  const Epoch first = run_epoch(loader);
  const Epoch second = run_epoch(loader);
  EXPECT_THAT(first.sizes, testing::ElementsAre(16, 16, 16, 5));
  EXPECT_NE(first.indices, second.indices);
  for (Epoch epoch : {first, second}) {
    std::sort(epoch.indices.begin(), epoch.indices.end());
    for (std::size_t i = 0; i < 53; ++i) EXPECT_EQ(epoch.indices[i], i);
  }
  options.shuffle = false;
  options.samples = {7, 3, 3, 50};
  Loader plain(*data, options);
  EXPECT_THAT(run_epoch(plain).indices, testing::ElementsAre(7, 3, 3, 50));
}

TEST(Loader, DropLastGivesFullBatchesAlone) {
  const auto data = small_pictures(53);
  LoaderOptions options = usual_options();
  options.drop_last = true;
  Loader loader(*data, options);
  EXPECT_THAT(run_epoch(loader).sizes, testing::ElementsAre(16, 16, 16));
  EXPECT_EQ(loader.state(), (LoaderState{.epoch = 1, .sample = 0}));
  loader.restore({.epoch = 1, .sample = 40});
  EXPECT_EQ(loader.state(), (LoaderState{.epoch = 2, .sample = 0}));
}

TEST(Loader, GoesOnInMidEpochAtTheSameSample) {
  const auto data = small_pictures(53);
  const LoaderOptions options = usual_options();
  for (const int before : {1, 3, 4, 6}) {
    Loader whole(*data, options);
    digest_of_batches(whole, before);
    const std::string kept = json_text(to_json(whole.state()));
    const std::uint64_t expected = digest_of_batches(whole, 6);

    std::vector<char> memory;
    Loader resumed(*data, options);
    memory.resize(resumed.batch_bytes());
    resumed.submit(memory.data());  // abandoned by the restore
    const Json document = parse_json(kept, "checkpoint");
    resumed.restore(loader_state_from_json(JsonReader(document, "checkpoint")));
    EXPECT_EQ(digest_of_batches(resumed, 6), expected) << before;
  }
}

TEST(Loader, SkipsAndCountsBadFilesWhenAskedElseNamesTheFirst) {
  const TemporaryFolder folder;
  write_photos(folder, true);
  const auto data = locate_data(folder.file("d"), "auto", "").train.open();
  LoaderOptions options = usual_options();
  options.width = options.height = 20;
  options.batch_size = 8;
  for (const int threads : {0, 2}) {
    options.threads = threads;
    options.skip_bad = true;
    Loader skipping(*data, options);
    const Epoch epoch = run_epoch(skipping);
    EXPECT_EQ(epoch.indices.size(), 20U);
    EXPECT_EQ(skipping.skipped(), 1U);
    ASSERT_EQ(skipping.skipped_reasons().size(), 1U);
    EXPECT_THAT(skipping.skipped_reasons()[0], HasSubstr("d/a/bad.jpg: the JPEG data cannot be decoded"));

    options.skip_bad = false;
    Loader strict(*data, options);
    EXPECT_THAT(error_text([&] { run_epoch(strict); }),
                HasSubstr("d/a/bad.jpg: the JPEG data cannot be decoded"));
    LoadedBatch batch;
    EXPECT_THAT(error_text([&] { strict.next(batch); }), HasSubstr("d/a/bad.jpg"));
  }
}

TEST(Loader, ForkedAndSpawnedProcessesSeeTheSame) {
  const TemporaryFolder folder;
  write_photos(folder);
  const auto data = locate_data(folder.file("d"), "auto", "").train.open();
  LoaderOptions options = usual_options();
  Loader own(*data, options);
  const std::uint64_t expected = digest_of_batches(own, 5);

  int pipe[2];
  ASSERT_EQ(::pipe(pipe), 0);
  const ::pid_t child = ::fork();
  if (child == 0) {
    options.threads = 2;
    Loader forked(*data, options);  // made after the fork, of data opened before it
    const std::uint64_t digest = digest_of_batches(forked, 5);
    ::_exit(::write(pipe[1], &digest, sizeof digest) == sizeof digest ? 0 : 1);
  }
  std::uint64_t digest = 0;
  ASSERT_EQ(::read(pipe[0], &digest, sizeof digest), static_cast<::ssize_t>(sizeof digest));
  int status = 0;
  ::waitpid(child, &status, 0);
  ::close(pipe[0]);
  ::close(pipe[1]);
  EXPECT_EQ(digest, expected);

  std::FILE* spawned = ::popen((std::string(LOADER_DIGEST) + " " + folder.file("d") + " 1 5").c_str(), "r");
  ASSERT_NE(spawned, nullptr);
  unsigned long long told = 0;
  EXPECT_EQ(std::fscanf(spawned, "%llu", &told), 1);
  EXPECT_EQ(::pclose(spawned), 0);
  EXPECT_EQ(told, expected);
}

TEST(Loader, RefusesWhatMakesNoSense) {
  const auto data = small_pictures(5);
  const auto refusal = [&](auto change) {
    LoaderOptions options = usual_options();
    change(options);
    return error_text([&] { Loader(*data, options); });
  };
  EXPECT_THAT(refusal([](auto& o) { o.batch_size = 0; }), HasSubstr("batch_size: out of range; got 0"));
  EXPECT_THAT(refusal([](auto& o) { o.channels = 4; }), HasSubstr("channels; got 4"));
  EXPECT_THAT(refusal([](auto& o) { o.samples = {5}; }), HasSubstr("a sample that is not there; got 5"));
  EXPECT_THAT(refusal([](auto& o) { o.drop_last = true; }), HasSubstr("too few samples for a batch; got 5"));
  std::vector<char> memory;  // outlives the loader, which fills it until the end
  Loader loader(*data, usual_options());
  LoadedBatch batch;
  EXPECT_THAT(error_text([&] { loader.next(batch); }), HasSubstr("no batch was submitted"));
  EXPECT_THAT(error_text([&] { loader.restore({.epoch = 0, .sample = 5}); }),
              HasSubstr("a state of other data"));
  memory.resize(3 * loader.batch_bytes());
  loader.submit(memory.data());
  loader.submit(memory.data() + loader.batch_bytes());
  EXPECT_THAT(error_text([&] { loader.submit(memory.data() + 2 * loader.batch_bytes()); }),
              HasSubstr("too many batches submitted"));
}

TEST(Fit, TakesTheMiddleInTheShapesProportions) {
  Stream random({.seed = 1});
  const auto part = [&](const Fit& fit, int width, int height) {
    return fitted_part(fit, 500, 375, width, height, random);
  };
  EXPECT_EQ(part({}, 224, 224), (Box{0, 0, 500, 375}));
  EXPECT_EQ(part({.kind = Fit::Kind::crop_middle, .shorter = 0}, 224, 224), (Box{62, 0, 375, 375}));
  EXPECT_EQ(part({.kind = Fit::Kind::crop_middle}, 200, 100), (Box{0, 62, 500, 250}));
  // 375 pixels become 256, of which 224 are kept: 328.125.
  EXPECT_EQ(part({.kind = Fit::Kind::crop_middle, .shorter = 256}, 224, 224), (Box{86, 23, 328, 328}));
  const Box drawn = part({.kind = Fit::Kind::random_part, .part = {.scale_low = 0.5}}, 224, 224);
  const double area = static_cast<double>(drawn.width) * drawn.height / (500 * 375);
  EXPECT_GT(area, 0.49);
  EXPECT_NEAR(std::log(static_cast<double>(drawn.width) / drawn.height), 0, std::log(4.0 / 3.0) + 0.01);
}

}  // namespace
}  // namespace variegate
