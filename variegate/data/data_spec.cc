#include "variegate/data/data_spec.h"

#include "variegate/core/describe_json.h"
#include "variegate/core/error.h"

namespace variegate {

About orientation_option() {
  return {.choices = {name_of(Orientation::apply), name_of(Orientation::ignore)},
          .summary =
              "EXIF orientation of pictures: apply turns them upright, as viewers show them; ignore "
              "leaves pixels as they are stored, for annotations of those",
          .later = true};
}

void check(const DataSpec& spec) {
  const auto refuse = [](const std::string& option, const std::string& got, const std::string& expected) {
    throw Error({.where = option, .what = "out of range", .got = got, .expected = expected, .mend = ""},
                ErrorKind::usage);
  };
  if (spec.train.empty()) refuse("--data", "''", "a path");
  if (!(spec.validation_fraction > 0 && spec.validation_fraction < 1))
    refuse("--validation-fraction", number_text(spec.validation_fraction), "above 0 and below 1");
  check_described(spec);
}

Json to_json(const DataSpec& spec) { return described_json(spec); }

DataSpec data_spec_from_json(JsonReader json) {
  // What a log of an earlier version means that does not say: pictures were stretched, and read as they are
  // stored, and splits drawn without looking for overlap.
  DataSpec spec;
  spec.fit = "stretch";
  spec.orientation = Orientation::ignore;
  spec.allow_overlap = true;
  read_described(json, spec);
  json.finish();
  return spec;
}

}  // namespace variegate
