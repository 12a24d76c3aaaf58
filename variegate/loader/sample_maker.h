// One sample on its way from a data set to a model's input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/decode/resize.h"
#include "variegate/loader/loader.h"
#include "variegate/pipeline/batch_mixes.h"

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

  // The sample before it is mixed with others of its batch: in the shape of the options, augmented. Memory
  // of `sample` is used again. Error as make().
  void make_unmixed(std::size_t index, std::uint64_t epoch, Sample& sample);

  // Writes what becomes of the sample at that position of the batch, as make() does, and how much of each
  // class it shows: soft_label has a place for every class.
  void mix(const BatchMixes& mixes, std::span<const Sample> batch, std::size_t position, std::uint64_t epoch,
           void* out, std::span<float> soft_label);

 private:
  void augment(std::size_t index, std::uint64_t epoch);
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
  MixedSample mixed_;
};

}  // namespace variegate
