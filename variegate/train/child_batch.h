// A batch of samples as a child learns from it or is judged by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "variegate/loader/loader.h"

namespace variegate {

struct ChildBatch {
  std::size_t size = 0;  // samples
  // The first sample of each field, in the order of the fields; the others follow it.
  std::vector<const void*> fields = {};
  std::vector<const void*> clean = {};  // the same samples without augmentation; empty: nobody asked
  std::vector<std::int64_t> labels = {};
  // Of samples that are mixed: size x classes, in place of the labels; else nullptr.
  const float* soft_labels = nullptr;
};

// Where the fields of a loader's batch lie in its block of memory.
std::vector<const void*> field_places(const std::vector<FieldBuffer>& fields, const LoadedBatch& loaded);

// Makes it the loader's batch, without a clean view.
void assign(ChildBatch& batch, const std::vector<FieldBuffer>& fields, const LoadedBatch& loaded);

}  // namespace variegate
