// The pictures of a search or comparison, decoded once for all its workers.
#pragma once

#include <optional>
#include <string>

#include "variegate/data/prepared_file.h"
#include "variegate/trial/run.h"

namespace variegate::cli {

// Decodes the search data on the disk that holds the folder, names them in the request, and says on stderr
// how large they are. Nothing where it would save nothing (one worker), or where they cannot be written (a
// full disk): workers then decode for themselves. What is returned must outlive the workers. Error when the
// data cannot be read.
std::optional<PreparedFile> prepare_data(const DataSpec& data, const std::string& folder, int workers,
                                         OpenRequest& open);

}  // namespace variegate::cli
