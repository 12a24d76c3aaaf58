#include "variegate/data/pool_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/core/thread_pool.h"
#include "variegate/core/usable_cpus.h"
#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/many_pictures.h"

namespace variegate {
namespace {

constexpr std::size_t kAtOnce = 256;  // decoded before they join the pool

struct Decoded {
  Image image;
  PictureFacts facts;
  std::exception_ptr fault;
};

}  // namespace

std::uint64_t prepared_bytes(std::size_t pictures, const Preparation& preparation, int channels) {
  // The proportions of most photographs, at the size of crop_size().
  const double more =
      preparation.fit == DataFit::crop ? kLargerThanTheModel * kLargerThanTheModel * 4 / 3 : 1.0;
  return static_cast<std::uint64_t>(static_cast<double>(pictures) * preparation.width * preparation.height *
                                    channels * more);
}

PoolBuilder::PoolBuilder(UnnamedFile* file) : file_(file), pool_(std::make_shared<PicturePool>()) {}

PictureSet PoolBuilder::load(const Dataset& dataset, const std::vector<std::size_t>& indices,
                             const std::vector<int>& class_of, const std::vector<std::string>& class_names,
                             const PictureOptions& options) {
  const Preparation& preparation = options.preparation;
  check_memory(indices.size(), preparation.width, preparation.height,
               prepared_bytes(indices.size(), preparation));
  PictureSet set;
  set.class_names = class_names;
  set.width = options.preparation.width;
  set.height = options.preparation.height;
  set.fit = options.preparation.fit;
  if (file_ == nullptr)
    pool_->own.reserve(pool_->own.size() + prepared_bytes(indices.size(), options.preparation));
  const std::size_t first_of_set = pool_->pictures.size();
  std::vector<int> channels;  // of the set's pictures, as they were decoded
  const int cores = indices.size() < kWorthThreads ? 1 : std::min(usable_cpus(), 8);
  ThreadPool threads(cores);
  std::vector<PreparationScratch> scratch(static_cast<std::size_t>(cores));
  std::vector<Decoded> decoded(std::min(kAtOnce, indices.size()));
  for (std::size_t first = 0; first < indices.size(); first += kAtOnce) {
    const std::size_t count = std::min(kAtOnce, indices.size() - first);
    threads.for_each(count, [&](std::size_t i, int thread) {
      decoded[i].fault = nullptr;
      try {
        decoded[i].facts = prepare_picture(dataset, indices[first + i], options.preparation,
                                           scratch[static_cast<std::size_t>(thread)], decoded[i].image);
      } catch (const Error&) {
        decoded[i].fault = std::current_exception();
      } catch (const std::bad_alloc&) {
        decoded[i].fault = std::make_exception_ptr(out_of_memory(dataset.name(indices[first + i])));
      }
    });
    for (std::size_t i = 0; i < count; ++i) {
      if (decoded[i].fault) {
        if (!options.skip_bad) std::rethrow_exception(decoded[i].fault);
        if (++set.skipped <= kReasonsKept) set.skipped_reasons.push_back(error_words(decoded[i].fault));
        continue;
      }
      set.members.push_back(pool_->pictures.size());
      set.facts.add(decoded[i].facts, dataset.name(indices[first + i]));
      channels.push_back(decoded[i].image.channels);
      add(decoded[i].image, class_of.at(static_cast<std::size_t>(dataset.label(indices[first + i]))));
    }
  }
  const bool colour = std::find(channels.begin(), channels.end(), 3) != channels.end();
  set.channels = options.channels > 0 ? options.channels : colour ? 3 : 1;
  unify_channels(first_of_set, channels, set.channels);
  pool_->channels = set.channels;
  set.pool = pool_;
  return set;
}

void PoolBuilder::finish() {
  if (file_ == nullptr) return;
  MappedBytes mapped = map_file(file_->path(), file_->size());
  pool_->mapped = mapped.bytes;
  pool_->mapping = std::move(mapped.mapping);
}

void PoolBuilder::add(const Image& image, int label) {
  PicturePool::Picture& picture = pool_->pictures.emplace_back();
  picture.width = image.width;
  picture.height = image.height;
  picture.label = label;
  append(picture, image.pixels);
}

void PoolBuilder::append(PicturePool::Picture& picture, std::span<const std::uint8_t> bytes) {
  picture.offset = file_ == nullptr ? pool_->own.size() : file_->size();
  if (file_ == nullptr) {
    pool_->own.insert(pool_->own.end(), bytes.begin(), bytes.end());
  } else {
    file_->append(bytes);
  }
}

Image PoolBuilder::read(std::size_t picture, int channels) const {
  const PicturePool::Picture& from = pool_->pictures[picture];
  Image image(from.width, from.height, channels);
  if (file_ == nullptr) {
    std::copy_n(pool_->own.data() + from.offset, image.pixels.size(), image.pixels.begin());
  } else {
    file_->read(from.offset, image.pixels);
  }
  return image;
}

// Few pictures need it, so what they were before stays where it is, unused.
void PoolBuilder::unify_channels(std::size_t first, const std::vector<int>& channels, int wanted) {
  for (std::size_t i = 0; i < channels.size(); ++i) {
    if (channels[i] == wanted) continue;
    const Image image = with_channels(read(first + i, channels[i]), wanted);
    append(pool_->pictures[first + i], image.pixels);
  }
}

}  // namespace variegate
