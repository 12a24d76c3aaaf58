// The proxy task that a search takes by itself when it is given a budget of time and nothing more.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <vector>

#include "variegate/study/proxy.h"
#include "variegate/study/study.h"
#include "variegate/trial/evaluator.h"

namespace variegate {

// An image that is evaluated costs a third of one that is trained: it goes forward only.
inline constexpr double kCostOfEvaluation = 1.0 / 3.0;

struct ProxyNeeds {
  std::size_t train_images = 0;
  std::size_t classes = 2;
  int epochs = 100;                // of the full task
  double images_per_second = 0.0;  // trained by one worker while all work
  std::size_t evaluation_images = 0;
  int interval = 0;  // epochs from one evaluation to the next; 0: one at the end
  int slots = 1;
  double budget_seconds = 0.0;  // of the whole study
  std::int64_t trials = 0;      // that are to fit; 0: as many as the method needs
  std::int64_t members = 0;     // likewise, of a population
};

// Changes nothing when the full task fits. Otherwise fewer images, drawn alike from every class: the child
// then over-fits as it would in the full task, and few images with all their epochs rank policies better than
// many images with few epochs (docs/experiments/cheaper-tasks.md). Only when images are few already, fewer
// epochs too, and not below half (docs/experiments/epochs-as-proxy.md). Where not even a start design and as
// many trials that learn from it fit then, images again: down to 20 of a class.
ProxyTask proxy_for(const ProxyNeeds& needs);

// A trial, and how many of them fit.
struct TrialPlan {
  int side = 0;  // of the square that pictures are trained at; 0: as they are
  ProxyTask task;
  double seconds = 0.0;     // of a trial
  std::int64_t trials = 0;  // that fit beside the final round, at most those asked for
};

// With keep_task neither images nor epochs are cut.
TrialPlan plan_trials(const ProxyNeeds& needs, bool keep_task);

// Chooses among sides (the largest first) that at which enough trials fit, starting from `usual`; when at
// none, the smallest; larger ones than `usual` when the full task fits at them. needs.images_per_second is
// that of `measured`; training costs by area.
TrialPlan choose_side(const ProxyNeeds& needs, const std::vector<int>& sides, int usual, int measured,
                      bool keep_task);

// Whether so few trials fit that the method hardly gets beyond its start design.
bool few_trials(const TrialPlan& plan);

// The smallest budget that makes sense: one for two trials and a final round of one policy beside "manual".
double least_budget(const ProxyNeeds& needs, const TrialPlan& plan);

struct PopulationPlan {
  std::int64_t members = 0;
  ProxyTask task;
  bool operator==(const PopulationPlan&) const = default;
};

// A population trains to its end whatever the time, so its cost is settled beforehand: 16 members (or
// needs.members), on a task cut as above; where the smallest is too much, fewer members, but not below 8: a
// quarter of those is two, and with fewer there is hardly a best quarter to continue from. With keep_task the
// task is left alone. Error (usage) when not even the least fits.
PopulationPlan population_for(const ProxyNeeds& needs, bool keep_task);

// Trains a child in every slot on `images` images (those the evaluator was opened with) with the policy, for
// a few epochs and a second or two, and gives the images that one worker trains in a second; nothing when
// after `most` seconds of the clock none has trained an epoch. Error (interrupted) when `stop` was set;
// errors of the evaluator; when every run failed.
std::optional<double> speed_of_training(Evaluator& evaluator, std::size_t images, const Policy& policy,
                                        double most, const CommandClock& clock,
                                        const std::atomic<bool>& stop);

}  // namespace variegate
