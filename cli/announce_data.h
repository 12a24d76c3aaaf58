// What was understood of the data, said on standard error before work begins.
#pragma once

#include "variegate/data/splits.h"

namespace variegate::cli {

// split: whether some are to train and others to validate. Error as describe_data.
void announce_data(const DataSpec& spec, bool split);

}  // namespace variegate::cli
