// What a study is when half of it is not said: the options that were given become those of a study.
#pragma once

#include <string>
#include <vector>

#include "variegate/study/data_plan.h"
#include "variegate/study/study_options.h"

namespace variegate {

// A search space as it is asked for: by the name of its kind, and what differs from the usual one.
struct SpaceRequest {
  std::string kind = "sub-policies";
  std::string base = "auto";            // as plan_data() takes it
  std::vector<std::string> ops = {};    // empty: those of the kind
  std::vector<std::string> mixes = {};  // empty: none
  SubPolicySpace sub_policies = {};
  std::vector<std::string> policies = {};  // of a list: files and published names
};

std::vector<std::string> space_choices();  // the kinds that can be asked for
std::string mixes_summary();               // the help of `mixes`, which names all there are

// All but the sub-policies, which describe themselves.
template <MaybeConst<SpaceRequest> Options, typename Visit>
void describe(Options& space, Visit&& option) {
  option(
      "kind", space.kind,
      {.choices = space_choices(),
       .flag = "space",
       .summary = "kind of space; sub-policies: one of several short sequences a sample (AutoAugment); "
                  "uniform: N operations of one strength (RandAugment); intensities: a probability and a "
                  "strength for every operation (PBA), which is what --method pba takes; list: the policies "
                  "of --policies"});
  option("base", space.base, base_option("every policy"));
  option("ops", space.ops,
         {.summary = "operations to choose from, separated by commas; by default those of docs/search.md"});
  option("mixes", space.mixes, {.summary = mixes_summary()});
  option("policies", space.policies,
         {.summary = "files and published names for --space list, separated by commas"});
}

struct StudyRequest {
  StudyOptions study = {.method = "auto", .final_seeds = 0};  // its space is not looked at
  SpaceRequest space = {};

  // What was named, whatever its value: it is left alone where a budget, a method or an earlier session would
  // choose.
  struct Given {
    bool space = false;
    bool trials = false;
    bool budget = false;
    bool task = false;  // training images or epochs
    bool resolution = false;
    bool final_seeds = false;
  };
  Given given = {};
};

struct StudyPlan {
  StudyOptions study;
  SizeChoice sizes;                   // among which a budget may choose; none when the resolution was named
  std::vector<std::string> notes;     // what was chosen, a line each
  std::vector<std::string> warnings;  // of what was asked for
};

// Settles data, base, space, method and number of trials, and refuses what cannot run: Error (usage), or of
// the data.
StudyPlan plan_study(const StudyRequest& request);

// The space that is asked for, whose policies follow that base. Error (usage) when it cannot be.
Space space_of(const StudyRequest& request, const Policy& base);

// Does what plan_study() does for a training of the caller's own, of whose data nothing is known here.
StudyPlan plan_own_training(const StudyRequest& request, const Space& space);

// The options of a resume that repeats those of the start: `planned`, but what was chosen for the study at
// its start, and is not named now, stays as it was.
StudyOptions resumed(StudyOptions planned, const StudyRequest& request, const StudyOptions& before);

// The options of a resume that does not repeat them: those of the start. Only the limits, and the place of
// the data, may be new.
StudyOptions continued(const StudyOptions& before, const StudyRequest& request);

// Error (usage) when a study in that folder would lie among the data that it reads, or they in it: it would
// be taken for a class of them.
void check_study_apart(const DataSpec& data, const std::string& folder);

}  // namespace variegate
