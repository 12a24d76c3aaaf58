#include "variegate/apply/copy_options.h"

#include <fmt/format.h>

#include "variegate/core/json.h"
#include "variegate/core/random.h"

namespace variegate {

Json copy_record(const CopyOptions& options, const Policy& policy, const Dataset& dataset) {
  std::uint64_t labels = 0;
  for (std::size_t i = 0; i < dataset.size(); ++i)
    labels = mix(labels, place_of(dataset.class_names()[static_cast<std::size_t>(dataset.label(i))]));
  const bool jpeg = options.encoding == CopyOptions::Encoding::jpeg;
  const bool tar = options.container == CopyOptions::Container::tar;
  return Json{{"policy", fmt::format("{:016x}", hash(policy))},
              {"seed", options.seed},
              {"copies", options.copies},
              {"fuse", options.fuse},
              {"resolution", options.resolution},
              {"encoding", jpeg ? "jpeg" : "png"},
              {"quality", jpeg ? options.quality : 0},
              {"container", tar ? "tar" : "folder"},
              {"shard_size", tar ? options.shard_size : 0},
              {"skip_bad", options.skip_bad},
              {"orientation", name_of(options.orientation)},
              {"samples", dataset.size()},
              {"labels", fmt::format("{:016x}", labels)}};
}

}  // namespace variegate
