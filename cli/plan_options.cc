#include "cli/plan_options.h"

#include <fmt/format.h>

#include "variegate/policy/lengths.h"
#include "variegate/policy/published.h"

namespace variegate::cli {

About named_base_option() {
  return {.value = "NAME",
          .summary = "augmentation before the policy: " + base_choices() +
                     "; a policy found by search holds its base already"};
}

DataPlan plan_and_say_data(const DataSpec& data, const std::string& base) {
  DataPlan plan = plan_data(data, base);
  if (!plan.line.empty()) fmt::print(stderr, "{}\n", plan.line);
  return plan;
}

void warn_of_size(const Policy& policy, int width, int height) {
  const std::string notice = size_notice(policy, width, height);
  if (!notice.empty()) fmt::print(stderr, "warning: {}\n", notice);
}

}  // namespace variegate::cli
