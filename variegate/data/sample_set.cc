#include "variegate/data/sample_set.h"

#include <fmt/format.h>

#include <utility>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(std::size_t sample, const std::string& what, const std::string& got,
                         const std::string& expected) {
  throw Error(
      {.where = fmt::format("sample {}", sample), .what = what, .got = got, .expected = expected, .mend = ""},
      ErrorKind::usage);
}

std::string held_by(const Field* field) {
  if (field == nullptr) return "nothing";
  const std::optional<FieldKind> kind = kind_of(field->value);
  return kind ? std::string(noun_of(*kind)) : "an annotation";
}

}  // namespace

SampleDataset::SampleDataset(SampleSet set) : set_(std::move(set)) {
  for (std::size_t i = 0; i < set_.samples.size(); ++i) {
    Sample& sample = set_.samples[i];
    sample.index = i;
    for (const FieldSpec& spec : set_.fields) {
      const Field* field = sample.find(spec.name);
      if (field != nullptr && kind_of(field->value) == spec.kind()) continue;
      refuse(i, fmt::format("its field '{}' is not what the set says", spec.name), held_by(field),
             std::string(noun_of(spec.kind())));
    }
    if (sample.label >= 0 && static_cast<std::size_t>(sample.label) < set_.class_names.size()) continue;
    refuse(i, "a label without a class", std::to_string(sample.label),
           fmt::format("below {}", set_.class_names.size()));
  }
}

}  // namespace variegate
