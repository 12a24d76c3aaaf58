#include "cli/announce_data.h"

#include <fmt/format.h>

#include "variegate/data/description.h"

namespace variegate::cli {

void announce_data(const DataSpec& spec, bool split) {
  fmt::print(stderr, "{}\n", words_of(describe_data(spec, split)));
}

}  // namespace variegate::cli
