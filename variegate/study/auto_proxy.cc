#include "variegate/study/auto_proxy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/core/error.h"

namespace variegate {
namespace {

constexpr std::int64_t kTrialsToFit = 40;    // docs/search.md: what gp needs
constexpr double kShareOfSearch = 0.6;       // of the budget; the rest is for the final round
constexpr std::size_t kFewestImages = 500;   // of a proxy
constexpr std::size_t kFewestOfAClass = 50;  // on the mean
// Half of the epochs rank policies much as all do, a quarter no longer (docs/methods.md, Fidelity).
constexpr double kFewestEpochs = 0.5;
constexpr int kEpochsTimed = 3;
constexpr std::int64_t kMembers = 16;  // Ho et al. 2019, section 3.2
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

// Fewer images first, then fewer epochs, until it costs no more than `affordable` or cannot be less.
ProxyTask cut_to(double affordable, const ProxyNeeds& needs) {
  const auto images = static_cast<double>(needs.train_images);
  const double beside = evaluated_beside(needs);
  ProxyTask proxy;
  if (cost_of(proxy, needs) <= affordable) return proxy;
  const auto fewest = static_cast<double>(
      std::min(needs.train_images, std::max(kFewestImages, kFewestOfAClass * needs.classes)));
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
  const auto trials = static_cast<double>(needs.trials > 0 ? needs.trials : kTrialsToFit);
  return cut_to(kShareOfSearch * needs.budget_seconds * needs.slots * needs.images_per_second / trials,
                needs);
}

PopulationPlan population_for(const ProxyNeeds& needs, bool keep_task) {
  const std::int64_t most = needs.trials > 0 ? needs.trials : kMembers;
  const std::int64_t least = needs.trials > 0 ? needs.trials : kFewestMembers;
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

Speed speed_of_training(Evaluator& evaluator, std::size_t images, const Policy& policy,
                        const std::atomic<bool>& stop) {
  const auto slots = static_cast<std::size_t>(evaluator.slots());
  std::vector<ArmRecord> arms(1);
  arms[0].name = "speed";
  arms[0].policy = policy;
  for (std::size_t slot = 0; slot < slots; ++slot) {
    arms[0].seeds.push_back(slot);
    arms[0].accuracies.push_back(std::nan(""));
  }
  const Ready ready = train_arms(arms, kEpochsTimed, evaluator, {}, stop, "measuring the speed of training");
  const double each = static_cast<double>(images) * kEpochsTimed +
                      kCostOfEvaluation * static_cast<double>(ready.evaluation_images);
  return {.images_per_second = static_cast<double>(slots) * each / std::max(arms[0].seconds, 1e-3),
          .evaluation_images = ready.evaluation_images};
}

}  // namespace variegate
