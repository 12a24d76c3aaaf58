#include "variegate/executor/open_evaluator.h"

#include "variegate/executor/worker_pool.h"

namespace variegate {

std::unique_ptr<Evaluator> open_evaluator(const ExecutorSpec& executor, const OpenRequest& open,
                                          const std::string& checkpoints) {
  return std::make_unique<WorkerPool>(executor.worker, open, executor.jobs, checkpoints);
}

}  // namespace variegate
