// Augmented copies of a data set's samples, unit by unit.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "variegate/apply/copy_folder.h"
#include "variegate/apply/copy_options.h"
#include "variegate/data/dataset.h"
#include "variegate/pipeline/pipeline.h"

namespace variegate {

// Which units a process does: those whose number is `part` modulo `parts`.
struct Share {
  std::size_t part = 0;
  std::size_t parts = 1;
};

class CopyWriter {
 public:
  // All must outlive it. Error when a class's name cannot be that of a folder.
  CopyWriter(const Dataset& dataset, const Policy& policy, const CopyOptions& options,
             const CopyFolder& folder);

  std::size_t units() const;
  std::size_t samples_a_unit() const;  // the last unit may have fewer

  // Does what is left of the share. stop: looked at before every sample; false when it was set. Error, naming
  // the sample, when one cannot be read and bad ones are not skipped.
  bool write(const Share& share, const std::atomic<bool>& stop);

 private:
  struct Encoded {
    std::string name;  // without extension: SAMPLE-COPY
    int label = 0;
    std::vector<std::uint8_t> picture;
  };

  std::optional<UnitResult> write_unit(std::size_t unit, const std::atomic<bool>& stop);
  void encode_copies(std::size_t index, std::vector<Encoded>& out, FactsCount& facts);
  void store(std::size_t unit, const std::vector<Encoded>& copies) const;

  const Dataset& dataset_;
  const CopyOptions& options_;
  const CopyFolder& folder_;
  Pipeline pipeline_;
  Scratch scratch_;
};

}  // namespace variegate
