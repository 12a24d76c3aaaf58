// REINFORCE over a recurrent controller (controller/policy_gradient.h).
#include "variegate/search/controller/policy_gradient.h"
#include "variegate/search/described_settings.h"
#include "variegate/search/method.h"

namespace variegate::methods {
namespace {

std::unique_ptr<Searcher> make(const Space& space, const SearcherOptions& options) {
  return std::make_unique<PolicyGradient>(PolicyGradient::Rule::reinforce, space, options);
}

}  // namespace

const Method& reinforce() {
  static const Method method{
      .info = {.name = "reinforce",
               .summary =
                   "a recurrent controller draws policies, and is made likelier to draw those above the "
                   "average",
               .source = "Williams, Machine Learning 1992; Zoph and Le, ICLR 2017",
               .settings = setting_list<ControllerSettings>(),
               .joins = PolicyGradient::kJoins,
               .order = 60},
      .make = make};
  return method;
}

}  // namespace variegate::methods
