// variegate version: what --version says.
#include <fmt/format.h>

#include "cli/command.h"

namespace variegate::cli {

Command version_command() {
  return {.name = "version",
          .summary = "the version of the program",
          .place = 210,
          .setup = [](CLI::App& app) -> std::function<int()> {
            app.footer("examples:\n  variegate version");
            return [] {
              fmt::print("variegate {}\n", VARIEGATE_VERSION);
              return 0;
            };
          }};
}

}  // namespace variegate::cli
