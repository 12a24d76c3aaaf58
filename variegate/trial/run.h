// What a worker can be asked to do, and what it says of it: the messages of trial/protocol.h as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/data/splits.h"
#include "variegate/policy/policy.h"
#include "variegate/trial/child_spec.h"

namespace variegate {

// Opens the data and makes the child ready. Evaluation is on the validation part, unless the request opens
// the test part: only TestDoor can make such a request, for the comparison, and only the worker that reads
// its line obeys it.
struct OpenRequest {
  DataSpec data;
  ChildSpec child;
  // Where the coordinator has the search data decoded already (data/prepared_file.h); "": the worker decodes
  // them itself, as it does when they cannot be had there.
  std::string prepared = "";

  bool opens_test() const { return test_; }
  bool operator==(const OpenRequest&) const = default;

 private:
  bool test_ = false;
  friend class TestDoor;
  friend OpenRequest open_request_from_json(JsonReader& json);
};

struct RunRequest {
  std::int64_t trial = 0;
  Policy policy;   // base included
  int epochs = 1;  // where it ends, those behind it included
  // Of a run that is a stretch of a longer training, as population-based training has them: the checkpoint of
  // another run with which it begins ("": it begins with fresh weights), and the epochs over which the
  // learning rate falls (0: `epochs`). Seed, child and that number must be those of the other run.
  std::string start;
  int schedule_epochs = 0;
  std::uint64_t seed = 0;          // of the child's weights, the order of samples and the augmentation
  std::vector<int> report_epochs;  // increasing; where to evaluate, report, and wait for a verdict
  std::string checkpoint;          // file to save state to and restore from; "" = none
  // Which split of training and validation it is for: DataSpec::fold of the data that were opened, which the
  // worker opens anew for it.
  int fold = 0;
  bool pictures = false;  // whether Done is to say which evaluation pictures were classified rightly
  bool operator==(const RunRequest&) const = default;
};

struct Verdict {
  std::int64_t trial = 0;
  bool go_on = true;
  bool operator==(const Verdict&) const = default;
};

// The time is up: the run is to end at its next step, as Done with `stopped`. Means nothing to a worker that
// does not hold the run (any more).
struct StopRun {
  std::int64_t trial = 0;
  bool operator==(const StopRun&) const = default;
};

struct Quit {
  bool operator==(const Quit&) const = default;
};

struct Ready {
  std::size_t train_images = 0;
  std::size_t evaluation_images = 0;
  int width = 0;  // of pictures as the child takes them; 0, and the next two: a log from before it was kept
  int height = 0;
  int channels = 0;
  std::vector<std::string> class_names;
  std::string data_digest;
  std::int64_t parameters = 0;  // of the child
  std::string precision;        // chosen: fp32 or bf16
  // The evaluation images are a part of the training data, which can be drawn anew: see RunRequest::fold.
  bool validation_drawn = false;
  std::size_t skipped = 0;  // bad files left out
  std::vector<std::string> skipped_reasons;
  std::vector<std::string> notices = {};  // of the data, a sentence each: to be said
  bool operator==(const Ready&) const = default;
};

// An epoch was trained: for those who watch, and for estimates of time. Never logged, never answered.
struct EpochEnded {
  std::int64_t trial = 0;
  int epoch = 0;         // how many are trained
  double seconds = 0.0;  // of training in this one, an evaluation left out
  bool operator==(const EpochEnded&) const = default;
};

struct Report {
  std::int64_t trial = 0;
  int epoch = 0;
  double accuracy = 0.0;        // on validation (or test) data, 0..1
  double loss = 0.0;            // mean training loss of the epoch
  double train_accuracy = 0.0;  // on the augmented batches of the epoch
  double waiting = 0.0;         // share of the time in which training waited for data, 0..1
  double images_per_second = 0.0;
  bool operator==(const Report&) const = default;
};

struct Done {
  std::int64_t trial = 0;
  int epochs = 0;         // trained
  bool stopped = false;   // by a verdict, or because the time was up
  double accuracy = 0.0;  // last evaluation
  double seconds = 0.0;
  std::vector<bool> right = {};  // of that evaluation: one a picture, in their order; empty: not asked for
  bool operator==(const Done&) const = default;
};

struct Failed {
  std::int64_t trial = -1;  // -1: the open request failed
  std::string reason;
  bool operator==(const Failed&) const = default;
};

}  // namespace variegate
