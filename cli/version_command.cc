// variegate version: what --version says.
#include <fmt/format.h>

#include "cli/command.h"
#include "variegate/core/version.h"

namespace variegate::cli {

Command version_command() {
  return {.name = "version",
          .summary = "the version of the program",
          .order = 210,
          .setup = [](CLI::App& app) -> std::function<int()> {
            app.footer("examples:\n  variegate version");
            return [] {
              fmt::print("variegate {}\n", version());
              return 0;
            };
          }};
}

}  // namespace variegate::cli
