#include "python/src/arrays.h"

#include <fmt/format.h>

#include <cstring>

#include "variegate/core/error.h"
#include "variegate/kernels/join_planes.h"
#include "variegate/kernels/normalise.h"

namespace variegate::python {
namespace {

void read_row(const std::uint8_t* from, std::int64_t step, std::int64_t plane, int width, int channels,
              std::uint8_t* to) {
  for (int x = 0; x < width; ++x) {
    for (int channel = 0; channel < channels; ++channel)
      to[x * channels + channel] = from[x * step + channel * plane];
  }
}

}  // namespace

void require_picture(const PictureIn& picture, const std::string& name) {
  const std::size_t channels = picture.shape(2);
  if (picture.shape(0) > 0 && picture.shape(1) > 0 && (channels == 1 || channels == 3 || channels == 4))
    return;
  throw Error(
      {.where = name,
       .what = picture.size() == 0 ? "a picture without pixels" : "a picture cannot have so many channels",
       .got = fmt::format("{} rows, {} columns, {} channels", picture.shape(0), picture.shape(1), channels),
       .expected = "at least one pixel; 1 channel (grey), 3 (RGB) or 4 (RGB and alpha)",
       .mend = "an array is rows x columns x channels, a tensor channels x rows x columns"},
      ErrorKind::usage);
}

void read(const PictureIn& from, Image& to) {
  read_strided({.data = from.data(),
                .height = static_cast<int>(from.shape(0)),
                .width = static_cast<int>(from.shape(1)),
                .channels = static_cast<int>(from.shape(2)),
                .row = from.stride(0),
                .step = from.stride(1),
                .plane = from.stride(2)},
               to);
}

void read_strided(const StridedPicture& from, Image& to) {
  const auto [data, height, width, channels, row, step, plane] = from;
  to.reshape(width, height, channels);
  const bool packed = (plane == 1 || channels == 1) && (step == channels || width == 1);
  for (int y = 0; y < height; ++y) {
    const std::uint8_t* source = data + y * row;
    if (packed) {
      std::memcpy(to.row(y), source, to.stride());
    } else if (channels == 3 && step == 1) {
      kernels::join_planes({source, source + plane, source + 2 * plane}, static_cast<std::size_t>(width),
                           to.row(y));
    } else {
      read_row(source, step, plane, width, channels, to.row(y));
    }
  }
}

void read(const MaskIn& from, Image& to) {
  to.reshape(static_cast<int>(from.shape(1)), static_cast<int>(from.shape(0)), 1);
  for (int y = 0; y < to.height; ++y)
    read_row(from.data() + y * from.stride(0), from.stride(1), 0, to.width, 1, to.row(y));
}

Boxes boxes_from(const BoxesIn& from) {
  Boxes boxes;
  for (std::size_t i = 0; i < from.shape(0); ++i) {
    const double* row = from.data() + i * 4;
    boxes.boxes.push_back({.left = row[0],
                           .top = row[1],
                           .right = row[2],
                           .bottom = row[3],
                           .id = static_cast<std::int64_t>(i)});
  }
  return boxes;
}

Keypoints keypoints_from(const PointsIn& from) {
  Keypoints keypoints;
  for (std::size_t i = 0; i < from.shape(0); ++i) {
    const double* row = from.data() + i * 3;
    keypoints.points.push_back({.x = row[0], .y = row[1], .visible = row[2] > 0});
  }
  return keypoints;
}

BytesOut array_of(Image&& image) {
  const auto height = static_cast<std::size_t>(image.height), width = static_cast<std::size_t>(image.width);
  const auto channels = static_cast<std::size_t>(image.channels);
  Image whole = std::exchange(image, {});
  return array_of(std::move(whole.pixels), {height, width, channels});
}

BytesOut planes_of(const Image& image) {
  std::vector<std::uint8_t> planes(image.pixels.size());
  {
    const nb::gil_scoped_release others;
    kernels::normalise(image, {.element = TensorFormat::Element::uint8}, planes.data());
  }
  return array_of(std::move(planes),
                  {static_cast<std::size_t>(image.channels), static_cast<std::size_t>(image.height),
                   static_cast<std::size_t>(image.width)});
}

BytesOut mask_array(Image&& labels) {
  const auto height = static_cast<std::size_t>(labels.height), width = static_cast<std::size_t>(labels.width);
  Image whole = std::exchange(labels, {});
  return array_of(std::move(whole.pixels), {height, width});
}

NumbersOut array_of(const Boxes& boxes) {
  std::vector<double> rows;
  for (const ObjectBox& box : boxes.boxes)
    rows.insert(rows.end(), {box.left, box.top, box.right, box.bottom});
  return array_of(std::move(rows), {boxes.boxes.size(), 4});
}

IndicesOut rows_kept(const Boxes& boxes) {
  std::vector<std::int64_t> rows;
  for (const ObjectBox& box : boxes.boxes) rows.push_back(box.id);
  return array_of(std::move(rows), {boxes.boxes.size()});
}

NumbersOut array_of(const Keypoints& keypoints) {
  std::vector<double> rows;
  for (const Keypoint& point : keypoints.points)
    rows.insert(rows.end(), {point.x, point.y, point.visible ? 1.0 : 0.0});
  return array_of(std::move(rows), {keypoints.points.size(), 3});
}

}  // namespace variegate::python
