// What commands that train have in common: what is left open is settled, and said.
#pragma once

#include <string>

#include "variegate/core/describe.h"
#include "variegate/study/data_plan.h"

namespace variegate::cli {

// The description of --base where it is named and not found out (base_option() of study/data_plan.h is the
// other).
About named_base_option();

// plan_data(), and on stderr what becomes of the pictures.
DataPlan plan_and_say_data(const DataSpec& data, const std::string& base);

// Warns on stderr when the policy was found on pictures of another size and looks different on these.
void warn_of_size(const Policy& policy, int width, int height);

}  // namespace variegate::cli
