#include "variegate/loader/loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>

#include "variegate/loader/batch_crew.h"
#include "variegate/loader/batch_job.h"
#include "variegate/loader/batch_order.h"
#include "variegate/loader/checked_options.h"
#include "variegate/loader/field_buffers.h"
#include "variegate/policy/lengths.h"

namespace variegate {
namespace {

constexpr std::size_t kReasonsKept = 10;

}  // namespace

// All but the crew is touched by the caller's thread alone.
struct Loader::State {
  State(const Dataset& dataset, const LoaderOptions& options)
      : plan(dataset, options), order(plan.options), crew(plan) {}

  std::unique_ptr<UnmixedBatch> unmixed_batch(std::size_t count) {
    if (plan.mixes.empty()) return nullptr;
    if (spare.empty()) spare.push_back(std::make_unique<UnmixedBatch>());
    std::unique_ptr<UnmixedBatch> batch = std::move(spare.back());
    spare.pop_back();
    batch->reset(count, plan.classes);
    return batch;
  }

  // Takes the samples that could not be made out of a finished batch; throws what ends it.
  void settle(BatchJob& job, LoadedBatch& batch) {
    job.sort_faults();
    const auto fatal = std::find_if(job.faults.begin(), job.faults.end(), [&](const SampleFault& fault) {
      return !plan.options.skip_bad || fault.words.empty();
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
      if (batch.size != i && !job.mixing) move_sample(job.memory, i, batch.size);
      const std::size_t index = (*job.order)[job.first + i];
      batch.labels.push_back(plan.dataset.label(index));
      batch.indices.push_back(index);
      ++batch.size;
    }
    batch.soft_labels.clear();
    if (!job.unmixed) return;
    job.unmixed->soft_labels.resize(batch.size * plan.classes);
    std::swap(batch.soft_labels, job.unmixed->soft_labels);
    spare.push_back(std::move(job.unmixed));
  }

  void move_sample(std::byte* block, std::size_t from, std::size_t to) const {
    for (const FieldBuffer& field : plan.fields) {
      std::memcpy(BatchPlace{block, to}.of(field), BatchPlace{block, from}.of(field), field.sample_bytes);
    }
  }

  const BatchPlan plan;
  BatchOrder order;
  LoaderState given;      // where the next batch that is asked for begins
  LoaderState submitted;  // where the next batch that is submitted begins
  std::exception_ptr failure;
  std::size_t skipped = 0;
  std::vector<std::string> reasons;
  std::vector<std::unique_ptr<UnmixedBatch>> spare;
  BatchCrew crew;  // last, so that it ends first
};

Loader::Loader(const Dataset& dataset, const LoaderOptions& options)
    : state_(std::make_unique<State>(dataset, options)) {}
Loader::~Loader() = default;

int Loader::batch_size() const { return state_->plan.options.batch_size; }
int Loader::width() const { return state_->plan.options.width; }
int Loader::height() const { return state_->plan.options.height; }
const std::vector<FieldBuffer>& Loader::fields() const { return state_->plan.fields; }
std::size_t Loader::batch_bytes() const { return block_bytes(fields(), batch_size()); }
std::size_t Loader::batches_an_epoch() const { return state_->order.batches_an_epoch(); }

void Loader::submit(void* memory) {
  State& state = *state_;
  auto job = std::make_unique<BatchJob>();
  job->memory = static_cast<std::byte*>(memory);
  job->epoch = state.submitted.epoch;
  job->first = state.submitted.sample;
  job->count = state.order.end_of_batch(job->first) - job->first;
  job->order = state.order.of(job->epoch);
  job->unmixed = state.unmixed_batch(job->count);
  job->samples = job->count;
  const std::size_t count = job->count;
  state.crew.add(std::move(job));
  state.submitted = state.order.after(state.submitted, count);
}

void Loader::next(LoadedBatch& batch) {
  State& state = *state_;
  if (state.failure) std::rethrow_exception(state.failure);
  const std::unique_ptr<BatchJob> job = state.crew.take();
  try {
    state.settle(*job, batch);
  } catch (...) {
    state.failure = std::current_exception();
    throw;
  }
  state.given = state.order.after(state.given, job->count);
}

LoaderState Loader::state() const { return state_->given; }

void Loader::restore(const LoaderState& place) {
  State& state = *state_;
  if (place.sample >= state.order.samples())
    refuse_loading("a state of other data", fmt::format("sample {}", place.sample),
                   fmt::format("below {}", state.order.samples()));
  state.crew.abandon();
  state.failure = nullptr;
  state.given = state.order.begin_of_batch(place);
  state.submitted = state.given;
}

std::size_t Loader::skipped() const { return state_->skipped; }
const std::vector<std::string>& Loader::skipped_reasons() const { return state_->reasons; }

std::string Loader::notice() const {
  const LoaderOptions& options = state_->plan.options;
  return options.width > 0 ? size_notice(options.policy, options.width, options.height) : "";
}

}  // namespace variegate
