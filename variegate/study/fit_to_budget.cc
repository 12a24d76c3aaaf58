#include "variegate/study/fit_to_budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/duration.h"
#include "variegate/core/error.h"
#include "variegate/data/splits.h"
#include "variegate/search/searcher.h"
#include "variegate/study/auto_proxy.h"

namespace variegate {
namespace {

// Few pictures, so that a slow machine has read and trained them in time.
constexpr std::size_t kBatchesTimed = 8;
constexpr std::size_t kEvaluationImages = 64;
constexpr double kShareOfBudget = 0.1;
constexpr double kLeastSeconds = 5.0;  // below, a worker has hardly started

// Every class is among them.
std::size_t images_timed(const StudyOptions& study, const TrainingPart& part) {
  const std::size_t batches = kBatchesTimed * static_cast<std::size_t>(study.child.batch_size);
  return std::min(part.images, std::max(batches, part.classes));
}

// A search whose task is to fit a budget: what is needed to measure it and to report on it.
struct Fitting {
  StudyOptions& study;
  const StudyRequest& request;
  const SizeChoice& sizes;
  const Trainers& trainers;
  const CommandClock& clock;
  const std::atomic<bool>& stop;
  const std::function<void(const std::string&)>& say;
  TrainingPart part;
  int side = 0;            // at which the speed is measured; 0: as the pictures are
  std::size_t images = 0;  // to train on, before anything is cut
};

// How fast one of the workers trains while all do; nothing when that could not be found out in time.
std::optional<double> measured_speed(const Fitting& fitting, std::size_t evaluated) {
  const StudyOptions& study = fitting.study;
  const std::size_t timed = images_timed(study, fitting.part);
  OpenRequest open;
  open.data = study.data;
  open.child = study.child;
  open.data.train_size = static_cast<int>(timed);
  open.data.validation_size = static_cast<int>(evaluated);
  if (fitting.side > 0) open.data.resolution = fitting.side;
  const std::unique_ptr<Evaluator> evaluator = fitting.trainers.open(open);
  return speed_of_training(*evaluator, timed, study.space.base,
                           std::max(kLeastSeconds, kShareOfBudget * study.budget_seconds), fitting.clock,
                           fitting.stop);
}

std::optional<double> measured_speed(const Fitting& fitting) {
  const TrainingPart& part = fitting.part;
  const std::size_t few = std::min(part.validation_images, std::max(kEvaluationImages, part.classes));
  try {
    return measured_speed(fitting, few);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted || few == part.validation_images) throw;
    // Whole groups may not make up so small a part. Any other error will occur again below.
    return measured_speed(fitting, part.validation_images);
  }
}

std::string task_in_words(const StudyOptions& study, std::size_t images) {
  const int side = study.data.resolution;
  return fmt::format("{} training images{}, {} epochs",
                     study.data.train_size > 0 ? study.data.train_size : static_cast<int>(images),
                     side > 0 ? fmt::format(" at {0}x{0}", side) : "", study.epochs);
}

void set_task(StudyOptions& study, const ProxyTask& task) {
  if (task.train > 0) study.data.train_size = task.train;
  if (task.epochs > 0) study.epochs = task.epochs;
}

// What would do, in the order in which it costs least.
std::string advice(const StudyOptions& study, const TrialPlan& plan, const SizeChoice& sizes) {
  constexpr double kEnough = 24.0;  // trials
  std::string words;
  if (!sizes.sides.empty() && study.data.resolution > sizes.sides.back())
    words = fmt::format("use --resolution {} or ", sizes.sides.back());
  const double minutes =
      study.budget_seconds / 60.0 * kEnough / std::max(0.5, static_cast<double>(plan.trials));
  return words + fmt::format("--budget {:.0f}m", std::ceil(minutes));
}

[[noreturn]] void refuse(const Fitting& fitting, double least, const TrialPlan& plan) {
  const StudyOptions& study = fitting.study;
  throw Error(
      {.where = "--budget",
       .what = "too short for two trials and a final round",
       .got = fmt::format("{}, where a trial ({}) takes about {}", duration_text(study.budget_seconds),
                          task_in_words(study, fitting.images), duration_text(plan.seconds)),
       .expected = "at least " + duration_text(std::ceil(least)),
       .mend = advice(study, plan, fitting.sizes) +
               ", or a smaller task: --train-size, --epochs, --child small-conv:8"},
      ErrorKind::usage);
}

[[noreturn]] void too_slow_to_measure(const StudyOptions& study, const TrainingPart& part) {
  throw Error({.where = "--budget",
               .what = "too short: the speed of training could not even be measured",
               .got = fmt::format("{}, of which a tenth was not enough to read and train {} pictures twice",
                                  duration_text(study.budget_seconds), images_timed(study, part)),
               .expected = "a longer budget, or a smaller task",
               .mend = "raise --budget, or use --resolution 64, a smaller --child or a smaller --batch-size"},
              ErrorKind::usage);
}

void fit_trials(const Fitting& fitting, ProxyNeeds needs) {
  StudyOptions& study = fitting.study;
  const bool keep_task = fitting.request.given.task;
  const SizeChoice& sizes = fitting.sizes;
  const double before = fitting.clock();
  const TrialPlan plan = sizes.sides.empty()
                             ? plan_trials(needs, keep_task)
                             : choose_side(needs, sizes.sides, sizes.usual, fitting.side, keep_task);
  if (!sizes.sides.empty()) {
    needs.images_per_second *= std::pow(static_cast<double>(fitting.side) / plan.side, 2.0);
    study.data.resolution = plan.side;
  }
  set_task(study, plan.task);
  const double least = before + least_budget(needs, plan);
  if (least > study.budget_seconds) refuse(fitting, least, plan);
  fitting.say(
      fmt::format("a worker trains {:.0f} images/s; a trial ({}) takes about {}; {} hold about {} trials and "
                  "a final round",
                  needs.images_per_second, task_in_words(study, fitting.images), duration_text(plan.seconds),
                  duration_text(study.budget_seconds), std::max<std::int64_t>(2, plan.trials)));
  const bool asked_for = study.trials > 0 && plan.trials >= study.trials;
  if (few_trials(plan) && !asked_for) {
    fitting.say(fmt::format("few trials: 12 are the start design, from which the method learns; for more {}",
                            advice(study, plan, sizes)));
  }
}

void fit_members(const Fitting& fitting, ProxyNeeds needs) {
  StudyOptions& study = fitting.study;
  needs.members = fitting.request.study.members;
  const Settings settings =
      completed(study.method, find_search_method(study.method)->settings, study.settings);
  needs.interval = static_cast<int>(settings.at("interval"));
  const PopulationPlan plan = population_for(needs, fitting.request.given.task);
  study.members = plan.members;
  if (fitting.side > 0) study.data.resolution = fitting.side;
  set_task(study, plan.task);
  fitting.say(fmt::format("a worker trains {:.0f} images/s; {} members, a member's task {}: {}",
                          needs.images_per_second, plan.members,
                          plan.task == ProxyTask() ? "is the full task" : "is cut to fit the budget",
                          task_in_words(study, fitting.images)));
}

}  // namespace

void fit_to_budget(StudyPlan& plan, const StudyRequest& request, const Trainers& trainers,
                   const CommandClock& clock, const std::atomic<bool>& stop,
                   const std::function<void(const std::string& line)>& say) {
  StudyOptions& study = plan.study;
  Fitting fitting{.study = study,
                  .request = request,
                  .sizes = plan.sizes,
                  .trainers = trainers,
                  .clock = clock,
                  .stop = stop,
                  .say = say,
                  .part = training_part(study.data)};
  const auto all = static_cast<std::size_t>(study.data.train_size);
  fitting.images = all > 0 ? std::min(all, fitting.part.images) : fitting.part.images;
  fitting.side = plan.sizes.sides.empty() ? study.data.resolution : plan.sizes.sides.back();
  say("measuring the speed of training");
  const std::optional<double> speed = measured_speed(fitting);
  if (!speed) too_slow_to_measure(study, fitting.part);
  const bool population = drive_of(study.method) == Drive::population;
  const ProxyNeeds needs{.train_images = fitting.images,
                         .classes = fitting.part.classes,
                         .epochs = study.epochs,
                         .images_per_second = *speed,
                         .evaluation_images = fitting.part.validation_images,
                         .slots = population ? trainers.jobs : std::min(trainers.jobs, study.lookahead + 1),
                         .budget_seconds = std::max(1.0, study.budget_seconds - clock()),
                         .trials = study.trials};
  if (population) {
    fit_members(fitting, needs);
  } else {
    fit_trials(fitting, needs);
  }
}

}  // namespace variegate
