// variegate train: one child, one policy.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "cli/announce_data.h"
#include "cli/child_options.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/described_options.h"
#include "cli/interrupt.h"
#include "cli/plan_options.h"
#include "cli/progress.h"
#include "cli/train_options.h"
#include "cli/worker_path.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/executor/drive.h"
#include "variegate/study/arms.h"

namespace variegate::cli {
namespace {

std::vector<int> report_epochs(const TrainOptions& options) {
  std::vector<int> epochs;
  for (int epoch = options.report_every; epoch < options.task.epochs; epoch += options.report_every)
    epochs.push_back(epoch);
  epochs.push_back(options.task.epochs);
  return epochs;
}

std::string report_line(const Report& report, const Metric& metric) {
  const std::string value = metric.share ? fmt::format("{:.1f} %", 100 * report.value)
                                         : metric.name + " " + value_text(metric, report.value);
  return fmt::format(
      "epoch {:>3}: validation {}, training {:.1f} %, loss {:.3f}, {:.0f} images/s, waiting for data: {:.0f} "
      "%",
      report.epoch, value, 100 * report.train_accuracy, report.loss, report.samples_per_second,
      100 * report.waiting);
}

// "loss" is that of training.
const char* value_key(const Metric& metric) { return metric == Metric{} ? "accuracy" : "value"; }

Json curve_json(const std::vector<Report>& reports, const Metric& metric) {
  Json curve = Json::array();
  for (const Report& report : reports) {
    curve.push_back({{"epoch", report.epoch},
                     {value_key(metric), report.value},
                     {"loss", report.loss},
                     {"train_accuracy", report.train_accuracy},
                     {"waiting", report.waiting},
                     {"images_per_second", report.samples_per_second}});
  }
  return curve;
}

[[noreturn]] void failed(const std::string& reason) {
  throw Error({.where = "train",
               .what = "the child could not be trained: " + reason,
               .got = "",
               .expected = "",
               .mend = ""});
}

int train(const TrainOptions& options) {
  const DataPlan plan = plan_and_say_data(options.task.data, options.base);
  const std::atomic<bool>& stop = interrupted();
  RunRequest run;
  run.train().policy = arm_policy(options.policy, plan.base);
  announce_data(plan.data, true);
  warn_of_size(run.train().policy, plan.width, plan.height);
  run.train().epochs = options.task.epochs;
  run.seed = options.seed;
  run.train().report_epochs = report_epochs(options);
  run.checkpoint = options.checkpoint;

  Progress bar("train", options.task.epochs, !options.json);
  OpenRequest open;
  open.data = plan.data;
  open.child = options.task.child;
  open.metric = options.task.metric;
  Metric metric;
  const std::unique_ptr<Evaluator> worker = open_evaluator(workers(1), open);
  std::vector<Report> reports;
  std::optional<Done> done;
  bool started = false;
  RunSource source;
  source.next = [&]() -> std::optional<RunRequest> {
    if (std::exchange(started, true)) return std::nullopt;
    return run;
  };
  source.on_event = [&](const RunEvent& event) {
    if (const auto* report = std::get_if<Report>(&event)) {
      if (const Ready* ready = worker->ready({}); reports.empty() && ready != nullptr) {
        metric = ready->metric;
        for (const std::string& notice : ready->notices) bar.line(notice);
      }
      reports.push_back(*report);
      bar.line(report_line(*report, metric));
      bar.update(report->epoch);
    } else if (const auto* end = std::get_if<Done>(&event)) {
      done = *end;
    } else if (const auto* failure = std::get_if<Failed>(&event)) {
      failed(failure->reason);
    } else if (const auto* loss = std::get_if<Lost>(&event)) {
      bar.line("the worker died and is replaced: " + loss->reason);
    }
  };
  if (!drive(*worker, source, {}, stop) || !done) {
    throw Error({.where = "train",
                 .what = "stopped before the end",
                 .got = "",
                 .expected = "",
                 .mend = options.checkpoint.empty() ? "give --checkpoint FILE to be able to go on"
                                                    : "the same command goes on from " + options.checkpoint},
                ErrorKind::interrupted);
  }
  bar.finish();
  if (options.json) {
    fmt::print("{}", json_text({{"policy", options.policy},
                                {"epochs", done->epochs},
                                {value_key(metric), done->value},
                                {"seconds", done->seconds},
                                {"curve", curve_json(reports, metric)}}));
  } else {
    const std::string what =
        metric.share ? "of the validation images" : metric.name + " on the validation images";
    fmt::print("{}: {} {} after {} epochs, {:.1f} s\n", options.policy, value_text(metric, done->value), what,
               done->epochs, done->seconds);
  }
  return 0;
}

}  // namespace

Command train_command() {
  return {.name = "train",
          .summary = "train one child with one policy and watch its validation accuracy",
          .order = 30,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<TrainOptions>();
            app.add_option(
                   "POLICY", options->policy,
                   "a policy file, the folder of a study, a published name, manual (the base alone), a "
                   "base or none")
                ->required();
            add_data_options(app, options->task.data);
            add_described(app, options->task);
            add_described(app, *options);
            add_child_options(app, options->task.child);
            app.footer(
                "examples:\n"
                "  variegate train study/policy.json --data photos/ --epochs 200\n"
                "  variegate train trivialaugment --data cifar-10/ --train-size 1000 --child wrn-16-2");
            return [options] { return train(*options); };
          }};
}

}  // namespace variegate::cli
