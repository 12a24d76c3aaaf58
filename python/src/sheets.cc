// Contact sheets: what a policy makes of pictures.
#include <nanobind/stl/vector.h>

#include "python/src/arrays.h"
#include "python/src/parts.h"
#include "variegate/data/decode/encode.h"
#include "variegate/report/contact_sheet.h"

namespace variegate::python {
namespace {

std::vector<SheetRow> rows(const Policy& policy, const std::vector<PictureIn>& pictures, int copies,
                           std::uint64_t seed) {
  std::vector<Sample> samples;
  for (const PictureIn& picture : pictures) {
    require_picture(picture, "images[" + std::to_string(samples.size()) + "]");
    Image image;
    read(picture, image);
    samples.push_back(image_sample(std::move(image), 0, samples.size()));
  }
  const int cell = sheet_cell(static_cast<int>(samples.size()), copies);
  return augmented_rows(samples, {""}, policy, {.copies = copies, .cell = cell, .seed = seed});
}

}  // namespace

void add_sheets(nb::module_& module) {
  // A row a picture: the original, then copy k as epoch k would see it.
  module.def(
      "sheet",
      [](const Policy& policy, const std::vector<PictureIn>& pictures, int copies, std::uint64_t seed) {
        Image sheet;
        {
          const nb::gil_scoped_release others;
          sheet = sheet_image(rows(policy, pictures, copies, seed));
        }
        return array_of(std::move(sheet));
      },
      nb::arg("policy"), nb::arg("pictures"), nb::arg("copies"), nb::arg("seed"));
  module.def(
      "png",
      [](const PictureIn& picture) {
        require_picture(picture, "picture");
        Image image;
        read(picture, image);
        const std::vector<std::uint8_t> file = encode_png(image);
        return nb::bytes(file.data(), file.size());
      },
      nb::arg("picture"));
}

}  // namespace variegate::python
