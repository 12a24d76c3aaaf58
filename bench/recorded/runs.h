// The runs of a recording: a child for every policy and every seed, in several processes, resumable.
#pragma once

#include <string>
#include <vector>

#include "bench/recorded/recording.h"
#include "bench/recorded/task.h"
#include "variegate/data/splits.h"
#include "variegate/train/trainer.h"

namespace variegate::recorded {

// The task's data, its validation pictures changed.
SearchData open_data(const Task& task);

// One run: it depends on its policy and seed alone.
Curve train(const Trainer& trainer, const Task& task, const Policy& policy, int seed);

// Curves of a policy, of a seed. Each is written to the file `part` as it ends, so a recording that was
// killed goes on where it was; the caller removes the file. Error when it is of another task or of other
// policies, or when a run fails.
std::vector<std::vector<Curve>> run_all(const Task& task, const std::vector<Policy>& policies,
                                        const std::string& part, int jobs);

}  // namespace variegate::recorded
