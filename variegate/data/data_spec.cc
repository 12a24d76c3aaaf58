#include "variegate/core/json.h"
#include "variegate/data/splits.h"

namespace variegate {
namespace {

constexpr std::int64_t kMostImages = 1'000'000'000;
constexpr std::int64_t kMostFolds = 1'000'000;
constexpr std::int64_t kLargestSide = 16384;

}  // namespace

Json to_json(const DataSpec& spec) {
  Json json{{"train", spec.train},
            {"format", spec.format},
            {"parts", spec.parts},
            {"validation", spec.validation},
            {"test", spec.test},
            {"train_size", spec.train_size},
            {"validation_size", spec.validation_size},
            {"validation_fraction", spec.validation_fraction},
            {"test_size", spec.test_size},
            {"group_by", spec.group_by},
            {"split_seed", spec.split_seed},
            {"resolution", spec.resolution},
            {"fit", spec.fit},
            {"skip_bad", spec.skip_bad},
            {"allow_overlap", spec.allow_overlap},
            {"orientation", name_of(spec.orientation)}};
  if (spec.fold != 0) json["fold"] = spec.fold;
  return json;
}

DataSpec data_spec_from_json(JsonReader json) {
  const auto size = [&](const char* name, int most) { return json.member(name).small_integer(0, most); };
  DataSpec spec;
  spec.train = json.member("train").string();
  spec.format = json.member("format").string();
  // Logs from before parts could be named do not have it.
  if (const auto parts = json.optional_member("parts")) spec.parts = parts->string();
  spec.validation = json.member("validation").string();
  spec.test = json.member("test").string();
  spec.train_size = size("train_size", kMostImages);
  spec.validation_size = size("validation_size", kMostImages);
  spec.validation_fraction = json.member("validation_fraction").number(0, 1);
  spec.test_size = size("test_size", kMostImages);
  spec.group_by = json.member("group_by").string();
  spec.split_seed = json.member("split_seed").unsigned_integer();
  spec.resolution = size("resolution", kLargestSide);
  // In logs from before pictures could keep their proportions they were stretched.
  const auto fit = json.optional_member("fit");
  spec.fit = fit ? fit->one_of({"auto", "stretch", "crop", "pad"}) : "stretch";
  spec.skip_bad = json.member("skip_bad").boolean();
  // Logs of earlier versions have none: their splits were drawn without looking for one.
  const auto allow_overlap = json.optional_member("allow_overlap");
  spec.allow_overlap = allow_overlap ? allow_overlap->boolean() : true;
  // Logs of earlier versions have none: pictures were read as they are stored.
  auto orientation = json.optional_member("orientation");
  spec.orientation =
      orientation ? orientation_named(orientation->string(), orientation->where()) : Orientation::ignore;
  if (const auto fold = json.optional_member("fold"))
    spec.fold = static_cast<int>(fold->integer(0, kMostFolds));
  json.finish();
  return spec;
}

}  // namespace variegate
