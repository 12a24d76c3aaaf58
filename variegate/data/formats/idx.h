// IDX files, the format of MNIST (LeCun, Cortes, Burges, "The MNIST database of handwritten digits"):
// a big-endian header and bytes, plain or gzipped.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/data/data_parts.h"
#include "variegate/data/file_bytes.h"
#include "variegate/data/formats/parts/packed_dataset.h"

namespace variegate {

struct IdxArray {
  std::vector<std::size_t> shape;
  std::vector<std::uint8_t> values;  // row-major
};

// Parses an array of unsigned bytes of that rank (1: labels, 3: grey pictures). name: for errors.
// Error for any other magic number, for sizes that the bytes do not hold, and for bytes left over.
IdxArray parse_idx(ByteView bytes, const std::string& name, std::size_t rank);

// Pictures and labels as a dataset. Classes are the distinct label values, in increasing order; their
// names are the numbers.
PackedImages idx_images(IdxArray pictures, const std::string& pictures_name, const IdxArray& labels,
                        const std::string& labels_name);

// The folder's train-images-idx3-ubyte[.gz], t10k-images..., or one file of pictures; the labels lie
// beside, under the same name with "labels" for "images".
bool is_idx(const std::string& path);
DataParts locate_idx(const std::string& path);

}  // namespace variegate
