// Augmented copies of a data set's samples, unit by unit.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "variegate/apply/annotation_files.h"
#include "variegate/apply/copy_folder.h"
#include "variegate/apply/copy_mixer.h"
#include "variegate/apply/copy_names.h"
#include "variegate/apply/copy_options.h"
#include "variegate/data/dataset.h"
#include "variegate/pipeline/pipeline.h"

namespace variegate {

// The units that a process does: those whose number is `part` modulo `parts`.
struct Share {
  std::size_t part = 0;
  std::size_t parts = 1;
};

// A unit whose pictures are not those any more that its copies were made from.
struct ChangedUnit {
  std::size_t unit = 0;
  std::string picture;  // the first of its pictures
};

class CopyWriter {
 public:
  // All must outlive it. Error when originals are asked for and the data hold no picture files, when tar
  // shards are to hold masks, and when the policy mixes samples that cannot be mixed (copy_mixer.h).
  CopyWriter(const Dataset& dataset, const Policy& policy, const CopyOptions& options, const CopyNames& names,
             const CopyFolder& folder);

  std::size_t units() const;
  std::size_t samples_a_unit() const;   // the last unit may have fewer
  std::size_t copies_a_sample() const;  // with the original

  // The units that are done and whose sources, those that are mixed into them among them, have changed since.
  std::vector<ChangedUnit> changed_units();

  // Does what is left of the share. stop: looked at before every sample; false when it was set. Error, naming
  // the sample, when one cannot be read and bad ones are not skipped.
  bool write(const Share& share, const std::atomic<bool>& stop);

  // Writes what is put together from all units, once they are done.
  void finish() const;

 private:
  struct Encoded {
    Copy copy;
    Sample sample;
    std::string extension = {};
    std::vector<std::uint8_t> picture = {};
    std::vector<std::uint8_t> mask = {};  // empty: none
  };

  std::optional<UnitResult> write_unit(std::size_t unit, const std::atomic<bool>& stop);
  std::vector<Encoded> encode_copies(std::size_t index, UnitResult& result);
  void prepare(Sample& sample, bool jpeg) const;
  void mix(Encoded& encoded, int number, const Sample& original);
  Encoded original_of(std::size_t index, const Sample& sample) const;
  Copy described(std::size_t index, int number) const;
  std::string source_of(std::size_t index) const;
  void encode_mask(Encoded& encoded) const;
  void write_files(std::vector<Encoded>& copies, Pieces& pieces) const;
  void append(std::vector<Encoded>& copies, std::vector<std::uint8_t>& shard) const;
  bool as_jpeg(std::size_t index) const;
  std::size_t last_sample(std::size_t unit) const;

  const Dataset& dataset_;
  const CopyOptions& options_;
  const CopyNames& names_;
  const CopyFolder& folder_;
  const AnnotationFiles& files_;
  std::filesystem::path real_folder_;
  bool masks_;
  Pipeline pipeline_;
  CopyMixer mixer_;
  Scratch scratch_;
};

}  // namespace variegate
