// Batches of a data set, as arrays that lie where the loader wrote them.
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <deque>
#include <memory>

#include "python/src/arrays.h"
#include "python/src/blocks.h"
#include "python/src/formats.h"
#include "python/src/options.h"
#include "python/src/parts.h"
#include "variegate/core/usable_cpus.h"
#include "variegate/data/formats.h"
#include "variegate/loader/loader.h"

namespace variegate::python {
namespace {

// The options that are given, in the form and range that their description says.
LoaderOptions read_options(const std::string& given) {
  LoaderOptions options;
  std::vector<std::string> known;
  Json asked = parse_json(given, "Loader");
  take_options(asked, options, known, "Loader");
  refuse_others(asked, known, "Loader");
  return options;
}

std::unique_ptr<Dataset> opened(const std::string& path, const std::string& part, const std::string& format,
                                bool skip_bad) {
  const DataParts parts = locate_data(path, format, "", {.skip_bad = skip_bad});
  return part == "validation" ? parts.validation.open() : parts.train.open();
}

class BatchLoader {
 public:
  BatchLoader(std::unique_ptr<Dataset> dataset, const LoaderOptions& options)
      : dataset_(std::move(dataset)),
        options_(options),
        prefetch_(static_cast<std::size_t>(options.prefetch)),
        loader_(std::make_unique<Loader>(*dataset_, options)),
        blocks_(std::make_shared<Blocks>(loader_->batch_bytes())) {}
  BatchLoader(const BatchLoader&) = delete;
  BatchLoader& operator=(const BatchLoader&) = delete;
  ~BatchLoader() {
    const nb::gil_scoped_release others;
    loader_.reset();  // writes to the blocks on their way until it is gone
  }

  // (pictures, labels, soft labels or None, indices); the next batch's turn comes by itself.
  nb::tuple next() {
    LoadedBatch batch;
    {
      const nb::gil_scoped_release others;
      fill();
      loader_->next(batch);
    }
    std::unique_ptr<Block> block = std::move(waiting_.front());
    waiting_.pop_front();
    fill();
    const auto size = batch.size;
    nb::object soft = nb::none();
    if (!batch.soft_labels.empty()) {
      const std::size_t classes = batch.soft_labels.size() / size;
      soft = nb::cast(array_of(std::move(batch.soft_labels), {size, classes}));
    }
    std::vector<std::int64_t> labels(batch.labels.begin(), batch.labels.end());
    std::vector<std::int64_t> indices(batch.indices.begin(), batch.indices.end());
    return nb::make_tuple(pictures(std::move(block), size), array_of(std::move(labels), {size}), soft,
                          array_of(std::move(indices), {size}));
  }

  std::pair<std::uint64_t, std::uint64_t> state() const {
    const LoaderState place = loader_->state();
    return {place.epoch, place.sample};
  }
  void restore(std::uint64_t epoch, std::uint64_t sample) {
    {
      const nb::gil_scoped_release others;
      loader_->restore({.epoch = epoch, .sample = sample});
    }
    waiting_.clear();
  }

  const Dataset& dataset() const { return *dataset_; }
  const Loader& loader() const { return *loader_; }

 private:
  void fill() {
    while (waiting_.size() < prefetch_) {
      auto block = std::make_unique<Block>(blocks_);
      loader_->submit(block->memory());
      waiting_.push_back(std::move(block));
    }
  }

  // The block, which lives as long as the array does.
  nb::object pictures(std::unique_ptr<Block> block, std::size_t size) const {
    const auto width = static_cast<std::size_t>(loader_->width()),
               height = static_cast<std::size_t>(loader_->height());
    const auto channels = static_cast<std::size_t>(options_.channels);
    const bool planes = options_.format.layout == PixelLayout::planes;
    const std::size_t shape[4] = {size, planes ? channels : height, planes ? height : width,
                                  planes ? width : channels};
    nb::dlpack::dtype type = nb::dtype<float>();
    if (options_.format.element == TensorFormat::Element::uint8) type = nb::dtype<std::uint8_t>();
    if (options_.format.element == TensorFormat::Element::bfloat16)
      type = nb::dtype<std::int16_t>();  // seen as bfloat16 by torch
    void* memory = block->memory();
    nb::capsule owner(block.get(), [](void* kept) noexcept { delete static_cast<Block*>(kept); });
    block.release();
    return nb::cast(nb::ndarray<nb::numpy>(memory, 4, shape, owner, nullptr, type));
  }

  std::unique_ptr<Dataset> dataset_;
  LoaderOptions options_;
  std::size_t prefetch_;
  std::unique_ptr<Loader> loader_;
  std::shared_ptr<Blocks> blocks_;
  std::deque<std::unique_ptr<Block>> waiting_;
};

}  // namespace

void add_loaders(nb::module_& module) {
  using nb::arg;
  module.def("usable_cpus", &usable_cpus);
  nb::class_<BatchLoader>(module, "BatchLoader")
      .def(
          "__init__",
          [](BatchLoader* made, const std::string& path, const std::string& part,
             const std::string& data_format, const Policy& policy, const std::string& given,
             const std::string& element, bool planes, const std::vector<double>& moments,
             const std::vector<std::size_t>& samples) {
            LoaderOptions options = read_options(given);
            options.policy = policy;
            options.format = format_of(element, planes, moments);
            options.format.past_caches = true;
            options.samples = samples;
            const nb::gil_scoped_release others;
            new (made) BatchLoader(opened(path, part, data_format, options.skip_bad), options);
          },
          arg("path"), arg("part"), arg("data_format"), arg("policy"), arg("options"), arg("element"),
          arg("planes"), arg("moments"), arg("samples"))
      .def("next", &BatchLoader::next)
      .def("state", &BatchLoader::state)
      .def("restore", &BatchLoader::restore, arg("epoch"), arg("sample"))
      .def_prop_ro("batches_an_epoch", [](const BatchLoader& of) { return of.loader().batches_an_epoch(); })
      .def_prop_ro("size",
                   [](const BatchLoader& of) { return std::pair(of.loader().width(), of.loader().height()); })
      .def_prop_ro("samples", [](const BatchLoader& of) { return of.dataset().size(); })
      .def_prop_ro("class_names", [](const BatchLoader& of) { return of.dataset().class_names(); })
      .def_prop_ro("skipped", [](const BatchLoader& of) { return of.loader().skipped(); })
      .def_prop_ro("skipped_reasons", [](const BatchLoader& of) { return of.loader().skipped_reasons(); })
      .def_prop_ro("notice", [](const BatchLoader& of) { return of.loader().notice(); });
}

}  // namespace variegate::python
