#include "variegate/loader/field_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(const FieldBuffer& field, const std::string& what, int got,
                         const std::string& expected) {
  throw Error({.where = fmt::format("field '{}'", field.spec.name),
               .what = what,
               .got = std::to_string(got),
               .expected = expected,
               .mend = ""});
}

void require_fits(const Audio& audio, const AudioFormat& format, const FieldBuffer& field) {
  const int rate = std::get<AudioShape>(field.spec.shape).rate;
  if (rate != 0 && audio.rate != rate)
    refuse(field, "a sound of another rate", audio.rate, fmt::format("{} frames a second", rate));
  if (audio.channels < 1 ||
      (audio.channels != format.channels && audio.channels != 1 && format.channels != 1))
    refuse(field, "a sound of other channels", audio.channels, fmt::format("1 or {}", format.channels));
}

}  // namespace

void lay_out(const Audio& audio, const FieldBuffer& field, void* to) {
  const auto& format = std::get<AudioFormat>(field.format);
  require_fits(audio, format, field);
  const auto channels = static_cast<std::size_t>(audio.channels);
  const std::size_t frames = std::min(audio.frames(), format.frames);
  auto* plane = static_cast<float*>(to);
  for (std::size_t p = 0; p < static_cast<std::size_t>(format.channels); ++p, plane += format.frames) {
    const bool mean = format.channels == 1 && channels > 1;
    const float* from = audio.samples.data() + (channels == 1 || mean ? 0 : p);
    for (std::size_t i = 0; i < frames; ++i, from += channels) {
      plane[i] = from[0];
      if (!mean) continue;
      for (std::size_t c = 1; c < channels; ++c) plane[i] += from[c];
      plane[i] /= static_cast<float>(channels);
    }
    std::fill(plane + frames, plane + format.frames, 0.0F);
  }
}

void lay_out(const Text& text, const FieldBuffer& field, void* to) {
  const std::size_t tokens = std::get<TextFormat>(field.format).tokens;
  const std::size_t bytes = std::min(text.utf8.size(), tokens);
  auto* out = static_cast<std::int32_t*>(to);
  for (std::size_t i = 0; i < bytes; ++i) out[i] = static_cast<std::uint8_t>(text.utf8[i]) + 1;
  std::fill(out + bytes, out + tokens, 0);
}

}  // namespace variegate
