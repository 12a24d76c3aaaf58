// Proximal policy optimisation over a recurrent controller (controller/policy_gradient.h).
#include "variegate/search/controller/policy_gradient.h"
#include "variegate/search/described_settings.h"
#include "variegate/search/method.h"

namespace variegate::methods {
namespace {

std::vector<Setting> settings() {
  std::vector<Setting> all = setting_list<ControllerSettings>({.learning_rate = 0.01, .batch = 10});
  const std::vector<Setting> own = setting_list<PpoSettings>();
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

std::unique_ptr<Searcher> make(const Space& space, const SearcherOptions& options) {
  return std::make_unique<PolicyGradient>(PolicyGradient::Rule::ppo, space, options);
}

}  // namespace

const Method& ppo() {
  static const Method method{
      .info = {.name = "ppo",
               .summary =
                   "the same controller, taught by several passes over each batch that move it only a little",
               .source = "Cubuk et al., AutoAugment, CVPR 2019; Schulman et al. 2017",
               .settings = settings(),
               .joins = PolicyGradient::kJoins,
               .order = 70},
      .make = make};
  return method;
}

}  // namespace variegate::methods
