#include "variegate/train/task_data.h"

#include <fmt/format.h>

#include <utility>

#include "variegate/core/error.h"
#include "variegate/data/pool_dataset.h"
#include "variegate/train/normalisation.h"

namespace variegate {
namespace {

[[noreturn]] void refuse(const char* what, const std::string& got, const std::string& expected) {
  throw Error({.where = "training data",
               .what = what,
               .got = got,
               .expected = expected,
               .mend = "check the data and the sizes of the split"});
}

// Names and kinds: what differs in shape is brought to the same by the loader.
std::string fields_text(const Dataset& data) {
  std::string text;
  for (const FieldSpec& field : data.fields()) {
    if (!text.empty()) text += ", ";
    text += fmt::format("{} ({})", field.name, name_of(field.kind()));
  }
  return text;
}

}  // namespace

LoaderOptions picture_loading(const PictureSet& set) {
  LoaderOptions loading;
  loading.width = set.width;
  loading.height = set.height;
  loading.channels = set.channels;
  if (set.fit == DataFit::crop) loading.fit.kind = Fit::Kind::policy_part;
  loading.format = normalisation(set);
  return loading;
}

TaskData picture_data(PictureSet train, PictureSet evaluation) {
  const auto shape = [](const PictureSet& set) {
    return fmt::format("{} x {} pixels, {} channels", set.width, set.height, set.channels);
  };
  if (shape(train) != shape(evaluation))
    refuse("evaluation pictures have another shape", shape(evaluation), shape(train));
  TaskData data{.train = nullptr, .evaluation = nullptr, .loading = picture_loading(train)};
  data.train = std::make_shared<PoolDataset>(std::move(train));
  data.evaluation = std::make_shared<PoolDataset>(std::move(evaluation));
  return data;
}

void check_task_data(const TaskData& data) {
  const Dataset& train = *data.train;
  const Dataset& evaluation = *data.evaluation;
  if (train.size() < 2) refuse("too few samples to train on", std::to_string(train.size()), "at least 2");
  if (evaluation.size() == 0) refuse("no samples to evaluate on", "0", "at least 1");
  if (fields_text(train) != fields_text(evaluation))
    refuse("evaluation samples have other fields", fields_text(evaluation), fields_text(train));
  const auto classes = static_cast<int>(train.class_names().size());
  if (classes < 2) refuse("too few classes", std::to_string(classes), "at least 2");
  for (const Dataset* set : {&train, &evaluation}) {
    for (std::size_t i = 0; i < set->size(); ++i) {
      const int label = set->label(i);
      if (label >= 0 && label < classes) continue;
      refuse("a label is not one of the classes", std::to_string(label), fmt::format("0 .. {}", classes - 1));
    }
  }
}

std::vector<FieldBuffer> loaded_fields(const Dataset& data, const LoaderOptions& loading) {
  LoaderOptions options = loading;
  options.threads = 0;
  return Loader(data, options).fields();
}

std::vector<FieldBuffer> settle_loading(TaskData& data) {
  std::vector<FieldBuffer> fields = loaded_fields(*data.train, data.loading);
  for (const FieldBuffer& field : fields) {
    data.loading.formats[field.spec.name] = field.format;
    const auto* shape = std::get_if<ImageShape>(&field.spec.shape);
    if (shape == nullptr) continue;
    data.loading.width = shape->width;
    data.loading.height = shape->height;
  }
  return fields;
}

}  // namespace variegate
