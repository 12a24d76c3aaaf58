#include "variegate/loader/sample_maker.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "variegate/core/error.h"

namespace variegate {

void SampleMaker::make(std::size_t index, std::uint64_t epoch, const BatchPlace& to) {
  augment(index, epoch);
  try {
    for (const FieldBuffer& field : fields_) write(field, to.of(field));
  } catch (const Error& error) {
    ErrorText text = error.text();
    const std::string name = dataset_.name(index);
    if (!text.where.starts_with(name)) text.where = fmt::format("{}, {}", name, text.where);
    throw Error(text, error.kind());
  }
}

void SampleMaker::make_unmixed(std::size_t index, std::uint64_t epoch, Sample& sample) {
  augment(index, epoch);
  std::swap(sample, sample_);
}

void SampleMaker::mix(const BatchMixes& mixes, std::span<const Sample> batch, std::size_t position,
                      std::uint64_t epoch, const BatchPlace& to, std::span<float> soft_label) {
  mixes.apply(batch, position, epoch, mixed_);
  const FieldBuffer& field = fields_.front();  // there is no other where samples are mixed
  kernels::normalise(mixed_.image, std::get<TensorFormat>(field.format), to.of(field));
  std::fill(soft_label.begin(), soft_label.end(), 0.0F);
  for (const LabelWeight& shown : mixed_.label.weights())
    soft_label[static_cast<std::size_t>(shown.label)] = shown.weight;
}

void SampleMaker::augment(std::size_t index, std::uint64_t epoch) {
  reader_.read(index, epoch, sample_);
  pipeline_.apply(sample_, sample_, epoch, scratch_);
  for (const FieldBuffer& field : fields_) {
    if (field.spec.kind() == FieldKind::image) require_shape(sample_.image(field.spec.name), index);
  }
}

void SampleMaker::write(const FieldBuffer& field, void* to) const {
  const std::string& name = field.spec.name;
  switch (field.spec.kind()) {
    case FieldKind::image:
      return kernels::normalise(sample_.image(name), std::get<TensorFormat>(field.format), to);
    case FieldKind::audio:
      return lay_out(sample_.audio(name), field, to);
    case FieldKind::text:
      return lay_out(sample_.text(name), field, to);
  }
}

// The caller's memory has room for that shape alone.
void SampleMaker::require_shape(const Image& image, std::size_t index) const {
  if (image.width == options_.width && image.height == options_.height && image.channels == options_.channels)
    return;
  const auto shape = [](int width, int height, int channels) {
    return fmt::format("{} x {} pixels, {} channels", width, height, channels);
  };
  throw Error({.where = dataset_.name(index),
               .what = "the policy gives it another shape than the model takes",
               .got = shape(image.width, image.height, image.channels),
               .expected = shape(options_.width, options_.height, options_.channels),
               .mend = "use operations that keep the size of pictures"});
}

}  // namespace variegate
