#include "variegate/loader/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "variegate/core/error.h"
#include "variegate/loader/batch_job.h"
#include "variegate/loader/checked_options.h"
#include "variegate/loader/sample_maker.h"
#include "variegate/pipeline/batch_mixes.h"
#include "variegate/policy/lengths.h"

namespace variegate {
namespace {

constexpr std::size_t kReasonsKept = 10;
constexpr std::size_t kClaim = 8;  // samples that a thread takes at a time: few enough to share a small batch

}  // namespace

struct Loader::State {
  State(const Dataset& dataset_, const LoaderOptions& options_)
      : dataset(dataset_),
        options(checked(options_, dataset_)),
        pipeline(options.policy, options.seed, options.pipeline),
        mixes(options.policy, options.seed),
        classes(dataset.class_names().size()) {
    const auto pixels = static_cast<std::size_t>(options.width) * static_cast<std::size_t>(options.height);
    sample_bytes =
        pixels * static_cast<std::size_t>(options.channels) * element_bytes(options.format.element);
    samples = options.samples.size();
    for (int i = 0; i < std::max(options.threads, 1); ++i) makers.emplace_back(dataset, pipeline, options);
    for (int i = 0; i < options.threads; ++i)
      threads.emplace_back([this, i] { work(makers[static_cast<std::size_t>(i)]); });
  }

  ~State() {
    {
      const std::lock_guard lock(mutex);
      stopping = true;
    }
    wake.notify_all();
    for (std::thread& thread : threads) thread.join();
  }

  // A thread of the background.
  void work(SampleMaker& maker) {
    std::unique_lock lock(mutex);
    while (true) {
      const auto open = [&] {
        return std::find_if(jobs.begin(), jobs.end(),
                            [](const auto& job) { return job->claimed < job->samples; });
      };
      wake.wait(lock, [&] { return stopping || open() != jobs.end(); });
      if (stopping) return;
      make_some(*open()->get(), maker, lock);
    }
  }

  // Makes, or mixes, a few samples of the batch, with the lock let go meanwhile.
  void make_some(BatchJob& job, SampleMaker& maker, std::unique_lock<std::mutex>& lock) {
    const std::size_t begin = job.claimed;
    const std::size_t end = std::min(begin + kClaim, job.samples);
    job.claimed = end;
    const std::size_t made = job.mixing ? job.samples : 0;  // read here: restore() may change it
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
    if (job.mixing) {
      const std::span<const Sample> batch = std::span(job.unmixed->samples).first(made);
      const std::span<float> soft_labels = job.unmixed->soft_labels;
      for_each([&](std::size_t i) {
        maker.mix(mixes, batch, i, job.epoch, job.memory + i * sample_bytes,
                  soft_labels.subspan(i * classes, classes));
      });
      for (SampleFault& fault : faults) fault.words.clear();  // none of a sample that could be skipped
    } else if (job.unmixed) {
      for_each([&](std::size_t i) {
        maker.make_unmixed((*job.order)[job.first + i], job.epoch, job.unmixed->samples[i]);
      });
    } else {
      for_each([&](std::size_t i) {
        maker.make((*job.order)[job.first + i], job.epoch, job.memory + i * sample_bytes);
      });
    }
    lock.lock();
    job.faults.insert(job.faults.end(), faults.begin(), faults.end());
    job.finished += end - begin;
    if (job.finished < job.samples) return;
    if (job.unmixed && !job.mixing && !job.abandoned) begin_mixing(job);
    if (job.finished == job.samples) done.notify_all();
  }

  // With the lock held.
  void begin_mixing(BatchJob& job) {
    job.sort_faults();
    std::vector<std::size_t> bad;
    for (const SampleFault& fault : job.faults) bad.push_back(fault.place);
    job.unmixed->put_last(bad, job.count);
    job.mixing = true;
    job.samples = job.count - bad.size();
    job.claimed = 0;
    job.finished = 0;
    wake.notify_all();
  }

  SampleOrder order_of(std::uint64_t epoch) {
    if (order && order_epoch == epoch) return order;
    if (!options.shuffle) {
      if (!order) order = std::make_shared<const std::vector<std::size_t>>(options.samples);
    } else {
      std::vector<std::size_t> drawn =
          Stream({options.seed, epoch, 0, hash_text(options.order)}).permutation(options.samples.size());
      for (std::size_t& place : drawn) place = options.samples[place];
      order = std::make_shared<const std::vector<std::size_t>>(std::move(drawn));
    }
    order_epoch = epoch;
    return order;
  }

  // Takes the samples that could not be made out of a finished batch; throws what ends it.
  void settle(BatchJob& job, LoadedBatch& batch) {
    job.sort_faults();
    const auto fatal = std::find_if(job.faults.begin(), job.faults.end(), [&](const SampleFault& fault) {
      return !options.skip_bad || fault.words.empty();
    });
    if (fatal != job.faults.end()) std::rethrow_exception(fatal->cause);
    batch.memory = job.memory;
    batch.epoch = job.epoch;
    batch.labels.clear();
    batch.indices.clear();
    batch.size = 0;
    auto fault = job.faults.begin();
    for (std::size_t i = 0; i < job.count; ++i) {
      if (fault != job.faults.end() && fault->place == i) {
        if (++skipped <= kReasonsKept) reasons.push_back(fault->words);
        ++fault;
        continue;
      }
      if (batch.size != i && !job.mixing)
        std::memcpy(job.memory + batch.size * sample_bytes, job.memory + i * sample_bytes, sample_bytes);
      const std::size_t index = (*job.order)[job.first + i];
      batch.labels.push_back(dataset.label(index));
      batch.indices.push_back(index);
      ++batch.size;
    }
    batch.soft_labels.clear();
    if (!job.unmixed) return;
    job.unmixed->soft_labels.resize(batch.size * classes);
    std::swap(batch.soft_labels, job.unmixed->soft_labels);
    spare.push_back(std::move(job.unmixed));
  }

  std::unique_ptr<UnmixedBatch> unmixed_batch(std::size_t count) {
    if (mixes.empty()) return nullptr;
    if (spare.empty()) spare.push_back(std::make_unique<UnmixedBatch>());
    std::unique_ptr<UnmixedBatch> batch = std::move(spare.back());
    spare.pop_back();
    batch->reset(count, classes);
    return batch;
  }

  // The place, or the next epoch's beginning when no batch starts there.
  LoaderState begin_of_batch(const LoaderState& place) const {
    const std::size_t least = options.drop_last ? static_cast<std::size_t>(options.batch_size) : 1;
    if (place.sample + least <= samples) return place;
    return {.epoch = place.epoch + 1, .sample = 0};
  }

  // Where the batch ends that begins at that sample of an epoch.
  std::size_t end_of_batch(std::size_t first) const {
    const auto size = static_cast<std::size_t>(options.batch_size);
    if (!options.even_batches) return std::min(first + size, samples);
    const std::size_t batches = (samples + size - 1) / size;
    const std::size_t number = (first * batches + samples - 1) / samples;  // of the first batch from there on
    const std::size_t begin = number * samples / batches;
    return begin > first ? begin : (number + 1) * samples / batches;
  }

  LoaderState after(const LoaderState& place, std::size_t count) const {
    return begin_of_batch({.epoch = place.epoch, .sample = place.sample + count});
  }

  const Dataset& dataset;
  const LoaderOptions options;
  const Pipeline pipeline;
  const BatchMixes mixes;
  const std::size_t classes;
  std::size_t sample_bytes = 0;
  std::size_t samples = 0;  // an epoch
  std::deque<SampleMaker> makers;

  std::mutex mutex;
  std::condition_variable wake;  // something to do
  std::condition_variable done;  // a job is finished
  std::deque<std::unique_ptr<BatchJob>> jobs;
  bool stopping = false;

  // Only the caller's thread touches these.
  LoaderState given;      // where the next batch that is asked for begins
  LoaderState submitted;  // where the next batch that is submitted begins
  SampleOrder order;
  std::uint64_t order_epoch = 0;
  std::exception_ptr failure;
  std::size_t skipped = 0;
  std::vector<std::string> reasons;
  std::vector<std::unique_ptr<UnmixedBatch>> spare;

  std::vector<std::thread> threads;  // last, so that all they use is there before them
};

Loader::Loader(const Dataset& dataset, const LoaderOptions& options)
    : state_(std::make_unique<State>(dataset, options)) {}
Loader::~Loader() = default;

int Loader::batch_size() const { return state_->options.batch_size; }
int Loader::width() const { return state_->options.width; }
int Loader::height() const { return state_->options.height; }
std::size_t Loader::batch_bytes() const {
  return static_cast<std::size_t>(state_->options.batch_size) * state_->sample_bytes;
}
std::size_t Loader::batches_an_epoch() const {
  const auto size = static_cast<std::size_t>(state_->options.batch_size);
  return (state_->samples + (state_->options.drop_last ? 0 : size - 1)) / size;
}

void Loader::submit(void* memory) {
  State& state = *state_;
  auto job = std::make_unique<BatchJob>();
  job->memory = static_cast<std::byte*>(memory);
  job->epoch = state.submitted.epoch;
  job->first = state.submitted.sample;
  job->count = state.end_of_batch(job->first) - job->first;
  job->order = state.order_of(job->epoch);
  job->unmixed = state.unmixed_batch(job->count);
  job->samples = job->count;
  {
    const std::lock_guard lock(state.mutex);
    if (state.jobs.size() >= static_cast<std::size_t>(state.options.prefetch))
      refuse_loading("too many batches submitted", fmt::format("{} are on their way", state.jobs.size()),
                     "next() before the next submit()");
    state.submitted = state.after(state.submitted, job->count);
    state.jobs.push_back(std::move(job));
  }
  state.wake.notify_all();
}

void Loader::next(LoadedBatch& batch) {
  State& state = *state_;
  if (state.failure) std::rethrow_exception(state.failure);
  std::unique_ptr<BatchJob> job;
  {
    std::unique_lock lock(state.mutex);
    if (state.jobs.empty()) refuse_loading("no batch was submitted", "", "submit() before next()");
    BatchJob& first = *state.jobs.front();
    while (state.threads.empty() && first.claimed < first.samples)
      state.make_some(first, state.makers.front(), lock);
    state.done.wait(lock, [&] { return first.finished == first.samples; });
    job = std::move(state.jobs.front());
    state.jobs.pop_front();
  }
  try {
    state.settle(*job, batch);
  } catch (...) {
    state.failure = std::current_exception();
    throw;
  }
  state.given = state.after(state.given, job->count);
}

LoaderState Loader::state() const { return state_->given; }

void Loader::restore(const LoaderState& place) {
  State& state = *state_;
  if (place.sample >= state.samples)
    refuse_loading("a state of other data", fmt::format("sample {}", place.sample),
                   fmt::format("below {}", state.samples));
  const LoaderState begin = state.begin_of_batch(place);
  {
    std::unique_lock lock(state.mutex);
    // What no thread has begun is dropped; what one is at must be waited for, since it writes to that memory.
    for (const auto& job : state.jobs) {
      job->abandoned = true;
      job->samples = job->claimed;
    }
    state.done.wait(lock, [&] {
      return std::all_of(state.jobs.begin(), state.jobs.end(),
                         [](const auto& job) { return job->finished == job->claimed; });
    });
    state.jobs.clear();
  }
  state.failure = nullptr;
  state.given = begin;
  state.submitted = begin;
}

std::size_t Loader::skipped() const { return state_->skipped; }
std::string Loader::notice() const {
  const LoaderOptions& options = state_->options;
  return size_notice(options.policy, options.width, options.height);
}

const std::vector<std::string>& Loader::skipped_reasons() const { return state_->reasons; }

}  // namespace variegate
