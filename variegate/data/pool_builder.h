// Chosen samples of datasets, decoded into one pool that sets of pictures share.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/picture_set.h"
#include "variegate/data/prepare_picture.h"
#include "variegate/data/unnamed_file.h"

namespace variegate {

struct PictureOptions {
  Preparation preparation;
  int channels = 0;  // 1 or 3; 0 = 1 when all pictures are grey, else 3
  bool skip_bad = false;
};

class PoolBuilder {
 public:
  // Pixels are kept in memory, or written to the file, which is then mapped.
  explicit PoolBuilder(UnnamedFile* file = nullptr);

  // The samples in that order, added to the pool, their labels replaced by class_of[label]. Files are decoded
  // on all cores; what comes out does not depend on how many. Error of the first sample that cannot be read,
  // unless skip_bad; and before any is read when the set would take more than 16 GiB.
  PictureSet load(const Dataset& dataset, const std::vector<std::size_t>& indices,
                  const std::vector<int>& class_of, const std::vector<std::string>& class_names,
                  const PictureOptions& options);

  // To be called after the last load(); from then on the pictures of all sets can be read.
  void finish();

 private:
  void add(const Image& image, int label);
  void append(PicturePool::Picture& picture, std::span<const std::uint8_t> bytes);
  Image read(std::size_t picture, int channels) const;
  void unify_channels(std::size_t first, const std::vector<int>& channels, int wanted);

  UnnamedFile* file_;
  std::shared_ptr<PicturePool> pool_;
};

// Bytes that this many pictures take when they are prepared like that; approximate for crop, since their
// shapes differ.
std::uint64_t prepared_bytes(std::size_t pictures, const Preparation& preparation, int channels = 3);

}  // namespace variegate
