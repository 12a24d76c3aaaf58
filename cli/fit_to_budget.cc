#include "cli/fit_to_budget.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/interrupt.h"
#include "cli/progress.h"
#include "cli/worker_path.h"
#include "variegate/core/error.h"
#include "variegate/data/splits.h"
#include "variegate/executor/worker_pool.h"
#include "variegate/search/searcher.h"
#include "variegate/study/auto_proxy.h"

namespace variegate::cli {
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

// How fast one of the workers trains while all do; nothing when that could not be found out in time.
std::optional<double> measured_speed(const StudyOptions& study, int jobs, const TrainingPart& part, int side,
                                     const CommandClock& clock, std::size_t evaluated) {
  const std::size_t timed = images_timed(study, part);
  OpenRequest open;
  open.data = study.data;
  open.child = study.child;
  open.data.train_size = static_cast<int>(timed);
  open.data.validation_size = static_cast<int>(evaluated);
  if (side > 0) open.data.resolution = side;
  WorkerPool pool({worker_path()}, open, jobs);
  return speed_of_training(pool, timed, study.space.base,
                           std::max(kLeastSeconds, kShareOfBudget * study.budget_seconds), clock,
                           interrupted());
}

std::optional<double> measured_speed(const StudyOptions& study, int jobs, const TrainingPart& part, int side,
                                     const CommandClock& clock) {
  const std::size_t few = std::min(part.validation_images, std::max(kEvaluationImages, part.classes));
  try {
    return measured_speed(study, jobs, part, side, clock, few);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted || few == part.validation_images) throw;
    // Whole groups may not make up so small a part. What else is wrong is met again.
    return measured_speed(study, jobs, part, side, clock, part.validation_images);
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
std::string advice(const StudyOptions& study, const TrialPlan& plan, const Sides& sides) {
  constexpr double kEnough = 24.0;  // trials
  std::string words;
  const int side = study.data.resolution;
  if (!sides.all.empty() && side > sides.all.back())
    words = fmt::format("use --resolution {} or ", sides.all.back());
  const double minutes =
      study.budget_seconds / 60.0 * kEnough / std::max(0.5, static_cast<double>(plan.trials));
  return words + fmt::format("--budget {:.0f}m", std::ceil(minutes));
}

[[noreturn]] void refuse(const StudyOptions& study, std::size_t images, double least, const TrialPlan& plan,
                         const Sides& sides) {
  throw Error(
      {.where = "--budget",
       .what = "too short for two trials and a final round",
       .got = fmt::format("{}, where a trial ({}) takes about {}", duration_text(study.budget_seconds),
                          task_in_words(study, images), duration_text(plan.seconds)),
       .expected = "at least " + duration_text(std::ceil(least)),
       .mend =
           advice(study, plan, sides) + ", or a smaller task: --train-size, --epochs, --child small-conv:8"},
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

void fit_trials(StudyOptions& study, ProxyNeeds needs, const Given& given, const Sides& sides, int measured,
                double before, bool quiet) {
  const bool choose = !sides.all.empty() && !given.resolution;
  const TrialPlan plan = choose ? choose_side(needs, sides.all, sides.usual, measured, given.task)
                                : plan_trials(needs, given.task);
  if (choose) {
    needs.images_per_second *= std::pow(static_cast<double>(measured) / plan.side, 2.0);
    study.data.resolution = plan.side;
  }
  set_task(study, plan.task);
  const double least = before + least_budget(needs, plan);
  if (least > study.budget_seconds) refuse(study, needs.train_images, least, plan, sides);
  if (quiet) return;
  fmt::print(stderr,
             "a worker trains {:.0f} images/s; a trial ({}) takes about {}; {} hold about {} trials and a "
             "final round\n",
             needs.images_per_second, task_in_words(study, needs.train_images), duration_text(plan.seconds),
             duration_text(study.budget_seconds), std::max<std::int64_t>(2, plan.trials));
  const bool asked_for = study.trials > 0 && plan.trials >= study.trials;
  if (few_trials(plan) && !asked_for) {
    fmt::print(stderr, "few trials: 12 are the start design, from which the method learns; for more {}\n",
               advice(study, plan, sides));
  }
}

}  // namespace

void fit_to_budget(StudyOptions& study, int jobs, const Given& given, const Sides& sides,
                   const CommandClock& clock, bool quiet) {
  const bool population = drive_of(study.method) == Drive::population;
  const TrainingPart part = training_part(study.data);
  const auto all = static_cast<std::size_t>(study.data.train_size);
  const std::size_t images = all > 0 ? std::min(all, part.images) : part.images;
  if (!quiet) fmt::print(stderr, "measuring the speed of training\n");
  const int side = given.resolution || sides.all.empty() ? study.data.resolution : sides.all.back();
  const std::optional<double> speed = measured_speed(study, jobs, part, side, clock);
  if (!speed) too_slow_to_measure(study, part);
  ProxyNeeds needs{.train_images = images,
                   .classes = part.classes,
                   .epochs = study.epochs,
                   .images_per_second = *speed,
                   .evaluation_images = part.validation_images,
                   .slots = population ? jobs : std::min(jobs, study.lookahead + 1),
                   .budget_seconds = std::max(1.0, study.budget_seconds - clock()),
                   .trials = study.trials};
  if (!population) return fit_trials(study, needs, given, sides, side, clock(), quiet);
  needs.trials = given.members ? study.trials : 0;
  const Settings settings =
      completed(study.method, find_search_method(study.method)->settings, study.settings);
  needs.interval = static_cast<int>(settings.at("interval"));
  const PopulationPlan plan = population_for(needs, given.task);
  study.trials = plan.members;
  if (side > 0) study.data.resolution = side;
  set_task(study, plan.task);
  if (quiet) return;
  fmt::print(stderr, "a worker trains {:.0f} images/s; {} members, a member's task {}: {}\n", *speed,
             plan.members, plan.task == ProxyTask() ? "is the full task" : "is cut to fit the budget",
             task_in_words(study, images));
}

}  // namespace variegate::cli
