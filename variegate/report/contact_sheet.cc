#include "variegate/report/contact_sheet.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/encode.h"
#include "variegate/data/decode/resize.h"
#include "variegate/pipeline/batch_mixes.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/report/annotation_picture.h"

namespace variegate {
namespace {

constexpr std::uint8_t kWhite = 255;
constexpr int kGap = 4;     // pixels, between the cells of a sheet
constexpr int kApart = 12;  // between the original and its copies
constexpr int kCell = 96;   // that small pictures are enlarged to, about
constexpr int kMostCell = 256;

int widest(const SheetRow& row) {
  int width = 0;
  for (const Image& picture : row.pictures) width = std::max(width, picture.width);
  return width;
}

int tallest(const SheetRow& row) {
  int height = 0;
  for (const Image& picture : row.pictures) height = std::max(height, picture.height);
  return height;
}

std::uint8_t over_white(int value, int alpha) {
  return static_cast<std::uint8_t>((value * alpha + kWhite * (255 - alpha) + 127) / 255);
}

// Draws the picture over white, enlarged, with its upper left corner at (left, top). The canvas is RGB or
// RGBA.
void draw(const Image& picture, int left, int top, int factor, Image& canvas) {
  for (int y = 0; y < picture.height * factor; ++y) {
    for (int x = 0; x < picture.width * factor; ++x) {
      const std::uint8_t* from = picture.at(x / factor, y / factor);
      std::uint8_t* to = canvas.at(left + x, top + y);
      const int alpha = picture.channels == 4 ? from[3] : 255;
      for (int c = 0; c < 3; ++c) to[c] = over_white(from[picture.channels == 1 ? 0 : c], alpha);
      if (canvas.channels == 4) to[3] = 255;
    }
  }
}

// The picture with no side longer than that, its proportions kept; 0: unchanged. Transparency is laid over
// white first, since resizing knows nothing of it.
Image shrunk(Image picture, int longest) {
  const int side = std::max(picture.width, picture.height);
  if (longest == 0 || side <= longest) return picture;
  if (picture.channels == 4) {
    for (std::size_t i = 0; i < picture.pixels.size(); i += 4) {
      for (std::size_t c = 0; c < 3; ++c)
        picture.pixels[i + c] = over_white(picture.pixels[i + c], picture.pixels[i + 3]);
    }
    picture = with_channels(std::move(picture), 3);
  }
  const auto scaled = [&](int length) {
    return std::max(1, static_cast<int>(std::int64_t{length} * longest / side));
  };
  return resize(picture, scaled(picture.width), scaled(picture.height));
}

std::string class_of(int label, const std::vector<std::string>& class_names) {
  const auto place = static_cast<std::size_t>(label);
  return place < class_names.size() ? class_names[place] : "";
}

// "cat 0.7, dog 0.3"
std::string shown_text(const SoftLabel& label, const std::vector<std::string>& class_names) {
  std::string text;
  for (const LabelWeight& shown : label.weights()) {
    text += fmt::format("{}{} {:.2g}", text.empty() ? "" : ", ", class_of(shown.label, class_names),
                        shown.weight);
  }
  return text;
}

// The samples of the sheet as one batch, each mixed with others of it; pictures of other sizes than the first
// are brought to its size. Annotations, which belong to no mixed picture, are gone.
std::vector<Sample> mixed_batch(const BatchMixes& mixes, std::vector<Sample> batch, std::uint64_t epoch,
                                std::vector<SoftLabel>& labels) {
  const int width = batch.front().image().width, height = batch.front().image().height;
  for (Sample& sample : batch) {
    Image image = with_channels(resize(sample.image(), width, height), 3);
    sample = image_sample(std::move(image), sample.label, sample.index);
  }
  std::vector<Sample> result = batch;
  MixedSample mixed;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    mixes.apply(batch, i, epoch, mixed);
    result[i].image() = mixed.image;
    labels.push_back(mixed.label);
  }
  return result;
}

}  // namespace

int sheet_cell(int rows, int copies) {
  const int across = (kLargestSheet - 2 * kGap - (kApart - kGap)) / (copies + 1) - kGap;
  const int down = (kLargestSheet - kGap) / std::max(1, rows) - kGap;
  return std::clamp(std::min(across, down), 1, kMostCell);
}

std::vector<SheetRow> augmented_rows(std::span<const Sample> samples,
                                     const std::vector<std::string>& class_names, const Policy& policy,
                                     const SheetOptions& options) {
  const Pipeline pipeline(policy, options.seed, {.fuse = options.fuse, .batch_follows = true});
  const BatchMixes mixes(policy, options.seed);
  Scratch scratch;
  std::vector<SheetRow> rows;
  for (const Sample& sample : samples) {
    rows.push_back({class_of(sample.label, class_names), {shrunk(annotated_picture(sample), options.cell)}});
  }
  for (int copy = 0; copy < options.copies; ++copy) {
    const auto epoch = static_cast<std::uint64_t>(copy);
    std::vector<Sample> batch(samples.begin(), samples.end());
    for (Sample& sample : batch) pipeline.apply(sample, epoch, scratch);
    std::vector<SoftLabel> labels;
    if (!mixes.empty()) batch = mixed_batch(mixes, batch, epoch, labels);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (!rows[i].caption.empty()) rows[i].shown.push_back(shown_text(labels[i], class_names));
    }
    for (std::size_t i = 0; i < batch.size(); ++i)
      rows[i].pictures.push_back(shrunk(annotated_picture(batch[i]), options.cell));
  }
  return rows;
}

std::vector<std::size_t> pick_samples(std::span<const int> labels, int count, std::uint64_t seed) {
  std::map<int, std::vector<std::size_t>> classes;
  Stream random({.seed = seed, .epoch = 0, .sample = 0, .place = hash_text("contact sheet")});
  for (const std::size_t i : random.permutation(labels.size())) classes[labels[i]].push_back(i);
  std::vector<std::size_t> picked;
  for (std::size_t turn = 0; picked.size() < labels.size(); ++turn) {
    for (const auto& [label, indices] : classes) {
      if (picked.size() == static_cast<std::size_t>(std::max(0, count))) return picked;
      if (turn < indices.size()) picked.push_back(indices[turn]);
    }
  }
  return picked;
}

Image strip_image(const SheetRow& row, int gap) {
  const int width = widest(row);
  const int count = static_cast<int>(row.pictures.size());
  const int apart = count > 1 ? 2 * gap : 0;  // more, between the original and its copies
  Image strip(std::max(1, count * width + (count - 1) * gap + apart), std::max(1, tallest(row)), 4, 0);
  for (int i = 0; i < count; ++i) {
    const int left = i * (width + gap) + (i > 0 ? apart : 0);
    draw(row.pictures[static_cast<std::size_t>(i)], left, 0, 1, strip);
  }
  return strip;
}

StripPicture strip_picture(const SheetRow& row) {
  constexpr int kStripGap = 2;
  const Image strip = strip_image(row, kStripGap);
  return {row.caption, encode_png(strip), static_cast<int>(row.pictures.size()), strip.width, strip.height};
}

Image sheet_image(std::span<const SheetRow> rows) {
  int cell_width = 1, cell_height = 1, height = kGap;
  std::size_t columns = 1;
  for (const SheetRow& row : rows) {
    cell_width = std::max(cell_width, widest(row));
    cell_height = std::max(cell_height, tallest(row));
    columns = std::max(columns, row.pictures.size());
  }
  const int most = std::min(kCell, sheet_cell(static_cast<int>(rows.size()), static_cast<int>(columns) - 1));
  const int factor = std::max(1, most / std::max(cell_width, cell_height));
  for (const SheetRow& row : rows) height += tallest(row) * factor + kGap;
  cell_width *= factor;
  Image sheet(kGap + static_cast<int>(columns) * (cell_width + kGap) + (kApart - kGap), height, 3, kWhite);
  int top = kGap;
  for (const SheetRow& row : rows) {
    for (std::size_t i = 0; i < row.pictures.size(); ++i) {
      const int left = kGap + static_cast<int>(i) * (cell_width + kGap) + (i > 0 ? kApart - kGap : 0);
      draw(row.pictures[i], left, top, factor, sheet);
    }
    top += tallest(row) * factor + kGap;
  }
  return sheet;
}

}  // namespace variegate
