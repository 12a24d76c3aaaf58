// What a worker can be asked to do, and what it says of it: the messages of trial/protocol.h as values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/data/field_spec.h"
#include "variegate/data/splits.h"
#include "variegate/policy/policy.h"
#include "variegate/space/space.h"
#include "variegate/trial/child_spec.h"
#include "variegate/trial/metric.h"

namespace variegate {

// The number of the language of trial/protocol.h. It is raised when a message changes in a way that the other
// side does not understand; 1 was spoken before the number was said, and 2 said only the shape of pictures
// (docs/protocol.md).
inline constexpr int kProtocol = 3;

// Opens the data and makes the child ready. Evaluation is on the validation part, unless the request opens
// the test part: only TestDoor can make such a request, for the comparison, and only the worker that reads
// its line obeys it.
struct OpenRequest {
  DataSpec data;
  ChildSpec child;
  std::string metric = "accuracy";  // what runs are judged by; Ready says what is known of it
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

// Trains a child with a policy. Done has the value of the metric on the evaluation samples.
struct Train {
  Policy policy = {};      // base included
  std::string child = {};  // model of the child in place of the task's (ChildSpec::model); "": the task's
  int epochs = 1;          // the epoch it ends at, counted from the start of its lineage
  // For a run that is a stretch of a longer training, as in population-based training: the checkpoint of the
  // run that it continues ("": it begins with fresh weights), and the epochs over which the learning rate
  // falls (0: `epochs`). Seed, child and that number must be those of the other run.
  std::string start = {};
  int schedule_epochs = 0;
  std::vector<int> report_epochs = {};  // increasing; where to evaluate, report, and wait for a verdict
  bool pictures = false;  // whether Done is to say which evaluation samples were classified rightly
  bool operator==(const Train&) const = default;
};

// Evaluates a frozen child on the evaluation samples as a policy augments them, each once: density matching.
// Done has the value of the metric, and `scored`.
struct Score {
  Policy policy = {};       // base included
  std::string child = {};   // as Train::child
  std::string frozen = {};  // the checkpoint of the run whose weights the child has
  bool operator==(const Score&) const = default;
};

// A whole one-shot search, which owns its training.
struct SuperTrain {
  std::string method = {};
  Space space = {};
  std::map<std::string, double> settings = {};  // of the method: those given
  int epochs = 1;
  bool operator==(const SuperTrain&) const;
};

// What a child makes of the evaluation samples, in the numbers before its classifier. Done has `features`.
struct Embed {
  std::string child = {};   // as Train::child
  std::string frozen = {};  // as Score::frozen; "": the weights that the run's seed begins with
  bool operator==(const Embed&) const = default;
};

struct RunRequest {
  std::int64_t trial = 0;
  std::uint64_t seed = 0;       // of the child's weights, the order of samples and the augmentation
  std::string checkpoint = {};  // file to save state to and restore from; "" = none
  // Which split of training and validation it is for: DataSpec::fold of the data that were opened, which the
  // worker opens anew for it.
  int fold = 0;
  std::variant<Train, Score, SuperTrain, Embed> work = {};

  // The work of a run that trains; std::bad_variant_access for any other run.
  Train& train() { return std::get<Train>(work); }
  const Train& train() const { return std::get<Train>(work); }
  bool operator==(const RunRequest&) const = default;
};

// Epochs that a run trains; 0: it does not train.
int epochs_of(const RunRequest& run);

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
  std::size_t train_samples = 0;
  std::size_t evaluation_samples = 0;
  std::vector<FieldSpec> fields = {};  // as the child takes them; empty: a log from before they were kept
  std::vector<std::string> class_names = {};
  std::string data_digest = {};
  std::int64_t parameters = 0;  // of the child
  std::string precision = {};   // chosen: fp32 or bf16
  // The evaluation samples are a part of the training data, which can be drawn anew: see RunRequest::fold.
  bool validation_drawn = false;
  std::size_t skipped = 0;  // bad files left out
  std::vector<std::string> skipped_reasons = {};
  std::vector<std::string> notices = {};  // of the data, a sentence each: to be said
  Metric metric = {};                     // which OpenRequest::metric names
  int protocol = kProtocol;               // which the worker speaks
  std::string version = "";               // of the worker's program; "": not said
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
  double value = 0.0;           // of the metric, on validation (or test) data
  double loss = 0.0;            // mean training loss of the epoch
  double train_accuracy = 0.0;  // on the augmented batches of the epoch, 0..1
  double waiting = 0.0;         // share of the time in which training waited for data, 0..1
  double samples_per_second = 0.0;
  bool operator==(const Report&) const = default;
};

// What a Score came to.
struct Scored {
  double loss = 0.0;      // mean cross entropy, in nats
  double accuracy = 0.0;  // 0..1
  std::size_t samples = 0;
  bool operator==(const Scored&) const = default;
};

// What an Embed came to: `size` numbers a sample, the evaluation samples in their order.
struct Features {
  std::size_t size = 0;
  std::vector<float> values;
  bool operator==(const Features&) const = default;
};

struct Done {
  std::int64_t trial = 0;
  int epochs = 0;        // trained
  bool stopped = false;  // by a verdict, or because the time was up
  double value = 0.0;    // of the metric, at the last evaluation
  double seconds = 0.0;
  // Which samples of that evaluation were classified rightly, in their order; empty: not asked for, or not
  // known.
  std::vector<bool> right = {};
  std::optional<Scored> scored = {};      // of a Score that was not stopped
  std::optional<Features> features = {};  // of an Embed that was not stopped
  bool operator==(const Done&) const = default;
};

struct Failed {
  std::int64_t trial = -1;  // -1: the open request failed
  std::string reason;
  bool operator==(const Failed&) const = default;
};

}  // namespace variegate
