// Studies whose trainings are functions of Python: what they ask for, and what they know.
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "python/src/own_study.h"
#include "python/src/parts.h"
#include "variegate/report/trial_value.h"
#include "variegate/study/final_plan.h"

namespace variegate::python {
namespace {

namespace nb = nanobind;

constexpr std::chrono::milliseconds kPatience{100};  // between two looks for Ctrl-C

void look_for_signals() {
  if (PyErr_CheckSignals() != 0) throw nb::python_error();
}

nb::dict described(const AskedRun& asked) {
  const Train& train = asked.run.train();
  nb::dict description;
  description["number"] = asked.run.trial;
  description["seed"] = asked.run.seed;
  description["policy"] = train.policy;
  description["epochs"] = train.epochs;
  description["report_epochs"] = train.report_epochs;
  description["checkpoint"] = asked.run.checkpoint;
  description["start"] = train.start;
  description["schedule_epochs"] = train.schedule_epochs > 0 ? train.schedule_epochs : train.epochs;
  description["arm"] = asked.arm;
  return description;
}

// The next run as a dict; None: none now.
nb::object ask(OwnStudy& study) {
  while (true) {
    std::optional<OwnTraining::Taken> taken;
    {
      const nb::gil_scoped_release others;
      taken = study.training().take(kPatience);
    }
    study.rethrow();
    if (taken) return taken->run ? nb::object(described(*taken->run)) : nb::none();
    look_for_signals();
  }
}

bool report(OwnStudy& study, std::int64_t trial, int epoch, double value) {
  OwnTraining& training = study.training();
  const OwnTraining::Heard heard = training.report(trial, epoch, value);
  if (!heard.wait) return heard.goes_on;
  while (true) {
    std::optional<bool> goes_on;
    {
      const nb::gil_scoped_release others;
      goes_on = training.verdict(trial, kPatience);
    }
    if (goes_on) return *goes_on;
    look_for_signals();
  }
}

StudyRecord known(OwnStudy& study) {
  const nb::gil_scoped_release others;
  return study.record();
}

nb::dict described(const StudyRecord& record, const TrialRecord& trial) {
  const char* const endings[] = {"complete", "stopped", "failed"};
  nb::dict description;
  description["number"] = trial.trial;
  description["policy"] = trial.policy;
  description["state"] = trial.outcome ? endings[static_cast<std::size_t>(trial.outcome->ending)] : "running";
  description["value"] =
      has_value(trial) ? nb::object(nb::float_(trial_value(record, trial))) : nb::object(nb::none());
  description["epochs"] = trial.outcome ? trial.outcome->epochs : 0;
  description["seconds"] = trial.outcome ? trial.outcome->seconds : 0.0;
  description["reason"] = trial.outcome ? trial.outcome->reason : "";
  return description;
}

nb::list trials(OwnStudy& study) {
  const StudyRecord record = known(study);
  nb::list list;
  for (const TrialRecord& trial : record.trials) list.append(described(record, trial));
  return list;
}

nb::object best(OwnStudy& study) {
  const StudyRecord record = known(study);
  const std::vector<const TrialRecord*> ranked = best_trials(record, 1, {});
  return ranked.empty() ? nb::object(nb::none()) : nb::object(described(record, *ranked.front()));
}

// What was found, once an arm is chosen; None before.
nb::object found(OwnStudy& study) {
  const StudyRecord record = known(study);
  if (!record.chosen) return nb::none();
  nb::list arms;
  for (const ArmRecord& arm : record.final_round) {
    nb::dict description;
    description["name"] = arm.name;
    description["policy"] = arm.policy;
    description["baseline"] = arm.baseline;
    description["seeds"] = arm.seeds;
    description["values"] = arm.values;
    arms.append(description);
  }
  nb::dict description;
  description["policy"] = found_policy(record);
  description["chosen"] = *record.chosen;
  description["beats_manual"] = record.beats_manual;
  description["arms"] = arms;
  description["shortened"] = record.shortened;
  return description;
}

}  // namespace

void add_studies(nb::module_& module) {
  using nb::arg;
  module.def(
      "is_population", [](const std::string& method) { return drive_of(method) == Drive::population; },
      arg("method"));
  nb::class_<OwnStudy>(module, "Study")
      .def(
          "__init__",
          [](OwnStudy* made, const std::string& folder, const std::string& options,
             const std::vector<Policy>& listed, const std::optional<Policy>& base, const std::string& metric,
             bool larger_is_better, bool share, std::size_t validation_samples, int jobs) {
            StudyAsked asked{.folder = folder,
                             .options = options,
                             .listed = listed,
                             .base = base,
                             .validation_samples = validation_samples,
                             .jobs = jobs};
            if (!metric.empty())
              asked.metric = Metric{.name = metric, .larger_is_better = larger_is_better, .share = share};
            const nb::gil_scoped_release others;
            new (made) OwnStudy(asked);
          },
          arg("folder"), arg("options"), arg("listed"), arg("base").none(), arg("metric"),
          arg("larger_is_better"), arg("share"), arg("validation_samples"), arg("jobs"))
      .def("ask", &ask)
      .def("report", &report, arg("trial"), arg("epoch"), arg("value"))
      .def(
          "should_stop",
          [](OwnStudy& study, std::int64_t trial) { return study.training().should_stop(trial); },
          arg("trial"))
      .def(
          "tell",
          [](OwnStudy& study, std::int64_t trial, double value) { study.training().tell(trial, value); },
          arg("trial"), arg("value"))
      .def(
          "fail",
          [](OwnStudy& study, std::int64_t trial, const std::string& reason) {
            study.training().fail(trial, reason);
          },
          arg("trial"), arg("reason"))
      .def("close",
           [](OwnStudy& study) {
             const nb::gil_scoped_release others;
             study.close();
           })
      .def("trials", &trials)
      .def("best", &best)
      .def("found", &found)
      .def_prop_ro("notes", &OwnStudy::notes)
      .def_prop_ro("warnings", &OwnStudy::warnings);
}

}  // namespace variegate::python
