#include "cli/fit_to_budget.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/interrupt.h"
#include "cli/worker_path.h"
#include "variegate/data/splits.h"
#include "variegate/search/searcher.h"
#include "variegate/study/auto_proxy.h"
#include "variegate/study/worker_pool.h"

namespace variegate::cli {
namespace {

// How fast one of the workers trains while all do.
Speed measured_speed(const StudyOptions& study, int jobs, std::size_t images) {
  constexpr std::size_t kTimed = 1000;  // images
  OpenRequest open;
  open.data = study.data;
  open.child = study.child;
  if (images > kTimed) open.data.train_size = static_cast<int>(kTimed);
  WorkerPool pool({worker_path()}, open, jobs);
  return speed_of_training(pool, std::min(images, kTimed), study.space.base, interrupted());
}

}  // namespace

bool fits_to_budget(const StudyOptions& study, const Given& given) {
  return study.budget_seconds > 0.0 && (!given.task || is_population(study.method));
}

void fit_to_budget(StudyOptions& study, int jobs, const Given& given) {
  const bool population = is_population(study.method);
  const TrainingPart part = training_part(study.data);
  const auto all = static_cast<std::size_t>(study.data.train_size);
  const std::size_t images = all > 0 ? all : part.images;
  const Speed speed = measured_speed(study, jobs, images);
  ProxyNeeds needs{.train_images = images,
                   .classes = part.classes,
                   .epochs = study.epochs,
                   .images_per_second = speed.images_per_second,
                   .evaluation_images = speed.evaluation_images,
                   .slots = population ? jobs : std::min(jobs, study.lookahead + 1),
                   .budget_seconds = study.budget_seconds,
                   .trials = study.trials};
  PopulationPlan plan;
  if (population) {
    needs.trials = given.members ? study.trials : 0;
    const Settings settings =
        completed(study.method, find_search_method(study.method)->settings, study.settings);
    needs.interval = static_cast<int>(settings.at("interval"));
    plan = population_for(needs, given.task);
    study.trials = plan.members;
  } else {
    plan.task = proxy_for(needs);
  }
  if (plan.task.train > 0) study.data.train_size = plan.task.train;
  if (plan.task.epochs > 0) study.epochs = plan.task.epochs;
  fmt::print(stderr, "a worker trains {:.0f} images/s; {} {}: {} training images, {} epochs ({})\n",
             needs.images_per_second,
             population ? fmt::format("{} members, a member's task", plan.members) : "a trial",
             plan.task == ProxyTask() ? "is the full task" : "is cut to fit the budget",
             plan.task.train > 0 ? static_cast<std::size_t>(plan.task.train) : images, study.epochs,
             population ? "--trials, --train-size and --epochs choose yourself"
                        : "--train-size and --epochs choose yourself");
}

}  // namespace variegate::cli
