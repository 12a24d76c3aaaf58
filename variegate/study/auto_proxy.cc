#include "variegate/study/auto_proxy.h"

#include <algorithm>
#include <cmath>

namespace variegate {
namespace {

constexpr std::int64_t kTrialsToFit = 40;    // docs/search.md: what gp needs
constexpr double kShareOfSearch = 0.6;       // of the budget; the rest is for the final round
constexpr std::size_t kFewestImages = 500;   // of a proxy
constexpr std::size_t kFewestOfAClass = 50;  // on the mean
constexpr int kFewestEpochs = 30;
constexpr int kEpochsTimed = 3;

// With two digits: 1437 says more than is known.
int rounded_down(double value) {
  const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(value)) - 1.0));
  return static_cast<int>(std::floor(value / unit) * unit);
}

}  // namespace

ProxyTask proxy_for(const ProxyNeeds& needs) {
  const auto trials = static_cast<double>(needs.trials > 0 ? needs.trials : kTrialsToFit);
  const double affordable =
      kShareOfSearch * needs.budget_seconds * needs.slots * needs.images_per_second / trials;
  const auto images = static_cast<double>(needs.train_images);
  ProxyTask proxy;
  if (images * needs.epochs <= affordable) return proxy;
  const auto fewest = static_cast<double>(
      std::min(needs.train_images, std::max(kFewestImages, kFewestOfAClass * needs.classes)));
  const double train = std::max(fewest, affordable / needs.epochs);
  if (train < images) proxy.train = std::max(static_cast<int>(fewest), rounded_down(train));
  const double epochs = affordable / train;
  if (epochs < needs.epochs) {
    const int least = std::min(needs.epochs, kFewestEpochs);
    const int fewer = std::max(least, static_cast<int>(std::floor(epochs)));
    if (fewer < needs.epochs) proxy.epochs = fewer;
  }
  return proxy;
}

double images_per_second(Evaluator& evaluator, std::size_t images, const Policy& policy,
                         const std::atomic<bool>& stop) {
  const auto slots = static_cast<std::size_t>(evaluator.slots());
  std::vector<ArmRecord> arms(1);
  arms[0].name = "speed";
  arms[0].policy = policy;
  for (std::size_t slot = 0; slot < slots; ++slot) {
    arms[0].seeds.push_back(slot);
    arms[0].accuracies.push_back(std::nan(""));
  }
  train_arms(arms, kEpochsTimed, evaluator, {}, stop, "measuring the speed of training");
  const double trained = static_cast<double>(images * slots) * kEpochsTimed;
  return trained / std::max(arms[0].seconds, 1e-3);
}

}  // namespace variegate
