// variegate worker: the process that trains children for a search or a comparison, here or on a cluster. It
// speaks the JSON lines of trial/protocol.h on its standard input and output. libtorch is loaded by the
// program that this one becomes, so that no other command waits for it.
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "cli/command.h"
#include "cli/worker_path.h"
#include "variegate/core/error.h"

namespace variegate::cli {

Command worker_command() {
  return {.name = "worker",
          .summary = "train children for a search or a comparison: JSON lines in, JSON lines out",
          .order = 90,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto children = std::make_shared<bool>(false);
            app.add_flag("--children", *children,
                         "families of child models that --child may name, one a line, instead of training");
            app.footer(
                "Started by search, train and compare, one a core; by hand only to look at the protocol\n"
                "(variegate/trial/protocol.h).\n\n"
                "examples:\n"
                "  echo '{\"message\":\"quit\"}' | variegate worker");
            return [children]() -> int {
              const std::string path = worker_path();
              ::execl(path.c_str(), path.c_str(), *children ? "--children" : nullptr, nullptr);
              throw Error({.where = path,
                           .what = std::string("cannot be started (") + std::strerror(errno) + ")",
                           .got = "",
                           .expected = "",
                           .mend = ""});
            };
          }};
}

}  // namespace variegate::cli
