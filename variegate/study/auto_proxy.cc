#include "variegate/study/auto_proxy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"
#include "variegate/executor/drive.h"
#include "variegate/search/usual_trials.h"

namespace variegate {
namespace {

constexpr double kShareOfSearch = 0.6;       // of the budget; the rest is for the final round
constexpr std::size_t kFewestImages = 500;   // of a proxy
constexpr std::size_t kFewestOfAClass = 50;  // on the mean
// Half of the epochs rank policies much as all do, a quarter no longer (docs/experiments/epochs-as-proxy.md).
constexpr double kFewestEpochs = 0.5;
// The limits when fewer trials fit than a start design of 12 and as many that learn from it.
constexpr std::int64_t kFewTrials = 24;
constexpr std::size_t kFewestImagesAtAll = 200;
constexpr std::size_t kFewestOfAClassAtAll = 20;
constexpr std::int64_t kFewestMembers = 8;

// With two digits: 1437 says more than is known.
int rounded_down(double value) {
  const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(value)) - 1.0));
  return static_cast<int>(std::floor(value / unit) * unit);
}

// What evaluations cost beside an epoch, in images trained.
double evaluated_beside(const ProxyNeeds& needs) {
  return kCostOfEvaluation * static_cast<double>(needs.evaluation_images) /
         (needs.interval > 0 ? needs.interval : needs.epochs);
}

// What one training on the task costs, in images trained.
double cost_of(const ProxyTask& task, const ProxyNeeds& needs) {
  const double images = task.train > 0 ? task.train : static_cast<double>(needs.train_images);
  return (images + evaluated_beside(needs)) * (task.epochs > 0 ? task.epochs : needs.epochs);
}

struct Floor {
  std::size_t images = kFewestImages;
  std::size_t of_a_class = kFewestOfAClass;
};

constexpr Floor kHardFloor{kFewestImagesAtAll, kFewestOfAClassAtAll};

// Fewer images first, then fewer epochs, until it costs no more than `affordable` or cannot be less.
ProxyTask cut_to(double affordable, const ProxyNeeds& needs, const Floor& floor = {}) {
  const auto images = static_cast<double>(needs.train_images);
  const double beside = evaluated_beside(needs);
  ProxyTask proxy;
  if (cost_of(proxy, needs) <= affordable) return proxy;
  const auto fewest = static_cast<double>(
      std::min(needs.train_images, std::max(floor.images, floor.of_a_class * needs.classes)));
  const double train = std::max(fewest, affordable / needs.epochs - beside);
  if (train < images) proxy.train = std::max(static_cast<int>(fewest), rounded_down(train));
  const double epochs = affordable / (train + beside);
  if (epochs < needs.epochs) {
    const int least = static_cast<int>(std::ceil(kFewestEpochs * needs.epochs));
    const int fewer = std::max(least, static_cast<int>(std::floor(epochs)));
    if (fewer < needs.epochs) proxy.epochs = fewer;
  }
  return proxy;
}

// Images that the search may train, over all slots.
double images_of_search(const ProxyNeeds& needs) {
  return kShareOfSearch * needs.budget_seconds * needs.slots * needs.images_per_second;
}

[[noreturn]] void refuse_budget(const ProxyNeeds& needs, std::int64_t members, double cost) {
  const double rounds = std::ceil(static_cast<double>(members) / needs.slots);
  const double seconds = rounds * cost / needs.images_per_second / kShareOfSearch;
  throw Error({.where = "--budget",
               .what = "too short for a population, which trains to its end",
               .got = fmt::format("{:.0f} s", needs.budget_seconds),
               .expected = fmt::format("at least {:.0f} s for {} members", std::ceil(seconds), members),
               .mend = "another --method can stop at any time"},
              ErrorKind::usage);
}

}  // namespace

ProxyTask proxy_for(const ProxyNeeds& needs) {
  const std::int64_t asked = needs.trials > 0 ? needs.trials : kUsualTrials;
  const double affordable = images_of_search(needs);
  const ProxyTask task = cut_to(affordable / static_cast<double>(asked), needs);
  const std::int64_t few = std::min(asked, kFewTrials);
  if (cost_of(task, needs) <= affordable / static_cast<double>(few)) return task;
  return cut_to(affordable / static_cast<double>(few), needs, kHardFloor);
}

TrialPlan plan_trials(const ProxyNeeds& needs, bool keep_task) {
  TrialPlan plan;
  if (!keep_task) plan.task = proxy_for(needs);
  const double cost = cost_of(plan.task, needs);
  plan.seconds = cost / needs.images_per_second;
  plan.trials = static_cast<std::int64_t>(images_of_search(needs) / cost);
  if (needs.trials > 0) plan.trials = std::min(plan.trials, needs.trials);
  return plan;
}

TrialPlan choose_side(const ProxyNeeds& needs, const std::vector<int>& sides, int usual, int measured,
                      bool keep_task) {
  TrialPlan plan;
  for (const int side : sides) {
    ProxyNeeds here = needs;
    here.images_per_second *= std::pow(static_cast<double>(measured) / side, 2.0);
    plan = plan_trials(here, keep_task);
    plan.side = side;
    const bool whole = plan.task == ProxyTask() &&
                       plan.trials >= std::min(kUsualTrials, needs.trials > 0 ? needs.trials : kUsualTrials);
    const std::size_t fewest =
        std::min(needs.train_images, std::max(kFewestImages, kFewestOfAClass * needs.classes));
    const bool softly_cut = plan.task.train == 0 || static_cast<std::size_t>(plan.task.train) >= fewest;
    const bool enough = plan.trials >= kFewTrials || (needs.trials > 0 && plan.trials >= needs.trials);
    if (side > usual ? whole : enough && softly_cut) return plan;
  }
  return plan;
}

bool few_trials(const TrialPlan& plan) { return plan.trials < kFewTrials; }

double least_budget(const ProxyNeeds& needs, const TrialPlan& plan) {
  const double rounds = std::ceil(2.0 / needs.slots);
  constexpr double kFinalEpochs = 0.5;  // of a trial's, to which a final round is cut
  return rounds * plan.seconds * (1.0 + kFinalEpochs);
}

PopulationPlan population_for(const ProxyNeeds& needs, bool keep_task) {
  const std::int64_t most = needs.members > 0 ? needs.members : kUsualMembers;
  const std::int64_t least = needs.members > 0 ? needs.members : kFewestMembers;
  PopulationPlan plan;
  for (plan.members = most;; --plan.members) {
    // Members wait for each other, so a slot that is free for the last of them is free for nobody else.
    const double rounds = std::ceil(static_cast<double>(plan.members) / needs.slots);
    const double affordable = kShareOfSearch * needs.budget_seconds * needs.images_per_second / rounds;
    if (!keep_task) plan.task = cut_to(affordable, needs);
    if (cost_of(plan.task, needs) <= affordable) return plan;
    if (plan.members == least) refuse_budget(needs, least, cost_of(plan.task, needs));
  }
}

std::optional<double> speed_of_training(Evaluator& evaluator, std::size_t images, const Policy& policy,
                                        double most, const CommandClock& clock,
                                        const std::atomic<bool>& stop) {
  constexpr int kEpochs = 3;        // at least; the first warms up and does not count
  constexpr double kSeconds = 1.5;  // at least
  constexpr int kLast = 100'000;
  const double limit = clock() + most;
  const auto interrupted = [] {
    throw Error({.where = "measuring the speed of training",
                 .what = "interrupted",
                 .got = "",
                 .expected = "",
                 .mend = ""},
                ErrorKind::interrupted);
  };
  const Ready* ready = nullptr;
  while (ready == nullptr) {
    if (stop) interrupted();
    if (clock() > limit) return std::nullopt;
    ready = evaluator.ready(std::chrono::milliseconds(200));
  }
  const double begin = clock();
  std::vector<double> seconds;
  std::string failure;
  int fewest = 0;
  std::vector<int> trained(static_cast<std::size_t>(evaluator.slots()), 0);
  std::size_t started = 0;
  RunSource source;
  source.next = [&]() -> std::optional<RunRequest> {
    if (started == trained.size()) return std::nullopt;
    RunRequest run;
    run.trial = static_cast<std::int64_t>(started);
    run.seed = started++;
    run.work = Train{.policy = policy, .epochs = kLast};
    return run;
  };
  source.epoch_ended = [&](const EpochEnded& epoch) {
    trained[static_cast<std::size_t>(epoch.trial)] = epoch.epoch;
    fewest = *std::min_element(trained.begin(), trained.end());
    if (epoch.epoch > 1) seconds.push_back(epoch.seconds);
  };
  source.on_event = [&](const RunEvent& event) {
    if (const auto* failed = std::get_if<Failed>(&event)) failure = failed->reason;
  };
  source.over = [&] {
    return clock() > limit || !failure.empty() || (fewest >= kEpochs && clock() - begin > kSeconds);
  };
  if (!drive(evaluator, source, {}, stop)) interrupted();
  if (!seconds.empty()) {
    const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
    std::nth_element(seconds.begin(), middle, seconds.end());
    return static_cast<double>(images) / std::max(*middle, 1e-6);
  }
  if (!failure.empty() && clock() < limit) {
    throw Error({.where = "measuring the speed of training",
                 .what = "every run failed",
                 .got = "'" + failure + "'",
                 .expected = "",
                 .mend = ""});
  }
  return std::nullopt;
}

}  // namespace variegate
