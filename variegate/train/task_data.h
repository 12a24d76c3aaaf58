// The samples of a task, with fields of any kinds, as children train on them and are judged by them.
#pragma once

#include <memory>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/picture_set.h"
#include "variegate/loader/loader.h"

namespace variegate {

struct TaskData {
  std::shared_ptr<const Dataset> train;
  std::shared_ptr<const Dataset> evaluation;
  // How a loader brings the fields of either to what a child takes: shapes, fit and formats. The rest is set
  // by whoever loads.
  LoaderOptions loading = {};
};

// Pictures, normalised by those that train. Error when those that evaluate have another shape.
TaskData picture_data(PictureSet train, PictureSet evaluation);

// How pictures of such a set are loaded: in its shape and fit, normalised by its own mean and deviation.
LoaderOptions picture_loading(const PictureSet& set);

// Error unless there is something to train on and to evaluate on, in the same fields, with labels of two
// classes or more.
void check_task_data(const TaskData& data);

// What a loader makes of the fields of such data: of all, or of LoaderOptions::fields.
std::vector<FieldBuffer> loaded_fields(const Dataset& data, const LoaderOptions& loading);

// The same, of the samples that train; what is left open in `loading` is settled by them, so that those that
// evaluate come to the same shapes.
std::vector<FieldBuffer> settle_loading(TaskData& data);

}  // namespace variegate
