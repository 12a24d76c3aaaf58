// Arrays of Python and values of the library. Pictures come in as rows x columns x channels with any strides
// (a tensor's planes, a part, a mirror image), are read and never written, and go out in memory that moves
// along.
#pragma once

#include <nanobind/ndarray.h>

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <utility>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/data/annotations/annotations.h"

namespace variegate::python {

namespace nb = nanobind;

using PictureIn = nb::ndarray<const std::uint8_t, nb::ndim<3>, nb::device::cpu>;  // rows x columns x channels
using MaskIn = nb::ndarray<const std::uint8_t, nb::ndim<2>, nb::device::cpu>;     // rows x columns
using BoxesIn = nb::ndarray<const double, nb::shape<-1, 4>, nb::c_contig, nb::device::cpu>;
using PointsIn = nb::ndarray<const double, nb::shape<-1, 3>, nb::c_contig, nb::device::cpu>;

using BytesOut = nb::ndarray<nb::numpy, std::uint8_t>;
using NumbersOut = nb::ndarray<nb::numpy, double>;
using IndicesOut = nb::ndarray<nb::numpy, std::int64_t>;

// Error unless it has at least one pixel and 1, 3 or 4 channels. `name` is that of the field.
void require_picture(const PictureIn& picture, const std::string& name);

// The bytes of a picture in memory of any strides.
struct StridedPicture {
  const std::uint8_t* data = nullptr;
  int height = 0, width = 0, channels = 0;
  std::int64_t row = 0, step = 0, plane = 0;  // bytes from one row, pixel, channel to the next
};

// Needs no interpreter lock, as the three below.
void read_strided(const StridedPicture& from, Image& to);
void read(const PictureIn& from, Image& to);
void read(const MaskIn& from, Image& to);

// left, top, right, bottom in pixels; their ids are the numbers of their rows.
Boxes boxes_from(const BoxesIn& from);
// x, y in pixels and whether it is visible (above 0).
Keypoints keypoints_from(const PointsIn& from);

// An array in whose care the vector is.
template <typename Element>
nb::ndarray<nb::numpy, Element> array_of(std::vector<Element>&& values,
                                         std::initializer_list<std::size_t> shape) {
  auto kept = std::make_unique<std::vector<Element>>(std::move(values));
  nb::capsule owner(kept.get(),
                    [](void* memory) noexcept { delete static_cast<std::vector<Element>*>(memory); });
  return {kept.release()->data(), shape, owner};
}

// The picture, which loses its pixels to the array: rows x columns x channels.
BytesOut array_of(Image&& image);
// The picture as planes: channels x rows x columns.
BytesOut planes_of(const Image& image);
BytesOut mask_array(Image&& labels);
NumbersOut array_of(const Boxes& boxes);
IndicesOut rows_kept(const Boxes& boxes);
NumbersOut array_of(const Keypoints& keypoints);

}  // namespace variegate::python
