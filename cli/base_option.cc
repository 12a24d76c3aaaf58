#include "cli/base_option.h"

#include "variegate/data/formats.h"
#include "variegate/policy/published.h"

namespace variegate::cli {

Policy base_of(const std::string& name, const DataSpec& data) {
  if (name != "auto") return base_policy(name);
  const auto train = locate_data(data.train, data.format, data.group_by, data.open_options()).train.open();
  // A bad file is the reader's to report, or to skip.
  for (std::size_t i = 0; i < train->size(); ++i) {
    try {
      return base_policy(train->load(i).image().channels == 1 ? "crop" : "crop-flip");
    } catch (const std::exception&) {
      if (!data.skip_bad) throw;
    }
  }
  return base_policy("crop");
}

}  // namespace variegate::cli
