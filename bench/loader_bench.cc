// Pictures a second out of a loader, beside reading or decoding alone: loader_bench --benchmark_filter=jpeg.
// The last number of a name is that of threads in the background; with 0 the caller does the work.
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/encode.h"
#include "variegate/data/formats.h"
#include "variegate/data/formats/parts/packed_dataset.h"
#include "variegate/loader/loader.h"
#include "variegate/policy/published.h"
#include "variegate/throughput/made_pictures.h"

namespace {

using namespace variegate;

constexpr int kBatch = 128;
constexpr std::size_t kEpoch = 16 * kBatch;  // pictures, each several times: what is timed is not the disk

std::unique_ptr<Dataset> made_cifar() {
  PackedImages images;
  images.width = images.height = 32;
  images.channels = 3;
  images.files.push_back({.name = "made", .first = 0});
  images.class_names = {"one"};
  for (const Image& image : made_pictures(2048, 32, 32)) {
    images.pixels.insert(images.pixels.end(), image.pixels.begin(), image.pixels.end());
    images.labels.push_back(0);
  }
  return std::make_unique<PackedDataset>(std::move(images));
}

// A folder of JPEG files of one size, removed at the end.
class JpegFolder {
 public:
  JpegFolder(int width, int height) {
    path_ = std::filesystem::temp_directory_path() /
            ("loader_bench-" + std::to_string(::getpid()) + "-" + std::to_string(width));
    std::filesystem::create_directories(path_ / "one");
    int number = 0;
    for (const Image& image : made_pictures(32, width, height)) {
      const auto bytes = encode_jpeg(image, 90);
      std::ofstream(path_ / "one" / (std::to_string(number++) + ".jpg"), std::ios::binary)
          .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
  }
  ~JpegFolder() { std::filesystem::remove_all(path_); }
  JpegFolder(const JpegFolder&) = delete;
  JpegFolder& operator=(const JpegFolder&) = delete;

  std::unique_ptr<Dataset> open() const { return locate_data(path_.string(), "folder", "").train.open(); }

 private:
  std::filesystem::path path_;
};

LoaderOptions options_of(const Dataset& data, int side, Fit::Kind fit, const Policy& policy, int threads) {
  LoaderOptions options;
  options.batch_size = kBatch;
  for (std::size_t i = 0; i < kEpoch; ++i) options.samples.push_back(i % data.size());
  options.width = options.height = side;
  options.threads = threads;
  options.fit.kind = fit;
  options.policy = policy;
  options.format = with_moments({}, {0.485, 0.456, 0.406, 0}, {0.229, 0.224, 0.225, 1});
  return options;
}

void time_loader(benchmark::State& state, const Dataset& data, const LoaderOptions& options) {
  std::vector<std::vector<char>> memory;  // outlives the loader, which fills it until the end
  Loader loader(data, options);
  memory.resize(static_cast<std::size_t>(options.prefetch), std::vector<char>(loader.batch_bytes()));
  for (auto& one : memory) loader.submit(one.data());
  LoadedBatch batch;
  std::int64_t pictures = 0;
  for (auto _ : state) {
    loader.next(batch);
    pictures += static_cast<std::int64_t>(batch.size);
    loader.submit(batch.memory);
  }
  state.SetItemsProcessed(pictures);
}

// Reads and decodes whole pictures, into memory that is used again.
void time_reading(benchmark::State& state, const Dataset& data) {
  std::vector<std::uint8_t> bytes;
  Image image;
  Sample sample;
  std::size_t i = 0;
  for (auto _ : state) {
    if (data.read_compressed(i, bytes)) {
      decode_image_part(bytes, "picture", whole_picture, image);
    } else {
      data.load_into(i, sample);
    }
    benchmark::DoNotOptimize(image.pixels.data());
    i = (i + 1) % data.size();
  }
  state.SetItemsProcessed(state.iterations());
}

void add(const std::string& name, const Dataset& data, int side, Fit::Kind fit, const Policy& augmentation) {
  benchmark::RegisterBenchmark((name + "/read").c_str(), [&data](benchmark::State& state) {
    time_reading(state, data);
  })->UseRealTime();
  const auto loader = [&](const std::string& what, const Policy& policy) {
    for (const int threads : {0, 1, 2}) {
      benchmark::RegisterBenchmark((name + "/" + what + "/" + std::to_string(threads)).c_str(),
                                   [&data, side, fit, policy, threads](benchmark::State& state) {
                                     time_loader(state, data, options_of(data, side, fit, policy, threads));
                                   })
          ->UseRealTime();
    }
  };
  loader("plain", {});
  loader("augmented", augmentation);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const Policy randaugment = find_policy("randaugment:2:9");
  const Policy cropped = with_base(base_policy("crop-flip"), randaugment);
  const Policy flipped = with_base(base_policy("flip"), randaugment);
  const auto cifar = made_cifar();
  const JpegFolder small(224, 224);
  const JpegFolder photos(500, 375);
  const JpegFolder large(2000, 1500);
  const auto small_data = small.open();
  const auto photo_data = photos.open();
  const auto large_data = large.open();
  add("cifar", *cifar, 32, Fit::Kind::stretch, cropped);
  add("jpeg224", *small_data, 224, Fit::Kind::stretch, cropped);
  add("jpeg500x375", *photo_data, 224, Fit::Kind::random_part, flipped);
  add("jpeg2000x1500", *large_data, 224, Fit::Kind::random_part, flipped);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
