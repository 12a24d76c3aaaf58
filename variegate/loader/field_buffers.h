// Which fields a loader gives out, and where each lies in a batch.
#pragma once

#include <cstddef>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/loader/loader_options.h"

namespace variegate {

// Those of the data set that the options ask for. Error (usage) when it has no such field, and when formats
// name another field or are of another kind.
std::vector<FieldSpec> given_fields(const LoaderOptions& options, const Dataset& dataset);

// Of checked options. Error (usage) when the length of a sound or a text is told by nobody, or is too large.
std::vector<FieldBuffer> field_buffers(const LoaderOptions& options, const std::vector<FieldSpec>& given);

// Bytes of a block that holds a batch of these fields.
std::size_t block_bytes(const std::vector<FieldBuffer>& fields, int batch_size);

}  // namespace variegate
