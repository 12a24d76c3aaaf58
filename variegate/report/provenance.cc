#include "variegate/report/provenance.h"

#include <fmt/format.h>

#include "variegate/core/number_text.h"
#include "variegate/report/html.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

struct Facts {
  std::string html;

  void add(const std::string& name, const std::string& value) {
    if (!value.empty()) html += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>", name, escaped(value));
  }
};

std::string images(std::size_t count) { return count_text(static_cast<std::int64_t>(count)) + " images"; }

// "ppo (batch 5, clip 0.1)"
std::string method_text(const StudyOptions& options) {
  std::vector<std::string> settings;
  for (const auto& [name, value] : options.settings) settings.push_back(name + " " + number_text(value));
  return settings.empty() ? options.method
                          : fmt::format("{} ({})", options.method, fmt::join(settings, ", "));
}

std::string or_same(const std::string& path, const std::string& same) { return path.empty() ? same : path; }

}  // namespace

std::string provenance_html(const StudyRecord& study, const ComparisonRecord* comparison,
                            const ReportExtras& extras) {
  const StudyOptions& options = study.options;
  const ChildSpec& child = options.child;
  if (options.data.train.empty()) return "";  // nothing has been started
  Facts facts;
  facts.add("Training data",
            fmt::format("{} from {}, {}", images(study.data.train_samples), options.data.train,
                        counted(static_cast<std::int64_t>(study.data.class_names.size()), "class")));
  facts.add("Validation data",
            fmt::format("{} from {}", images(study.data.evaluation_samples),
                        or_same(options.data.validation, "the training data, kept apart")));
  if (comparison != nullptr) {
    facts.add("Test data",
              fmt::format("{} from {}; {} of training an arm", images(comparison->data.evaluation_samples),
                          or_same(options.data.test, "the test part of the data"),
                          counted(comparison->epochs, "epoch")));
  }
  facts.add("Data digest", study.data.data_digest);
  if (study.data.skipped > 0) {
    facts.add("Left out", fmt::format("{} that could not be read: {}",
                                      counted(static_cast<std::int64_t>(study.data.skipped), "file"),
                                      fmt::join(study.data.skipped_reasons, "; ")));
  }
  for (const std::string& notice : study.data.notices) facts.add("Said of the data", notice);
  if (const ImageShape* picture = first_picture(study.data.fields))
    facts.add("Pictures", fmt::format("{} x {} pixels, {}, fit: {}", picture->width, picture->height,
                                      picture->channels == 1 ? "grey" : "colour", options.data.fit));
  const Metric& metric = study.data.metric;
  if (metric != Metric{}) {
    facts.add("Metric", fmt::format("{}, of which {} is better", metric.name,
                                    metric.larger_is_better ? "more" : "less"));
  }
  facts.add("Child model",
            fmt::format("{}, {} parameters, {}", child.model, count_text(study.data.parameters),
                        study.data.precision.empty() ? child.precision : study.data.precision));
  facts.add(
      "Training",
      fmt::format("{} a trial, batches of {}, learning rate {} (cosine to 0), momentum {}, weight decay {}",
                  counted(options.epochs, "epoch"), child.batch_size, number_text(child.learning_rate),
                  number_text(child.momentum), number_text(child.weight_decay)));
  facts.add("Search", fmt::format("{}, {}, early stopping: {}", method_text(options),
                                  counted(static_cast<std::int64_t>(study.trials.size()), "trial"),
                                  options.early_stop));
  facts.add("Base", in_words(options.space.base));
  if (options.final_policies > 0) {
    facts.add("Final round",
              fmt::format("the best {} and {} with {} each", counted(options.final_policies, "policy"),
                          fmt::join(options.baselines, ", "), counted(final_seeds(study), "fresh seed")));
  }
  facts.add("Seed", fmt::format("{}", options.seed));
  facts.add("Time", fmt::format("{} in all, {} of work by the trainers", time_text(study.seconds),
                                time_text(study.worker_seconds)));
  facts.add("Version", extras.version.empty() ? "" : "variegate " + extras.version);
  std::string html = "<dl class=\"facts\">" + facts.html + "</dl>";
  return html;
}

}  // namespace variegate
