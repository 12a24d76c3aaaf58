#include "variegate/data/image_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <string_view>
#include <thread>

#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/core/thread_pool.h"
#include "variegate/data/colour.h"
#include "variegate/data/resize.h"

namespace variegate {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 34;
constexpr std::size_t kReasonsKept = 10;
constexpr std::size_t kWorthThreads = 64;  // fewer pictures load faster than threads start

struct Loaded {
  std::optional<Sample> sample;
  std::exception_ptr fault;
};

Loaded load_one(const Dataset& dataset, std::size_t index, const LoadOptions& options) {
  try {
    Sample sample = dataset.load(index);
    if (options.annotations) {
      resize_annotations(sample, options.shape.width, options.shape.height);
    } else {
      std::erase_if(sample.fields, [](const Field& field) { return field.name != "image"; });
    }
    Image& image = sample.image();
    if (image.channels == 4) image = over_black(image);
    image = resize(image, options.shape.width, options.shape.height);
    return {.sample = std::move(sample), .fault = nullptr};
  } catch (const Error&) {
    return {.sample = std::nullopt, .fault = std::current_exception()};
  }
}

std::string words_of(const std::exception_ptr& fault) {
  try {
    std::rethrow_exception(fault);
  } catch (const Error& error) {
    return error.what();
  }
}

void check_memory(std::size_t count, const ImageShape& shape) {
  const std::size_t one =
      std::size_t{3} * static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height);
  if (count <= kMostBytes / one) return;
  throw Error({.where = "",
               .what = "the images take too much memory",
               .got = fmt::format("{} of {} x {} pixels", count, shape.width, shape.height),
               .expected = "at most 16 GiB",
               .mend = "give --resolution, or a smaller --train-size"});
}

}  // namespace

ImageSet load_images(const Dataset& dataset, const std::vector<std::size_t>& indices,
                     const std::vector<int>& class_of, const std::vector<std::string>& class_names,
                     const LoadOptions& options) {
  ImageSet set;
  set.class_names = class_names;
  set.width = options.shape.width;
  set.height = options.shape.height;
  check_memory(indices.size(), options.shape);
  std::vector<Loaded> loaded(indices.size());
  const unsigned cores =
      indices.size() < kWorthThreads ? 1 : std::clamp(std::thread::hardware_concurrency(), 1U, 8U);
  ThreadPool pool(static_cast<int>(cores));
  pool.for_each(indices.size(),
                [&](std::size_t i, int) { loaded[i] = load_one(dataset, indices[i], options); });
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    if (loaded[i].fault != nullptr) {
      if (!options.skip_bad) std::rethrow_exception(loaded[i].fault);
      if (++set.skipped <= kReasonsKept) set.skipped_reasons.push_back(words_of(loaded[i].fault));
      continue;
    }
    Sample& sample = set.samples.emplace_back(*std::move(loaded[i].sample));
    sample.label = class_of.at(static_cast<std::size_t>(dataset.label(indices[i])));
    sample.index = set.samples.size() - 1;
  }
  const auto is_colour = [](const Sample& sample) { return sample.image().channels == 3; };
  set.channels = options.shape.channels;
  if (set.channels == 0)
    set.channels = std::any_of(set.samples.begin(), set.samples.end(), is_colour) ? 3 : 1;
  for (Sample& sample : set.samples) sample.image() = with_channels(std::move(sample.image()), set.channels);
  return set;
}

ImageShape first_shape(const Dataset& dataset, bool skip_bad) {
  for (std::size_t i = 0; i < dataset.size(); ++i) {
    try {
      const Sample sample = dataset.load(i);
      return {.width = sample.image().width, .height = sample.image().height, .channels = 0};
    } catch (const Error&) {
      if (!skip_bad || i + 1 == dataset.size()) throw;
    }
  }
  throw Error({.where = "", .what = "the data set is empty", .got = "", .expected = "", .mend = ""});
}

std::uint64_t digest_of(const ImageSet& set) {
  const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
  std::uint64_t digest = mix(mix(number(set.width), number(set.height)), number(set.channels));
  for (const Sample& sample : set.samples) {
    const auto& pixels = sample.image().pixels;
    const std::string_view bytes(reinterpret_cast<const char*>(pixels.data()), pixels.size());
    digest = mix(mix(digest, place_of(bytes)), number(sample.label));
  }
  return digest;
}

}  // namespace variegate
