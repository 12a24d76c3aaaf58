// The binary format of CIFAR-10 and CIFAR-100 (Krizhevsky, "Learning Multiple Layers of Features from Tiny
// Images", 2009): records of the label and 3072 bytes, the planes of a 32x32 picture.
#pragma once

#include <string>

#include "variegate/data/data_parts.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/formats/parts/packed_dataset.h"

namespace variegate {

struct CifarKind {
  std::size_t label_bytes;  // CIFAR-100 gives a coarse label before the fine one, which is the one used
  int classes;
};
inline constexpr CifarKind kCifar10{.label_bytes = 1, .classes = 10};
inline constexpr CifarKind kCifar100{.label_bytes = 2, .classes = 100};

// Adds the records of one file to images. Error when the bytes are no whole number of records or a label
// is out of range. name: for errors.
void parse_cifar(ByteView bytes, const std::string& name, const CifarKind& kind, PackedImages& images);

// A folder with data_batch_*.bin and test_batch.bin (CIFAR-10) or train.bin and test.bin (CIFAR-100), or one
// such file; class names from batches.meta.txt or fine_label_names.txt when they are there.
bool is_cifar(const std::string& path);
DataParts locate_cifar(const std::string& path);

}  // namespace variegate
