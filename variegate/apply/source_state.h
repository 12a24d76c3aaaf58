// Whether the pictures that copies were made from are still the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/data/dataset.h"

namespace variegate {

// The state of some samples: their files with size and time of the last change, and hashes of what was
// read.
struct SourceState {
  struct File {
    std::uint64_t path = 0;    // a hash of the absolute path, which need not be text
    std::uint64_t size = 0;    // bytes
    std::int64_t changed = 0;  // ticks of the file system's clock
    bool operator==(const File&) const = default;
  };
  std::vector<File> files;        // each once, in the order of the samples
  std::uint64_t annotations = 0;  // a hash of boxes and keypoints, which are at hand without reading
  std::string digest;             // 16 hex digits: of the bytes of pictures and masks
};

// Reads the files of these samples.
SourceState source_state(const Dataset& dataset, std::span<const std::size_t> samples);

// The files are asked for size and time alone, and read only when these differ from what is recorded.
bool is_unchanged(const SourceState& recorded, const Dataset& dataset, std::span<const std::size_t> samples);

Json to_json(const SourceState& state);
SourceState source_state_from_json(JsonReader json);

}  // namespace variegate
