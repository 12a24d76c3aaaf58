#include "cli/child_options.h"

#include <fmt/format.h>

#include "cli/values.h"
#include "variegate/core/spelling.h"
#include "variegate/core/usable_cpus.h"

namespace variegate::cli {
namespace {

constexpr const char* kGroup = "Child model";

}  // namespace

void add_child_options(CLI::App& app, ChildSpec& spec) {
  app.add_option("--child", spec.model,
                 "small-conv:WIDTH (16: 35 k parameters), or wrn-DEPTH-WIDTH (wrn-16-2: 0.7 M)")
      ->capture_default_str()
      ->group(kGroup);
  app.add_option("--batch-size", spec.batch_size, "images a step")
      ->check(whole(2, 65536))
      ->capture_default_str()
      ->group(kGroup);
  add_real(app, "--learning-rate", spec.learning_rate,
           "peak of the learning rate, which falls to 0 by a cosine")
      ->check(real(0.0, 100.0))
      ->capture_default_str()
      ->group(kGroup);
  add_real(app, "--momentum", spec.momentum, "momentum of Nesterov's gradient descent")
      ->check(real(0.0, 0.9999))
      ->capture_default_str()
      ->group(kGroup);
  add_real(app, "--weight-decay", spec.weight_decay, "L2 penalty on the weights")
      ->check(real(0.0, 1.0))
      ->capture_default_str()
      ->group(kGroup);
  add_real(app, "--label-smoothing", spec.label_smoothing, "share of the target spread over all classes")
      ->check(real(0.0, 1.0))
      ->capture_default_str()
      ->group(kGroup);
  add_real(app, "--ema", spec.ema, "decay of averaged weights that are evaluated instead; 0: off")
      ->check(real(0.0, 0.999999))
      ->capture_default_str()
      ->group(kGroup);
  app.add_option("--precision", spec.precision, "auto: bf16 where the processor has instructions for it")
      ->transform(one_of({"auto", "fp32", "bf16"}))
      ->capture_default_str()
      ->group(kGroup);
  const auto device = [](std::string& text) {
    text = lower_case(text);
    if (is_device(text)) return std::string();
    std::string meant = meant_choice(text, {"cpu", "cuda", "cuda:0"});
    if (text.starts_with("gpu:") && is_device("cuda" + text.substr(3)))
      meant = fmt::format(" (did you mean 'cuda{}'?)", text.substr(3));
    return fmt::format("got '{}'; expected cpu, cuda or cuda:N{}", text, meant);
  };
  app.add_option("--device", spec.device, "device that it trains on")
      ->transform(CLI::Validator(device, "cpu, cuda or cuda:N"))
      ->capture_default_str()
      ->group(kGroup);
  add_no_fuse_option(app, spec.fuse)->group(kGroup);
}

CLI::Option* add_no_fuse_option(CLI::App& app, bool& fuse) {
  return add_switch(app, "--no-fuse", fuse,
                    "apply every operation on its own, as published: joined warps interpolate once", false);
}

int default_jobs() { return usable_cpus(); }

void add_jobs_option(CLI::App& app, int& jobs) {
  app.add_option("--jobs", jobs, "worker processes; the result does not depend on it")
      ->check(whole(1, 1024))
      ->capture_default_str();
}

}  // namespace variegate::cli
