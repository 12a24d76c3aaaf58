// What tells whether a checkpoint is of a run, or of a child whose weights another run may take.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "variegate/data/field_spec.h"
#include "variegate/trial/child_spec.h"
#include "variegate/trial/metric.h"
#include "variegate/trial/run.h"

namespace variegate {

// The epochs over which the learning rate falls.
int schedule_epochs(const Train& train);

// What the states of children have in common that can take each other's weights: how a checkpoint's
// fingerprint (Checkpoint::run) begins.
std::string weights_fingerprint(const ChildSpec& spec, const std::string& precision);

// What the states of runs that may go on from each other have in common: the child, its seed and schedule,
// and the data by their number and shapes only: their digest is the study's to compare.
std::string child_fingerprint(const RunRequest& run, const ChildSpec& spec, const std::string& precision,
                              std::size_t samples, const std::vector<FieldSpec>& fields);

// Everything that the state of a run depends on, and the metric of the reports in it. child:
// child_fingerprint().
std::string run_fingerprint(const std::string& child, const Train& train, const Metric& metric);

}  // namespace variegate
