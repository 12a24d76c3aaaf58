// What commands that train have in common: what is left open is settled, and said.
#pragma once

#include <string>

#include "variegate/study/data_plan.h"

namespace variegate::cli {

// The help of --base where auto may be said. whose: "every policy".
std::string base_help(const std::string& whose);

// plan_data(), and on stderr what becomes of the pictures.
DataPlan plan_and_say_data(const DataSpec& data, const std::string& base);

// Warns on stderr when the policy was found on pictures of another size and looks different on these.
void warn_of_size(const Policy& policy, int width, int height);

}  // namespace variegate::cli
