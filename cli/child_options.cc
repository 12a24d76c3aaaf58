#include "cli/child_options.h"

#include "cli/described_options.h"
#include "cli/values.h"
#include "variegate/core/usable_cpus.h"

namespace variegate::cli {

void add_child_options(CLI::App& app, ChildSpec& spec) { add_described(app, spec, "Child model"); }

int default_jobs() { return usable_cpus(); }

void add_jobs_option(CLI::App& app, int& jobs) {
  app.add_option("--jobs", jobs, "worker processes; the result does not depend on it")
      ->check(whole(1, 1024))
      ->capture_default_str();
}

}  // namespace variegate::cli
