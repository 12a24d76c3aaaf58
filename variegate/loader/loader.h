// Batches for training: samples read, their pictures brought to one shape, augmented and laid out as a model
// takes them, straight into the caller's memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/loader/field_format.h"
#include "variegate/loader/loader_options.h"
#include "variegate/loader/loader_state.h"

namespace variegate {

// What one batch holds.
struct LoadedBatch {
  void* memory = nullptr;  // as submitted: in it, for each of Loader::fields(), samples one after another
  std::size_t size =
      0;  // samples; fewer than batch_size at the end of an epoch and when bad ones are skipped
  std::uint64_t epoch = 0;  // from 0
  std::vector<int> labels;  // of a mixed picture: that of the sample which the others are mixed into
  // How much of each class each picture shows, when the policy mixes samples: size x classes of the data set,
  // weights that add up to 1 in each row. Else empty.
  std::vector<float> soft_labels;
  std::vector<std::uint64_t> indices;  // their numbers in the data set
};

// Gives out epoch after epoch, without end. The bytes depend on the data, the options and the state, and not
// on the number of threads, the instruction set or timing. Memory is the caller's batches and, a thread, one
// decoded picture and one compressed file, or one sample of another kind; and the order of one or two epochs.
// With mixes of samples, also the pictures of the batches that are on their way, a byte a value.
//
// What a sample is mixed with depends on which samples are in its batch, and so on the batch size, on samples
// that were skipped, and, behind a restore() to a place where no batch began, on that place.
//
// Threads do not live on in a forked process: create a loader after fork(), or with 0 threads before it. The
// data set may be opened before. Processes that share an epoch give each its own `samples`, or a data set of
// its own.
class Loader {
 public:
  // The data set must outlive the loader. Error when the options make no sense for it, such as mixes of
  // samples that have no class.
  Loader(const Dataset& dataset, const LoaderOptions& options);
  ~Loader();  // waits for samples that are being made; batches not asked for are abandoned
  Loader(const Loader&) = delete;
  Loader& operator=(const Loader&) = delete;

  int batch_size() const;
  int width() const;  // of pictures, as is height; 0: none are given out
  int height() const;
  // Where each field lies in the memory of a batch. Of pictures alone there is one entry, at its beginning.
  const std::vector<FieldBuffer>& fields() const;
  std::size_t batch_bytes() const;  // of a full batch, all fields
  std::size_t batches_an_epoch() const;

  // Hands over memory of at least batch_bytes() for the next batch, aligned as an allocation is; it is filled
  // in the background and is the loader's until next() gives it back: it must outlive the loader, so declare
  // it before. Error when `prefetch` batches are on their way already.
  void submit(void* memory);

  // Waits for the batch submitted first. Error when nothing was submitted; and, naming the file, when a
  // sample cannot be read and bad ones are not skipped: the first in order, again at every call until
  // restore().
  void next(LoadedBatch& batch);

  // What the next batch starts with. Restoring it, with the same data, seed and options that choose and order
  // samples, continues with the same sample; batches that were submitted are abandoned.
  LoaderState state() const;
  void restore(const LoaderState& state);

  std::size_t skipped() const;                              // bad samples so far
  const std::vector<std::string>& skipped_reasons() const;  // the first ten, as error texts

  // A notice to print once: the policy was found on pictures of another size and looks different on these
  // (policy/lengths.h); "" when it does not.
  std::string notice() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace variegate
