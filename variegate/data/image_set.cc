#include "variegate/data/image_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/core/thread_pool.h"
#include "variegate/core/usable_cpus.h"
#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/resize.h"
#include "variegate/data/many_pictures.h"
#include "variegate/data/pool_builder.h"

namespace variegate {
namespace {

struct Loaded {
  std::optional<Sample> sample;
  PictureFacts facts;
  std::exception_ptr fault;
};

Image copy_of(ConstImageView view) {
  Image image(view.width, view.height, view.channels);
  for (int y = 0; y < view.height; ++y) std::copy_n(view.row(y), image.stride(), image.row(y));
  return image;
}

void crop_annotations(Sample& sample, const Box& part) {
  const double right = part.left + part.width, bottom = part.top + part.height;
  for (Field& field : sample.fields) {
    if (auto* boxes = std::get_if<Boxes>(&field.value)) {
      std::erase_if(boxes->boxes, [&](const ObjectBox& box) {
        return box.right <= part.left || box.left >= right || box.bottom <= part.top || box.top >= bottom;
      });
      for (ObjectBox& box : boxes->boxes) {
        box.left = std::max(box.left, 1.0 * part.left) - part.left;
        box.right = std::min(box.right, right) - part.left;
        box.top = std::max(box.top, 1.0 * part.top) - part.top;
        box.bottom = std::min(box.bottom, bottom) - part.top;
        for (Outline& outline : box.outlines) {
          for (OutlinePoint& point : outline) point = {point.x - part.left, point.y - part.top};
        }
      }
    }
    if (auto* points = std::get_if<Keypoints>(&field.value)) {
      for (Keypoint& point : points->points) {
        point.visible = point.visible && point.x >= part.left && point.x <= right && point.y >= part.top &&
                        point.y <= bottom;
        point.x -= part.left;
        point.y -= part.top;
      }
    }
    if (auto* mask = std::get_if<Mask>(&field.value)) mask->labels = copy_of(part_of(mask->labels, part));
  }
}

// The part of the sample's picture that is wanted, with what is known about places in it.
void crop(Sample& sample, const LoadOptions& options) {
  Image& image = sample.image();
  const Box part = middle_part(image.width, image.height, options.shape.width, options.shape.height);
  if (part == Box{.width = image.width, .height = image.height}) return;
  crop_annotations(sample, part);
  image = copy_of(part_of(image, part));
}

Loaded load_one(const Dataset& dataset, std::size_t index, const LoadOptions& options) {
  try {
    PictureFacts facts;
    Sample sample = dataset.load_with_facts(index, facts);
    if (!options.annotations)
      std::erase_if(sample.fields, [](const Field& field) { return field.name != "image"; });
    if (options.crop) crop(sample, options);
    if (options.annotations) {
      resize_annotations(sample, options.shape.width, options.shape.height);
    }
    Image& image = sample.image();
    if (image.channels == 4) image = over_black(image);
    image = resize(image, options.shape.width, options.shape.height);
    return {.sample = std::move(sample), .facts = facts, .fault = nullptr};
  } catch (const Error&) {
    return {.sample = std::nullopt, .facts = {}, .fault = std::current_exception()};
  } catch (const std::bad_alloc&) {
    const auto fault = std::make_exception_ptr(out_of_memory(dataset.name(index)));
    return {.sample = std::nullopt, .facts = {}, .fault = fault};
  }
}

}  // namespace

ImageSet load_images(const Dataset& dataset, const std::vector<std::size_t>& indices,
                     const std::vector<int>& class_of, const std::vector<std::string>& class_names,
                     const LoadOptions& options) {
  ImageSet set;
  set.class_names = class_names;
  set.width = options.shape.width;
  set.height = options.shape.height;
  const ImageShape& shape = options.shape;
  check_memory(indices.size(), shape.width, shape.height,
               prepared_bytes(indices.size(), {.width = shape.width, .height = shape.height}));
  std::vector<Loaded> loaded(indices.size());
  const int cores = indices.size() < kWorthThreads ? 1 : std::min(usable_cpus(), 8);
  ThreadPool pool(cores);
  pool.for_each(indices.size(),
                [&](std::size_t i, int) { loaded[i] = load_one(dataset, indices[i], options); });
  for (std::size_t i = 0; i < loaded.size(); ++i) {
    if (loaded[i].fault != nullptr) {
      if (!options.skip_bad) std::rethrow_exception(loaded[i].fault);
      if (++set.skipped <= kReasonsKept) set.skipped_reasons.push_back(error_words(loaded[i].fault));
      continue;
    }
    Sample& sample = set.samples.emplace_back(*std::move(loaded[i].sample));
    set.facts.add(loaded[i].facts, dataset.name(indices[i]));
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

}  // namespace variegate
