#include "variegate/loader/field_buffers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "variegate/core/spelling.h"
#include "variegate/loader/checked_options.h"

namespace variegate {
namespace {

constexpr std::size_t kAlignment = 64;                  // of each field: a cache line
constexpr std::size_t kCaches = std::size_t{4} << 20;   // bytes, more than a core has to itself
constexpr std::size_t kLongest = std::size_t{1} << 28;  // frames and tokens
constexpr int kMostChannels = 64;                       // of a sound

std::vector<std::string> names_of(const std::vector<FieldSpec>& fields) {
  std::vector<std::string> names;
  for (const FieldSpec& field : fields) names.push_back(field.name);
  return names;
}

const FieldSpec& require_named(const std::string& name, const std::vector<FieldSpec>& fields) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const FieldSpec& field) { return field.name == name; });
  if (found != fields.end()) return *found;
  const std::vector<std::string> names = names_of(fields);
  refuse_loading("a field that is not there", "'" + name + "'" + did_you_mean(name, names),
                 fmt::format("one of {}", fmt::join(names, ", ")));
}

// The format that the options give the field; nullptr when they leave it to the data set.
template <typename Format>
const Format* given_format(const LoaderOptions& options, const FieldSpec& field) {
  const auto found = options.formats.find(field.name);
  return found == options.formats.end() ? nullptr : &std::get<Format>(found->second);
}

void require_length(const FieldSpec& field, std::size_t length, const char* unit, const char* example) {
  if (length == 0) {
    refuse_loading(fmt::format("the field '{}' has no length that is known beforehand", field.name), "",
                   fmt::format("its {} in LoaderOptions::formats, such as {}", unit, example));
  }
  if (length > kLongest) {
    refuse_loading(fmt::format("the field '{}' is too long", field.name), std::to_string(length),
                   fmt::format("at most {} {}", kLongest, unit));
  }
}

void lay(const ImageShape&, const LoaderOptions& options, FieldBuffer& buffer) {
  const auto* given = given_format<TensorFormat>(options, buffer.spec);
  TensorFormat format = given != nullptr ? *given : options.format;
  buffer.sample_bytes = static_cast<std::size_t>(options.width) * static_cast<std::size_t>(options.height) *
                        static_cast<std::size_t>(options.channels) * element_bytes(format.element);
  format.past_caches = buffer.sample_bytes * static_cast<std::size_t>(options.batch_size) > kCaches;
  buffer.format = format;
  buffer.spec.shape =
      ImageShape{.width = options.width, .height = options.height, .channels = options.channels};
}

void lay(const AudioShape& shape, const LoaderOptions& options, FieldBuffer& buffer) {
  const auto* given = given_format<AudioFormat>(options, buffer.spec);
  const AudioFormat format = given != nullptr ? *given : AudioFormat{shape.channels, shape.frames};
  if (format.channels < 1 || format.channels > kMostChannels) {
    refuse_loading(fmt::format("channels of the field '{}'", buffer.spec.name),
                   std::to_string(format.channels),
                   fmt::format("1 .. {}, in LoaderOptions::formats", kMostChannels));
  }
  require_length(buffer.spec, format.frames, "frames", "AudioFormat{.channels = 1, .frames = 16000}");
  buffer.sample_bytes = static_cast<std::size_t>(format.channels) * format.frames * sizeof(float);
  buffer.format = format;
  buffer.spec.shape = AudioShape{.rate = shape.rate, .channels = format.channels, .frames = format.frames};
}

void lay(const TextShape& shape, const LoaderOptions& options, FieldBuffer& buffer) {
  const auto* given = given_format<TextFormat>(options, buffer.spec);
  const TextFormat format = given != nullptr ? *given : TextFormat{shape.tokens};
  require_length(buffer.spec, format.tokens, "tokens", "TextFormat{.tokens = 256}");
  buffer.sample_bytes = format.tokens * sizeof(std::int32_t);
  buffer.format = format;
  buffer.spec.shape = TextShape{.tokens = format.tokens, .vocabulary = kByteTokens};
}

std::size_t aligned(std::size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

}  // namespace

std::vector<FieldSpec> given_fields(const LoaderOptions& options, const Dataset& dataset) {
  std::vector<FieldSpec> given = dataset.fields();
  if (!options.fields.empty()) {
    std::vector<FieldSpec> chosen;
    for (const std::string& name : options.fields) {
      const std::vector<std::string> before = names_of(chosen);
      if (std::find(before.begin(), before.end(), name) != before.end())
        refuse_loading("a field asked for twice", "'" + name + "'", "each field once");
      chosen.push_back(require_named(name, given));
    }
    given = std::move(chosen);
  }
  if (given.empty()) refuse_loading("data without fields", "", "a picture, a sound or a text in each sample");
  for (const auto& [name, format] : options.formats) {
    const FieldKind kind = require_named(name, given).kind();
    if (kind != kind_of(format)) {
      refuse_loading(fmt::format("a format of another kind for the field '{}'", name),
                     std::string(name_of(kind_of(format))), std::string(name_of(kind)));
    }
  }
  return given;
}

std::vector<FieldBuffer> field_buffers(const LoaderOptions& options, const std::vector<FieldSpec>& given) {
  std::vector<FieldBuffer> buffers;
  for (const FieldSpec& field : given) {
    const std::size_t offset = aligned(block_bytes(buffers, options.batch_size));
    buffers.push_back({.spec = field, .format = {}, .offset = offset});
    std::visit([&](const auto& shape) { lay(shape, options, buffers.back()); }, field.shape);
  }
  return buffers;
}

std::size_t block_bytes(const std::vector<FieldBuffer>& fields, int batch_size) {
  if (fields.empty()) return 0;
  return fields.back().offset + static_cast<std::size_t>(batch_size) * fields.back().sample_bytes;
}

}  // namespace variegate
