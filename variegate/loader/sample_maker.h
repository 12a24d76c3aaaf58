// One sample on its way from a data set to a model's input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/decode/resize.h"
#include "variegate/loader/loader.h"

namespace variegate {

// What makes samples, one a thread: it keeps their memory, so that nothing is allocated in steady state but
// by decoders.
class SampleMaker {
 public:
  // All must outlive it. options: with width and height set.
  SampleMaker(const Dataset& dataset, const Pipeline& pipeline, const LoaderOptions& options)
      : dataset_(dataset), pipeline_(pipeline), options_(options) {}

  // Writes the sample as the options say; Error when it cannot be read.
  void make(std::size_t index, std::uint64_t epoch, void* out);

 private:
  void read(std::size_t index, std::uint64_t epoch);
  void cut(ConstImageView whole, std::size_t index, std::uint64_t epoch);
  Box part_of(std::size_t index, std::uint64_t epoch, int picture_width, int picture_height) const;
  void require_shape(std::size_t index) const;
  void unify_channels(Image& image) const;

  const Dataset& dataset_;
  const Pipeline& pipeline_;
  const LoaderOptions& options_;
  std::vector<std::uint8_t> file_;
  Image decoded_;
  ResizeScratch resizing_;
  Sample sample_;
  Scratch scratch_;
};

}  // namespace variegate
