#include "variegate/train/batch_feeder.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "variegate/core/random.h"
#include "variegate/pipeline/pipeline.h"

namespace variegate {
namespace {

// One batch in use by training, one ready, one being made.
constexpr std::size_t kBuffers = 3;

}  // namespace

struct BatchFeeder::State {
  const PictureSet set;
  const Normalisation& normalisation;
  const bool takes_parts;  // of pictures that have their own shapes
  const Pipeline pipeline;
  const FeederOptions options;
  const std::size_t batches;  // of an epoch

  // Where the maker stands. Only the thread that makes batches touches these.
  int epoch;
  std::size_t batch = 0;
  std::vector<std::size_t> order;
  Sample original,
      sample;  // a sample and what becomes of it, one after another, so that memory is used again
  Scratch scratch;
  ResizeScratch resizing;

  std::array<Batch, kBuffers> buffers;  // a ring
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t made = 0;   // batches put into the ring
  std::size_t taken = 0;  // batches handed out
  bool finished = false;
  bool abandoned = false;
  std::exception_ptr failure;
  double waited = 0.0;
  std::thread maker;

  State(const PictureSet& set_, const Normalisation& normalisation_, const Policy& policy,
        const FeederOptions& options_)
      : set(set_),
        normalisation(normalisation_),
        takes_parts(set_.fit == DataFit::crop),
        pipeline(policy, options_.seed, {.fuse = options_.fuse, .first_part_taken = takes_parts}),
        options(options_),
        batches((set_.size() + static_cast<std::size_t>(options_.batch_size) - 1) /
                static_cast<std::size_t>(options_.batch_size)),
        epoch(options_.first_epoch) {}

  // Makes the next batch; false when all epochs are done.
  bool make(Batch& out) {
    if (epoch >= options.epochs) return false;
    const auto key = static_cast<std::uint64_t>(epoch);
    if (batch == 0) {
      order = Stream({.seed = options.seed, .epoch = key, .sample = 0, .place = hash_text("order")})
                  .permutation(set.size());
    }
    const std::size_t first = batch * set.size() / batches;
    const std::size_t last = (batch + 1) * set.size() / batches;
    const std::size_t floats = normalisation.size();
    out.epoch = epoch;
    out.size = last - first;
    out.pixels.resize(out.size * floats);
    out.labels.resize(out.size);
    for (std::size_t i = first; i < last; ++i) {
      const std::size_t picture = order[i];
      const ConstImageView whole = set.view(picture);
      Image& image = reset_to_image(original, set.label(picture), picture);
      std::optional<Box> part;
      if (takes_parts) part = pipeline.first_part(picture, key, whole.width, whole.height);
      set.cut(picture, part ? *part : set.middle(picture), image, resizing);
      pipeline.apply(original, sample, key, scratch);
      normalisation.apply(sample.image(), out.pixels.data() + (i - first) * floats);
      out.labels[i - first] = sample.label;
    }
    out.ends_epoch = ++batch == batches;
    if (out.ends_epoch) {
      batch = 0;
      ++epoch;
    }
    return true;
  }

  void run() {
    try {
      for (;;) {
        std::unique_lock lock(mutex);
        // The buffer handed out last is still in use, hence one less than the ring holds.
        changed.wait(lock, [&] { return abandoned || made - taken < kBuffers - 1; });
        if (abandoned) return;
        Batch& buffer = buffers[made % kBuffers];
        lock.unlock();
        const bool more = make(buffer);
        lock.lock();
        if (more) ++made;
        finished = !more;
        lock.unlock();
        changed.notify_all();
        if (!more) return;
      }
    } catch (...) {
      const std::lock_guard lock(mutex);
      failure = std::current_exception();
      finished = true;
    }
    changed.notify_all();
  }

  const Batch* take_made() {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return finished || made > taken; });
    if (made == taken) {
      if (failure) std::rethrow_exception(failure);
      return nullptr;
    }
    const Batch* batch_taken = &buffers[taken % kBuffers];
    ++taken;
    lock.unlock();
    changed.notify_all();
    return batch_taken;
  }
};

BatchFeeder::BatchFeeder(const PictureSet& set, const Normalisation& normalisation, const Policy& policy,
                         const FeederOptions& options)
    : state_(std::make_unique<State>(set, normalisation, policy, options)) {
  if (options.overlap) state_->maker = std::thread([state = state_.get()] { state->run(); });
}

BatchFeeder::~BatchFeeder() {
  if (!state_->maker.joinable()) return;
  {
    const std::lock_guard lock(state_->mutex);
    state_->abandoned = true;
  }
  state_->changed.notify_all();
  state_->maker.join();
}

const Batch* BatchFeeder::next() {
  const auto start = std::chrono::steady_clock::now();
  const Batch* batch = nullptr;
  if (state_->options.overlap) {
    batch = state_->take_made();
  } else if (state_->make(state_->buffers[0])) {
    batch = &state_->buffers[0];
  }
  state_->waited += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return batch;
}

double BatchFeeder::waited() const { return state_->waited; }

}  // namespace variegate
