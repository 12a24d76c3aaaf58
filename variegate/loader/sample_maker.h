// One sample on its way from a data set to a model's input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/loader/field_format.h"
#include "variegate/loader/loader_options.h"
#include "variegate/loader/sample_reader.h"
#include "variegate/pipeline/batch_mixes.h"

namespace variegate {

// A sample's place in a block that holds a batch.
struct BatchPlace {
  std::byte* block = nullptr;
  std::size_t number = 0;  // of the sample in the batch

  void* of(const FieldBuffer& field) const { return block + field.offset + number * field.sample_bytes; }
};

// What makes samples, one a thread: it keeps their memory, so that nothing is allocated in steady state but
// by decoders.
class SampleMaker {
 public:
  // All must outlive it. options: with width and height set.
  SampleMaker(const Dataset& dataset, const Pipeline& pipeline, const LoaderOptions& options,
              const std::vector<FieldBuffer>& fields)
      : dataset_(dataset),
        pipeline_(pipeline),
        options_(options),
        fields_(fields),
        reader_(dataset, pipeline, options, fields) {}

  // Writes every field of the sample; Error when it cannot be read, or one does not fit its format.
  void make(std::size_t index, std::uint64_t epoch, const BatchPlace& to);

  // The sample before it is mixed with others of its batch: in the shape of the options, augmented. Memory
  // of `sample` is used again. Error as make().
  void make_unmixed(std::size_t index, std::uint64_t epoch, Sample& sample);

  // Writes what becomes of the sample at that position of the batch, as make() does, and how much of each
  // class it shows: soft_label has a place for every class.
  void mix(const BatchMixes& mixes, std::span<const Sample> batch, std::size_t position, std::uint64_t epoch,
           const BatchPlace& to, std::span<float> soft_label);

 private:
  void augment(std::size_t index, std::uint64_t epoch);
  void write(const FieldBuffer& field, void* to) const;
  void require_shape(const Image& image, std::size_t index) const;

  const Dataset& dataset_;
  const Pipeline& pipeline_;
  const LoaderOptions& options_;
  const std::vector<FieldBuffer>& fields_;
  SampleReader reader_;
  Sample sample_;
  Scratch scratch_;
  MixedSample mixed_;
};

}  // namespace variegate
