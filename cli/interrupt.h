// Ctrl-C and SIGTERM as a flag that long loops look at.
#pragma once

#include <atomic>

namespace variegate::cli {

// Catches SIGINT and SIGTERM from the first call on. The flag becomes true at the first of them; a second one
// ends the program at once (the event log loses nothing by it).
const std::atomic<bool>& interrupted();

}  // namespace variegate::cli
