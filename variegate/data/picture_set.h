// Pictures as training reads them: decoded once, in one block of memory that sets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/data/decode/resize.h"
#include "variegate/data/facts_count.h"
#include "variegate/data/field_spec.h"
#include "variegate/data/prepare_picture.h"
#include "variegate/data/sample.h"

namespace variegate {

struct ImageSet;

// Pictures one after another, each of its own size. Immutable once it is shared.
struct PicturePool {
  struct Picture {
    std::uint64_t offset = 0;  // of its first byte
    std::int32_t width = 0;
    std::int32_t height = 0;
    std::int32_t label = 0;
  };

  int channels = 0;  // of all
  std::vector<Picture> pictures;
  std::vector<std::uint8_t> own;         // the bytes, unless they are mapped
  std::span<const std::uint8_t> mapped;  // the bytes of a prepared file
  std::shared_ptr<const void> mapping;   // keeps them there

  std::span<const std::uint8_t> bytes() const { return mapped.empty() ? std::span(own) : mapped; }
  ConstImageView view(std::size_t i) const;
};

// Some pictures of a pool, by number, and the shape in which a model takes them. A picture has that shape, or
// its own one of which a part is brought to it.
struct PictureSet {
  int width = 0;
  int height = 0;
  int channels = 0;
  DataFit fit = DataFit::stretch;
  std::vector<std::string> class_names;
  std::shared_ptr<const PicturePool> pool = std::make_shared<PicturePool>();
  std::vector<std::size_t> members;          // picture i of the set is number members[i] of the pool
  std::size_t skipped = 0;                   // bad files left out (skip_bad)
  std::vector<std::string> skipped_reasons;  // the first few, as error texts
  FactsCount facts = {};                     // of the files that were read
  std::vector<std::string> notices = {};     // what is worth saying of these data, a sentence each

  PictureSet() = default;
  // The same pictures and labels. Error unless every picture has the set's shape.
  PictureSet(const ImageSet& set);  // NOLINT(google-explicit-constructor): loses nothing but annotations

  // One, "image", in the shape in which a model takes it.
  std::vector<FieldSpec> fields() const {
    return {{.name = "image", .shape = ImageShape{width, height, channels}}};
  }

  std::size_t size() const { return members.size(); }
  int label(std::size_t i) const { return pool->pictures[members[i]].label; }
  ConstImageView view(std::size_t i) const { return pool->view(members[i]); }

  // The largest part in the middle of picture i with the shape's proportions: what is validated on.
  Box middle(std::size_t i) const;
  // Writes that part of picture i in the set's shape.
  void cut(std::size_t i, const Box& part, Image& out, ResizeScratch& scratch) const;
  // Picture i as it is validated on, with its label; its index is i.
  Sample sample(std::size_t i) const;
};

// 64-bit hash of sizes, pixels and labels.
std::uint64_t digest_of(const PictureSet& set);

}  // namespace variegate
