// How a study was asked to run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/core/describe.h"
#include "variegate/data/data_spec.h"
#include "variegate/search/settings.h"
#include "variegate/space/space.h"
#include "variegate/trial/child_spec.h"
#include "variegate/trial/task.h"

namespace variegate {

// Written once, at the start of a study. A resume may only raise trials and change the budget.
struct StudyOptions {
  DataSpec data = {};
  ChildSpec child = {};
  Space space = {};
  std::string method = "gp";  // "auto" only until study/plan.h has chosen one
  Settings settings = {};     // of the method: those given
  std::uint64_t seed = 0;
  std::int64_t trials = 0;   // none of a population
  std::int64_t members = 0;  // of a population alone
  double budget_seconds = 0.0;
  int epochs = 100;
  std::string metric = "accuracy";    // see OpenRequest::metric
  std::string early_stop = "median";  // see study/early_stop.h
  // Trial i is proposed when exactly the outcomes of trials 0 .. i-1-lookahead are known to the method (a
  // population has a rule of its own: Searcher::known_before), however many run at once: so the result does
  // not depend on --jobs, of which at most lookahead + 1 are used in the search.
  int lookahead = 3;
  int final_policies = 3;
  int final_seeds = 3;
  int final_epochs = 0;
  std::vector<std::string> baselines = {"none", "manual", "trivialaugment"};
  std::string folds = "auto";  // see draws_folds()
  double confidence = 0.9;     // below 0.5, what is probably worse would be kept
};

std::vector<std::string> method_choices();      // "auto" and the names of the methods
std::vector<std::string> early_stop_choices();  // the names of the rules
std::string trials_summary();
std::string members_summary();

// All but the parts that are described elsewhere: data, child, space, and the settings of the method.
template <MaybeConst<StudyOptions> Options, typename Visit>
void describe(Options& options, Visit&& option) {
  constexpr double kLongestBudget = 366.0 * 86400.0;
  constexpr const char* kSearch = "Search";
  constexpr const char* kFinal = "Final round";
  option("method", options.method,
         {.choices = method_choices(),
          .summary = "method that proposes policies; auto: by the space and the number of trials "
                     "(docs/search.md)",
          .group = kSearch});
  option("trials", options.trials,
         {.low = 0, .high = 1'000'000, .summary = trials_summary(), .group = kSearch});
  option("members", options.members,
         {.low = 0, .high = 1'000'000, .summary = members_summary(), .group = kSearch, .later = true});
  option("budget_seconds", options.budget_seconds,
         {.low = 0,
          .high = kLongestBudget,
          .flag = "budget",
          .summary = "time for the whole command, report included, with its unit: 90s, 20m, 2h; 0: no limit. "
                     "Without --train-size and --epochs, trials are cut to fit it, and without --members the "
                     "members of a population",
          .group = kSearch,
          .seconds = true});
  option("epochs", options.epochs,
         {.low = 1,
          .high = kLongestTraining,
          .summary = "epochs per trial. Prefer cutting --train-size: too few epochs favour weak augmentation "
                     "(docs/search.md)",
          .group = kSearch});
  About metric = metric_option();
  metric.group = kSearch;
  metric.later = true;
  option("metric", options.metric, metric);
  option("early_stop", options.early_stop,
         {.choices = early_stop_choices(),
          .summary = "rule by which a trial is given up as hopeless",
          .group = kSearch});
  option("seed", options.seed,
         {.summary = "seed of the whole study; the same one finds the same policy", .group = kSearch});
  option("lookahead", options.lookahead,
         {.low = 0,
          .high = 1023,
          .summary = "trials proposed before the outcome of one is learnt from: the search itself uses at "
                     "most lookahead + 1 of the --jobs",
          .group = kSearch});
  option("final_policies", options.final_policies,
         {.low = 0,
          .high = 100,
          .summary = "best policies of the search that are trained again beside the baselines; 0: no final "
                     "round",
          .group = kFinal});
  option("confidence", options.confidence,
         {.low = 0.5,
          .high = 1.0,
          .summary = "probability with which a policy must be better, over seeds and validation pictures, to "
                     "be kept in place of a simpler one: manual first, then the other baselines",
          .group = kFinal,
          .later = true});
  option("folds", options.folds,
         {.choices = {"auto", "on", "off"},
          .summary = "splits of its own for every seed of the final round to train and validate on (on, "
                     "off); auto: where fewer than 600 pictures validate and are a part of --data",
          .group = kFinal,
          .later = true});
  option("final_seeds", options.final_seeds,
         {.low = 0,
          .high = 100,
          .summary = "fresh seeds, the same for every arm; 0: 3, or 5 where each has a split of its own. 1 "
                     "and 2 give no intervals",
          .group = kFinal});
  option("final_epochs", options.final_epochs,
         {.low = 0,
          .high = kLongestTraining,
          .summary = "epochs of a run of the final round; 0: half as many again as a trial's",
          .group = kFinal});
  option("baselines", options.baselines,
         {.summary = "baselines of the final round: none, manual, published names, files", .group = kFinal});
}

}  // namespace variegate
