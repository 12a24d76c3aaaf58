// The threads that make a loader's batches.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/loader/batch_job.h"
#include "variegate/loader/sample_maker.h"

namespace variegate {

// Made once, and shared by all that make a loader's samples.
struct BatchPlan {
  BatchPlan(const Dataset& dataset, const LoaderOptions& options);  // Error as Loader

  const Dataset& dataset;
  const LoaderOptions options;  // checked
  const std::vector<FieldBuffer> fields;
  const Pipeline pipeline;
  const BatchMixes mixes;
  const std::size_t classes;
};

class BatchCrew {
 public:
  // The plan must outlive it.
  explicit BatchCrew(const BatchPlan& plan);
  ~BatchCrew();  // waits for samples that are being made
  BatchCrew(const BatchCrew&) = delete;
  BatchCrew& operator=(const BatchCrew&) = delete;

  // Puts the batch behind the others. Error when `prefetch` batches are on their way already.
  void add(std::unique_ptr<BatchJob> job);
  // Waits for the first batch; makes it on the caller's thread when there is no other. Error when there is
  // none.
  std::unique_ptr<BatchJob> take();
  // Lets go of all batches.
  void abandon();

 private:
  void work(SampleMaker& maker);
  void make_some(BatchJob& job, SampleMaker& maker, std::unique_lock<std::mutex>& lock);
  void begin_mixing(BatchJob& job);

  const BatchPlan& plan_;
  std::deque<SampleMaker> makers_;

  std::mutex mutex_;
  std::condition_variable wake_;  // something to do
  std::condition_variable done_;  // a job is finished
  std::deque<std::unique_ptr<BatchJob>> jobs_;
  bool stopping_ = false;

  std::vector<std::thread> threads_;  // last, so that all they use is there before them
};

}  // namespace variegate
