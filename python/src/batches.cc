// A policy run over batches of pictures that come from Python, in threads, into memory of Python's.
#include <fmt/format.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <unistd.h>

#include <memory>
#include <mutex>

#include "python/src/arrays.h"
#include "python/src/formats.h"
#include "python/src/parts.h"
#include "variegate/core/error.h"
#include "variegate/core/thread_pool.h"
#include "variegate/pipeline/batch_mixes.h"
#include "variegate/pipeline/pipeline.h"

namespace variegate::python {
namespace {

using PicturesIn = nb::ndarray<const std::uint8_t, nb::ndim<4>, nb::device::cpu>;  // batch x rows x columns x
                                                                                   // channels
using BatchOut = nb::ndarray<nb::ndim<4>, nb::c_contig, nb::device::cpu>;

class BatchTransform {
 public:
  BatchTransform(const Policy& policy, std::uint64_t seed, bool fuse, int threads)
      : pipeline_(policy, seed, {.fuse = fuse, .batch_follows = true}),
        mixes_(policy, seed),
        field_(policy.fields.front().name),
        threads_(threads) {}
  ~BatchTransform() { forget_threads_of_another_process(); }
  BatchTransform(const BatchTransform&) = delete;
  BatchTransform& operator=(const BatchTransform&) = delete;

  // Writes the augmented pictures to `out`, which is of their shape, and of the element and layout that are
  // said. Of a policy with mixes, gives how much of each class each picture shows; empty of others. labels:
  // below `classes`.
  std::vector<float> apply(const PicturesIn& pictures, void* out, const TensorFormat& format,
                           const std::vector<std::uint64_t>& indices, std::uint64_t epoch,
                           const std::vector<int>& labels, std::size_t classes) {
    const std::lock_guard one_at_a_time(mutex_);
    forget_threads_of_another_process();
    if (pool_ == nullptr) {
      pool_ = std::make_unique<ThreadPool>(threads_);
      process_ = getpid();
      memories_.resize(static_cast<std::size_t>(threads_));
    }
    const std::size_t count = pictures.shape(0);
    const std::size_t bytes =
        pictures.shape(1) * pictures.shape(2) * pictures.shape(3) * element_bytes(format.element);
    const auto place = [&](std::size_t i) { return static_cast<std::byte*>(out) + i * bytes; };
    const bool mixed = !mixes_.empty();
    if (mixed && unmixed_.size() < count) unmixed_.resize(count);
    pool_->for_each(count, [&](std::size_t i, int thread) {
      Memory& memory = memories_[static_cast<std::size_t>(thread)];
      read_picture(pictures, i, memory.original, indices[i], labels.empty() ? 0 : labels[i]);
      Sample& made = mixed ? unmixed_[i] : memory.made;
      pipeline_.apply(memory.original, made, epoch, memory.scratch);
      require_shape(made.image(field_), pictures, i);
      if (!mixed) kernels::normalise(made.image(field_), format, place(i));
    });
    std::vector<float> soft(mixed ? count * classes : 0);
    if (!mixed) return soft;
    const std::span<const Sample> batch = std::span(unmixed_).first(count);
    pool_->for_each(count, [&](std::size_t i, int thread) {
      MixedSample& made = memories_[static_cast<std::size_t>(thread)].mixed;
      mixes_.apply(batch, i, epoch, made);
      kernels::normalise(made.image, format, place(i));
      for (const LabelWeight& share : made.label.weights())
        soft[i * classes + static_cast<std::size_t>(share.label)] = share.weight;
    });
    return soft;
  }

 private:
  struct Memory {
    Sample original, made;
    MixedSample mixed;
    Scratch scratch;
  };

  void read_picture(const PicturesIn& pictures, std::size_t i, Sample& sample, std::uint64_t index,
                    int label) const {
    Image& image = reset_to_image(sample, label, index);
    sample.fields.front().name = field_;
    read_strided({.data = pictures.data() + static_cast<std::int64_t>(i) * pictures.stride(0),
                  .height = static_cast<int>(pictures.shape(1)),
                  .width = static_cast<int>(pictures.shape(2)),
                  .channels = static_cast<int>(pictures.shape(3)),
                  .row = pictures.stride(1),
                  .step = pictures.stride(2),
                  .plane = pictures.stride(3)},
                 image);
  }

  void require_shape(const Image& made, const PicturesIn& pictures, std::size_t i) const {
    const auto height = static_cast<int>(pictures.shape(1)), width = static_cast<int>(pictures.shape(2));
    const auto channels = static_cast<int>(pictures.shape(3));
    if (made.width == width && made.height == height && made.channels == channels) return;
    throw Error({.where = fmt::format("images[{}]", i),
                 .what = "the policy changes the shape of pictures",
                 .got = fmt::format("{} x {} x {}", made.height, made.width, made.channels),
                 .expected = fmt::format("{} x {} x {}, as all of the batch", height, width, channels),
                 .mend = "call the transform for each picture"},
                ErrorKind::usage);
  }

  // After a fork the threads are those of the other process, and cannot be ended from here.
  void forget_threads_of_another_process() {
    if (pool_ != nullptr && process_ != getpid()) (void)pool_.release();
  }

  Pipeline pipeline_;
  BatchMixes mixes_;
  std::string field_;  // the policy's first
  int threads_;
  std::mutex mutex_;
  std::unique_ptr<ThreadPool> pool_;
  pid_t process_ = 0;
  std::vector<Memory> memories_;  // one a thread
  std::vector<Sample> unmixed_;
};

}  // namespace

void add_batches(nb::module_& module) {
  using nb::arg;
  nb::class_<BatchTransform>(module, "BatchTransform")
      .def(nb::init<const Policy&, std::uint64_t, bool, int>(), arg("policy"), arg("seed"), arg("fuse"),
           arg("threads"))
      .def(
          "apply",
          [](BatchTransform& transform, const PicturesIn& pictures, const BatchOut& out,
             const std::string& element, bool planes, const std::vector<double>& moments,
             const std::vector<std::uint64_t>& indices, std::uint64_t epoch, const std::vector<int>& labels,
             std::size_t classes) {
            const TensorFormat format = format_of(element, planes, moments);
            std::vector<float> soft;
            {
              const nb::gil_scoped_release others;
              soft = transform.apply(pictures, out.data(), format, indices, epoch, labels, classes);
            }
            const std::size_t rows = soft.empty() ? 0 : pictures.shape(0);
            return array_of(std::move(soft), {rows, classes});
          },
          arg("pictures"), arg("out"), arg("element"), arg("planes"), arg("moments"), arg("indices"),
          arg("epoch"), arg("labels"), arg("classes"));
}

}  // namespace variegate::python
