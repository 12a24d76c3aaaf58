// Samples on their way from a data set into a pipeline: read, their pictures in the shape that a model takes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/decode/resize.h"
#include "variegate/loader/loader_options.h"

namespace variegate {

// What reads samples, one a thread: it keeps their memory.
class SampleReader {
 public:
  // All must outlive it. options: with width and height set.
  SampleReader(const Dataset& dataset, const Pipeline& pipeline, const LoaderOptions& options,
               const std::vector<FieldBuffer>& fields);

  // The sample, without annotations, into memory that is used again; its pictures that are given out have
  // the options' shape. Error when it cannot be read.
  void read(std::size_t index, std::uint64_t epoch, Sample& sample);

 private:
  void read_picture(std::size_t index, std::uint64_t epoch, Sample& sample);
  void cut(ConstImageView whole, std::size_t index, std::uint64_t epoch, Sample& sample);
  void fit(Image& image, const std::string& field, std::size_t index, std::uint64_t epoch);
  Box part_of(const std::string& field, std::size_t index, std::uint64_t epoch, int picture_width,
              int picture_height) const;
  void resize_decoded(const RealBox& box, Image& image);
  void unify_channels(Image& image) const;

  const Dataset& dataset_;
  const Pipeline& pipeline_;
  const LoaderOptions& options_;
  const std::vector<FieldBuffer>& fields_;
  bool pictures_alone_;  // each sample is one, "image", of which no more is decoded than is needed
  std::vector<std::uint8_t> file_;
  Image decoded_;
  ResizeScratch resizing_;
};

}  // namespace variegate
