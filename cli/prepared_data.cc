#include "cli/prepared_data.h"

#include <fmt/format.h>

#include <utility>

#include "cli/interrupt.h"
#include "variegate/core/error.h"

namespace variegate::cli {

std::optional<PreparedFile> prepare_data(const DataSpec& data, const std::string& folder, int workers,
                                         OpenRequest& open) {
  if (workers < 2) return std::nullopt;
  std::optional<UnnamedFile> file;
  try {
    file.emplace(folder, [&stop = interrupted()] {
      if (!stop) return;
      throw Error({.where = "",
                   .what = "stopped while the pictures were decoded",
                   .got = "",
                   .expected = "",
                   .mend = ""},
                  ErrorKind::interrupted);
    });
  } catch (const Error& error) {
    fmt::print(stderr, "{}: every worker decodes the pictures for itself\n", error.what());
    return std::nullopt;
  }
  std::optional<PreparedFile> prepared(std::in_place, data, *std::move(file));
  fmt::print(stderr, "{} pictures at {} x {}: {:.1f} MB, shared by {} workers\n", prepared->pictures(),
             prepared->width(), prepared->height(), static_cast<double>(prepared->bytes()) / 1e6, workers);
  open.prepared = prepared->path();
  return prepared;
}

}  // namespace variegate::cli
