#include "variegate/loader/batch_crew.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/loader/checked_options.h"
#include "variegate/loader/field_buffers.h"

namespace variegate {
namespace {

constexpr std::size_t kClaim = 8;  // samples that a thread takes at a time: few enough to share a small batch

}  // namespace

BatchPlan::BatchPlan(const Dataset& dataset_, const LoaderOptions& options_)
    : dataset(dataset_),
      options(checked(options_, dataset_)),
      fields(field_buffers(options, given_fields(options, dataset))),
      pipeline(options.policy, options.seed, options.pipeline),
      mixes(options.policy, options.seed),
      classes(dataset.class_names().size()) {}

BatchCrew::BatchCrew(const BatchPlan& plan) : plan_(plan) {
  for (int i = 0; i < std::max(plan.options.threads, 1); ++i)
    makers_.emplace_back(plan.dataset, plan.pipeline, plan.options, plan.fields);
  for (int i = 0; i < plan.options.threads; ++i)
    threads_.emplace_back([this, i] { work(makers_[static_cast<std::size_t>(i)]); });
}

BatchCrew::~BatchCrew() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void BatchCrew::add(std::unique_ptr<BatchJob> job) {
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= static_cast<std::size_t>(plan_.options.prefetch))
      refuse_loading("too many batches submitted", fmt::format("{} are on their way", jobs_.size()),
                     "next() before the next submit()");
    jobs_.push_back(std::move(job));
  }
  wake_.notify_all();
}

std::unique_ptr<BatchJob> BatchCrew::take() {
  std::unique_lock lock(mutex_);
  if (jobs_.empty()) refuse_loading("no batch was submitted", "", "submit() before next()");
  BatchJob& first = *jobs_.front();
  while (threads_.empty() && first.claimed < first.samples) make_some(first, makers_.front(), lock);
  done_.wait(lock, [&] { return first.finished == first.samples; });
  std::unique_ptr<BatchJob> job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

void BatchCrew::abandon() {
  std::unique_lock lock(mutex_);
  // What no thread has begun is dropped; what one is at must be waited for, since it writes to that memory.
  for (const auto& job : jobs_) {
    job->abandoned = true;
    job->samples = job->claimed;
  }
  done_.wait(lock, [&] {
    return std::all_of(jobs_.begin(), jobs_.end(),
                       [](const auto& job) { return job->finished == job->claimed; });
  });
  jobs_.clear();
}

// A thread of the background.
void BatchCrew::work(SampleMaker& maker) {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto open = [&] {
      return std::find_if(jobs_.begin(), jobs_.end(),
                          [](const auto& job) { return job->claimed < job->samples; });
    };
    wake_.wait(lock, [&] { return stopping_ || open() != jobs_.end(); });
    if (stopping_) return;
    make_some(*open()->get(), maker, lock);
  }
}

// Makes, or mixes, a few samples of the batch, with the lock let go meanwhile.
void BatchCrew::make_some(BatchJob& job, SampleMaker& maker, std::unique_lock<std::mutex>& lock) {
  const std::size_t begin = job.claimed;
  const std::size_t end = std::min(begin + kClaim, job.samples);
  job.claimed = end;
  const std::size_t made = job.mixing ? job.samples : 0;  // read here: abandon() may change it
  lock.unlock();
  std::vector<SampleFault> faults;
  const auto for_each = [&](const auto& make) {
    for (std::size_t i = begin; i < end; ++i) {
      try {
        make(i);
      } catch (const Error& error) {
        faults.push_back({i, std::current_exception(), error.what()});
      } catch (...) {
        faults.push_back({i, std::current_exception(), ""});
      }
    }
  };
  const auto sample_at = [&](std::size_t i) { return (*job.order)[job.first + i]; };
  const auto place_of = [&](std::size_t i) { return BatchPlace{.block = job.memory, .number = i}; };
  if (job.mixing) {
    const std::span<const Sample> batch = std::span(job.unmixed->samples).first(made);
    const std::span<float> soft_labels = job.unmixed->soft_labels;
    for_each([&](std::size_t i) {
      maker.mix(plan_.mixes, batch, i, job.epoch, place_of(i),
                soft_labels.subspan(i * plan_.classes, plan_.classes));
    });
    for (SampleFault& fault : faults) fault.words.clear();  // none of a sample that could be skipped
  } else if (job.unmixed) {
    for_each([&](std::size_t i) { maker.make_unmixed(sample_at(i), job.epoch, job.unmixed->samples[i]); });
  } else {
    for_each([&](std::size_t i) { maker.make(sample_at(i), job.epoch, place_of(i)); });
  }
  lock.lock();
  job.faults.insert(job.faults.end(), faults.begin(), faults.end());
  job.finished += end - begin;
  if (job.finished < job.samples) return;
  if (job.unmixed && !job.mixing && !job.abandoned) begin_mixing(job);
  if (job.finished == job.samples) done_.notify_all();
}

// With the lock held.
void BatchCrew::begin_mixing(BatchJob& job) {
  job.sort_faults();
  std::vector<std::size_t> bad;
  for (const SampleFault& fault : job.faults) bad.push_back(fault.place);
  job.unmixed->put_last(bad, job.count);
  job.mixing = true;
  job.samples = job.count - bad.size();
  job.claimed = 0;
  job.finished = 0;
  wake_.notify_all();
}

}  // namespace variegate
