// What a coordinator and a `variegate worker` say to each other: one JSON object a line.
//   coordinator -> worker:  open, run, verdict, stop, quit
//   worker -> coordinator:  ready, epoch, report, done, failed
// The worker reads a run's data and child once (open) and keeps them. At each of a run's report epochs it
// sends a report and waits for the verdict, so that whether a trial is given up never depends on timing. Only
// a budget of time that is spent stops a run between its reports.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/data/splits.h"
#include "variegate/policy/policy.h"

namespace variegate {

// A child model and how it is trained. Every field is an option of the command line (cli/child_options.cc)
// with this default.
struct ChildSpec {
  std::string model = "small-conv:16";  // small-conv:WIDTH, wrn-DEPTH-WIDTH
  int batch_size = 64;
  double learning_rate = 0.05;  // peak; cosine to 0
  double momentum = 0.9;        // Nesterov
  double weight_decay = 5e-4;
  double label_smoothing = 0.0;    // 0 .. 1
  double ema = 0.0;                // decay of averaged weights; 0 = off
  std::string precision = "auto";  // auto (by the processor), fp32, bf16
  std::string device = "cpu";      // cpu, cuda, cuda:N
  bool fuse = true;                // operations joined where they may be: see PipelineOptions
  bool operator==(const ChildSpec&) const = default;
};

bool is_device(std::string_view name);  // cpu, cuda or cuda:N

Json to_json(const ChildSpec& spec);
ChildSpec child_spec_from_json(JsonReader json);

// Opens the data and makes the child ready. Evaluation is on the validation part, unless the request opens
// the test part: only Comparison can make such a request, and only the worker that reads its line obeys it.
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
  friend class Comparison;
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

using ToWorker = std::variant<OpenRequest, RunRequest, Verdict, StopRun, Quit>;

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

using FromWorker = std::variant<Ready, EpochEnded, Report, Done, Failed>;

// One line, without the newline. Strings may hold any bytes, as file names may: see core/json_line.h.
std::string line_of(const ToWorker& message);
std::string line_of(const FromWorker& message);

// Error naming `source` when the line is not such a message.
ToWorker to_worker(std::string_view line, const std::string& source);
FromWorker from_worker(std::string_view line, const std::string& source);

}  // namespace variegate
