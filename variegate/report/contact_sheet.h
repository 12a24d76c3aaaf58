// Augmented copies of a few samples, beside the originals.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/data/sample.h"
#include "variegate/policy/policy.h"
#include "variegate/report/page.h"

namespace variegate {

struct SheetRow {
  std::string caption;          // class name; may be empty
  std::vector<Image> pictures;  // the original, then its augmented copies
  // Of a policy that mixes samples, what each copy shows: "cat 0.7, dog 0.3"; empty when it has no classes.
  std::vector<std::string> shown = {};
};

inline constexpr int kLargestSheet = 3000;  // pixels, width and height of sheet_image

struct SheetOptions {
  int copies = 8;          // augmented copies a sample, 1 or more
  int cell = 0;            // larger pictures are shrunk to this longest side once augmented; 0: none is
  std::uint64_t seed = 0;  // of the augmentation; copy k is what epoch k would see
  bool fuse = true;        // operations joined where they may be: see PipelineOptions
};

// The pictures have their annotations drawn in (annotation_picture.h). Mixes of the policy take the samples
// as one batch, and show no annotations. Error when the policy is not sound or a sample has no picture.
std::vector<SheetRow> augmented_rows(std::span<const Sample> samples,
                                     const std::vector<std::string>& class_names, const Policy& policy,
                                     const SheetOptions& options);

// The longest side of a picture, 256 at most, with which a sheet of so many rows of an original and so many
// copies keeps within kLargestSheet both ways.
int sheet_cell(int rows, int copies);

// Indices of `count` samples, given the label of each, fewer when there are not so many: of every class in
// turn, so that all are shown before one is shown twice; which of a class depends on the seed.
std::vector<std::size_t> pick_samples(std::span<const int> labels, int count, std::uint64_t seed);

// One row as a strip: pictures of one size side by side over transparent gaps of `gap` pixels, three times
// that behind the original. RGBA; the pictures' own alpha is laid over white.
Image strip_image(const SheetRow& row, int gap);

// The row as the report shows it. Error as encode_png.
StripPicture strip_picture(const SheetRow& row);

// All rows under one another on white; the original is set apart by a wider gap. Small pictures are enlarged
// by a whole factor (nearest neighbour) until a cell is about 96 pixels, as far as the sheet keeps within
// kLargestSheet; pictures of the size that sheet_cell() gives always do.
Image sheet_image(std::span<const SheetRow> rows);

}  // namespace variegate
