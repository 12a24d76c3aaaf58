#include "variegate/data/picture_set.h"

#include <fmt/format.h>

#include <cstring>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/data/splits.h"

namespace variegate {

ConstImageView PicturePool::view(std::size_t i) const {
  const Picture& picture = pictures.at(i);
  const auto stride = static_cast<std::size_t>(picture.width) * static_cast<std::size_t>(channels);
  return {bytes().data() + picture.offset, picture.width, picture.height, channels, stride};
}

PictureSet::PictureSet(const ImageSet& set)
    : width(set.width),
      height(set.height),
      channels(set.channels),
      class_names(set.class_names),
      skipped(set.skipped),
      skipped_reasons(set.skipped_reasons) {
  auto all = std::make_shared<PicturePool>();
  all->channels = channels;
  for (const Sample& sample : set.samples) {
    const Image& image = sample.image();
    if (image.width != width || image.height != height || image.channels != channels) {
      throw Error({.where = fmt::format("sample {}", sample.index),
                   .what = "another shape than the set",
                   .got = fmt::format("{} x {} x {}", image.width, image.height, image.channels),
                   .expected = fmt::format("{} x {} x {}", width, height, channels),
                   .mend = ""});
    }
    members.push_back(all->pictures.size());
    all->pictures.push_back({all->own.size(), image.width, image.height, sample.label});
    all->own.insert(all->own.end(), image.pixels.begin(), image.pixels.end());
  }
  pool = std::move(all);
}

Box PictureSet::middle(std::size_t i) const {
  const PicturePool::Picture& picture = pool->pictures[members[i]];
  return middle_part(picture.width, picture.height, width, height);
}

void PictureSet::cut(std::size_t i, const Box& part, Image& out, ResizeScratch& scratch) const {
  const ConstImageView from = part_of(view(i), part);
  if (part.width != width || part.height != height)
    return resize_part(from, as_real({.width = part.width, .height = part.height}), width, height, out,
                       scratch);
  out.reshape(width, height, channels);
  for (int y = 0; y < height; ++y) std::memcpy(out.row(y), from.row(y), out.stride());
}

Sample PictureSet::sample(std::size_t i) const {
  Image image;
  ResizeScratch scratch;
  cut(i, middle(i), image, scratch);
  return image_sample(std::move(image), label(i), i);
}

std::uint64_t digest_of(const PictureSet& set) {
  const auto number = [](int value) { return static_cast<std::uint64_t>(value); };
  std::uint64_t digest = derive(derive(number(set.width), number(set.height)), number(set.channels));
  for (std::size_t i = 0; i < set.size(); ++i) {
    const ConstImageView view = set.view(i);
    // A picture of the set's shape adds its pixels alone, as it did before pictures had shapes of their own.
    if (view.width != set.width || view.height != set.height)
      digest = derive(derive(digest, number(view.width)), number(view.height));
    const std::string_view bytes(reinterpret_cast<const char*>(view.pixels),
                                 view.stride * static_cast<std::size_t>(view.height));
    digest = derive(derive(digest, hash_text(bytes)), number(set.label(i)));
  }
  return digest;
}

}  // namespace variegate
