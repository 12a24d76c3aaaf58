#include "variegate/train/run_fingerprint.h"

#include <fmt/format.h>

#include "variegate/core/json.h"
#include "variegate/policy/policy.h"

namespace variegate {
namespace {

std::string text_of(const ImageShape& shape) {
  return fmt::format("images of {} x {} x {}", shape.width, shape.height, shape.channels);
}
std::string text_of(const AudioShape& shape) {
  return fmt::format("sounds of {} x {} at {}", shape.channels, shape.frames, shape.rate);
}
std::string text_of(const TextShape& shape) { return fmt::format("texts of {}", shape.tokens); }

}  // namespace

int schedule_epochs(const Train& train) {
  return train.schedule_epochs > 0 ? train.schedule_epochs : train.epochs;
}

std::string weights_fingerprint(const ChildSpec& spec, const std::string& precision) {
  ChildSpec settled = spec;
  settled.precision = precision;  // a worker may have been told "auto", and another what that came to
  return to_json(settled).dump() + ",";
}

std::string child_fingerprint(const RunRequest& run, const ChildSpec& spec, const std::string& precision,
                              std::size_t samples, const std::vector<FieldSpec>& fields) {
  std::string shapes;
  for (const FieldSpec& field : fields) {
    if (!shapes.empty()) shapes += " and ";
    shapes += std::visit([](const auto& shape) { return text_of(shape); }, field.shape);
  }
  return fmt::format("{} seed {}, {} {}, learning rate over {} epochs", weights_fingerprint(spec, precision),
                     run.seed, samples, shapes, schedule_epochs(run.train()));
}

std::string run_fingerprint(const std::string& child, const Train& train, const Metric& metric) {
  return fmt::format("{}; policy {:016x}, {} epochs{}", child, hash(train.policy), train.epochs,
                     metric == Metric{} ? "" : ", " + metric.name);
}

}  // namespace variegate
