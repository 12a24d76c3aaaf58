// A policy run over samples that come from Python, one at a time, without the interpreter lock.
#include <fmt/format.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "python/src/arrays.h"
#include "python/src/parts.h"
#include "variegate/core/error.h"
#include "variegate/data/annotations/annotation_check.h"
#include "variegate/pipeline/batch_mixes.h"
#include "variegate/pipeline/pipeline.h"

namespace variegate::python {
namespace {

// What a thread keeps from call to call. A forked process has a copy of its own.
struct Memory {
  Sample original, made;
  Scratch scratch;
};
Memory& memory() {
  static thread_local Memory own;
  return own;
}

// Boxes and keypoints are checked before they are moved: moved, a wrong one looks like any other.
void check_given(Sample& sample, const std::string& where) {
  try {
    check_annotations(sample, where, false);
  } catch (const Error& error) {
    ErrorText text = error.text();
    text.mend = "give pixels of this picture (box_format says in which form boxes are), or leave it out";
    throw Error(text, ErrorKind::usage);
  }
  for (const Field& field : sample.fields) {
    const auto* boxes = std::get_if<Boxes>(&field.value);
    if (boxes != nullptr && boxes->clipped > 0) {
      throw Error({.where = where,
                   .what = "boxes that reach out of their picture by more than a pixel",
                   .got = fmt::format("{} of {}", boxes->clipped, boxes->boxes.size()),
                   .expected = fmt::format("a picture of {} x {} pixels", sample.image().width,
                                           sample.image().height),
                   .mend = "clip them, or check that picture and boxes belong together"},
                  ErrorKind::usage);
    }
  }
}

class Transform {
 public:
  Transform(const Policy& policy, std::uint64_t seed, bool fuse, double min_visibility, double min_side)
      : pipeline_(policy, seed,
                  {.fuse = fuse,
                   .annotations = {.min_visibility = min_visibility, .min_side = min_side},
                   .batch_follows = true}),
        mixing_(policy.batch.empty() ? nullptr : std::make_unique<const Policy>(policy)),
        field_(policy.fields.front().name) {}

  // The quick way, of a picture alone. planes: what is given out is channels x rows x columns.
  BytesOut picture(const PictureIn& picture, bool planes, std::uint64_t epoch, std::uint64_t index) const {
    require_alone();
    require_picture(picture, field_);
    auto& [original, made, scratch] = memory();
    {
      const nb::gil_scoped_release others;
      Image& image = reset_to_image(original, 0, index);
      original.fields.front().name = field_;
      read(picture, image);
      pipeline_.apply(original, made, epoch, scratch);
      original.fields.front().name = "image";  // as reset_to_image() leaves it, so that memory is used again
    }
    Image& image = made.image(field_);
    return planes ? planes_of(image) : array_of(std::move(image));
  }

  // Pictures by field, and what belongs to the one in "image". Gives the pictures, rows of boxes that are
  // left with their numbers, masks, and all keypoints.
  nb::tuple sample(const std::vector<std::pair<std::string, PictureIn>>& pictures,
                   const std::optional<BoxesIn>& boxes, const std::vector<MaskIn>& masks,
                   const std::optional<PointsIn>& keypoints, int label, std::uint64_t epoch,
                   std::uint64_t index) const {
    require_alone();
    for (const auto& [name, picture] : pictures) require_picture(picture, name);
    Sample made;
    {
      const nb::gil_scoped_release others;
      Sample original{.index = index, .label = label, .fields = {}};
      for (const auto& [name, picture] : pictures) {
        original.fields.push_back({name, Image()});
        read(picture, std::get<Image>(original.fields.back().value));
      }
      if (boxes) original.fields.push_back({"boxes", boxes_from(*boxes)});
      if (keypoints) original.fields.push_back({"keypoints", keypoints_from(*keypoints)});
      for (std::size_t i = 0; i < masks.size(); ++i) {
        Mask mask;
        read(masks[i], mask.labels);
        original.fields.push_back({fmt::format("mask {}", i), std::move(mask)});
      }
      check_given(original, fmt::format("sample {}", index));
      pipeline_.apply(original, made, epoch, memory().scratch);
    }
    nb::list made_pictures, made_masks;
    nb::object made_boxes = nb::none(), kept = nb::none(), points = nb::none();
    for (Field& field : made.fields) {
      if (auto* image = std::get_if<Image>(&field.value)) made_pictures.append(array_of(std::move(*image)));
      if (auto* mask = std::get_if<Mask>(&field.value))
        made_masks.append(mask_array(std::move(mask->labels)));
      if (auto* rows = std::get_if<Boxes>(&field.value)) {
        made_boxes = nb::cast(array_of(*rows));
        kept = nb::cast(rows_kept(*rows));
      }
      if (auto* rows = std::get_if<Keypoints>(&field.value)) points = nb::cast(array_of(*rows));
    }
    return nb::make_tuple(made_pictures, made_boxes, kept, made_masks, points);
  }

  // Numbers of samples that have none of their own: one a call.
  std::uint64_t take_number() { return taken_++; }
  std::uint64_t taken() const { return taken_; }
  void set_taken(std::uint64_t taken) { taken_ = taken; }

 private:
  void require_alone() const {
    if (mixing_) require_no_mixes(*mixing_, "a sample by itself has none to be mixed with: use batch()");
  }

  Pipeline pipeline_;
  std::unique_ptr<const Policy> mixing_;  // none: the policy mixes no samples
  std::string field_;                     // the policy's first, which the quick way fills
  std::uint64_t taken_ = 0;
};

}  // namespace

void add_transforms(nb::module_& module) {
  using nb::arg;
  nb::class_<Transform>(module, "Transform")
      .def(nb::init<const Policy&, std::uint64_t, bool, double, double>(), arg("policy"), arg("seed"),
           arg("fuse"), arg("min_visibility"), arg("min_side"))
      .def("picture", &Transform::picture, arg("picture"), arg("planes"), arg("epoch"), arg("index"))
      .def("sample", &Transform::sample, arg("pictures"), arg("boxes").none(), arg("masks"),
           arg("keypoints").none(), arg("label"), arg("epoch"), arg("index"))
      .def("take_number", &Transform::take_number)
      .def_prop_rw("taken", &Transform::taken, &Transform::set_taken);
}

}  // namespace variegate::python
