// How the fields of samples lie in a batch.
#pragma once

#include <cstddef>
#include <variant>

#include "variegate/core/audio.h"
#include "variegate/core/text.h"
#include "variegate/data/field_spec.h"
#include "variegate/kernels/normalise.h"

namespace variegate {

// float32, one plane a channel. A longer sound is cut at its end, a shorter one padded with silence. One
// plane of a sound of several channels is their mean; a sound of one channel fills every plane.
struct AudioFormat {
  int channels = 0;        // planes
  std::size_t frames = 0;  // of each
  bool operator==(const AudioFormat&) const = default;
};

// int32 tokens: a byte of UTF-8 each, plus 1, and 0 behind the end (bytes as tokens: Xue et al., ByT5, TACL
// 2022). A longer text is cut at its end, be it within a character.
struct TextFormat {
  std::size_t tokens = 0;
  bool operator==(const TextFormat&) const = default;
};

inline constexpr std::size_t kByteTokens = 257;  // different ones

using FieldFormat = std::variant<TensorFormat, AudioFormat, TextFormat>;  // in the order of FieldKind

inline FieldKind kind_of(const FieldFormat& format) { return static_cast<FieldKind>(format.index()); }

// A field in the block of memory that holds a batch.
struct FieldBuffer {
  FieldSpec spec;                // as it lies there: alike in every sample
  FieldFormat format = {};       // of the same kind
  std::size_t offset = 0;        // of the field's first sample in the block, in bytes: a multiple of 64
  std::size_t sample_bytes = 0;  // from there to the next sample's
};

// Writes the sound, or the text, as it lies in a batch: sample_bytes bytes. Error when the sound has another
// rate than FieldBuffer::spec, where that says one, or other channels than can become the format's.
void lay_out(const Audio& audio, const FieldBuffer& field, void* to);
void lay_out(const Text& text, const FieldBuffer& field, void* to);

}  // namespace variegate
