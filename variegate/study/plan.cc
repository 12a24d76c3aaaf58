#include "variegate/study/plan.h"

#include <fmt/format.h>

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/core/folders.h"
#include "variegate/ops/mix.h"
#include "variegate/policy/published.h"
#include "variegate/search/auto_method.h"
#include "variegate/search/searcher.h"
#include "variegate/search/usual_trials.h"
#include "variegate/study/data_paths.h"
#include "variegate/study/options_json.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

const std::string kAuto = "auto";

template <typename Kind>
Kind with_ops(Kind kind, const SpaceRequest& asked) {
  if (!asked.ops.empty()) kind.ops = asked.ops;
  if (!asked.mixes.empty()) kind.mixes = asked.mixes;
  return kind;
}

ListSpace list_of(const SpaceRequest& asked) {
  if (!asked.mixes.empty()) {
    throw Error({.where = "--mixes",
                 .what = "mixes of samples beside a list of policies, which have their own",
                 .got = "--space list",
                 .expected = "another space",
                 .mend = "name policies with mixes, such as mixup:0.2"},
                ErrorKind::usage);
  }
  ListSpace list;
  for (const std::string& name : asked.policies) list.policies.push_back(find_policy(name));
  if (!list.policies.empty()) return list;
  throw Error({.where = "--space list",
               .what = "no policies to choose from",
               .got = "",
               .expected = "--policies NAME,NAME,...",
               .mend = ""},
              ErrorKind::usage);
}

// Names of files among the arms, so that a resume finds them from any folder.
void make_absolute(std::vector<std::string>& arms) {
  for (std::string& arm : arms) {
    std::error_code ignored;
    if (arm.ends_with(".json") && fs::exists(arm, ignored)) arm = fs::absolute(arm).string();
  }
}

void choose_trials(StudyOptions& study, bool unlimited) {
  if (drive_of(study.method) == Drive::population) {
    if (study.members == 0) study.members = kUsualMembers;
  } else if (unlimited) {
    study.trials = kUsualTrials;
  }
}

std::string warning_of_size(const Space& space) {
  constexpr std::size_t kManyCoordinates = 120;  // twice those of the standard space
  const std::size_t coordinates = dimensions(space).size();
  if (coordinates <= kManyCoordinates) return "";
  return fmt::format("gp learns little over {} coordinates; a smaller space: {}", coordinates,
                     std::holds_alternative<SubPolicySpace>(space.kind)
                         ? "--sub-policies 5 --calls 2"
                         : "fewer operations (--ops), or --space uniform");
}

void add_unless_empty(std::vector<std::string>& lines, const std::string& line) {
  if (!line.empty()) lines.push_back(line);
}

// Settles method and number of trials, and refuses what cannot run.
void settle_search(StudyPlan& plan) {
  StudyOptions& study = plan.study;
  const bool unlimited = study.trials == 0 && study.budget_seconds <= 0.0;
  if (study.method == kAuto) {
    const MethodChoice choice = choose_method(study.space, unlimited ? kUsualTrials : study.trials);
    study.method = choice.method;
    plan.notes.push_back(fmt::format("method {}: {}", choice.method, choice.why));
  }
  choose_trials(study, unlimited);
  check(study);
  // Refuses a method that does not fit the space, and settings that it does not have.
  make_searcher(study.method, study.space, {.epochs = study.epochs, .settings = study.settings});
  if (study.method == "gp") add_unless_empty(plan.warnings, warning_of_size(study.space));
}

}  // namespace

Space space_of(const StudyRequest& request, const Policy& base) {
  const SpaceRequest& asked = request.space;
  const bool pba = !request.given.space && request.study.method == "pba";
  const std::string kind = pba ? "intensities" : asked.kind;
  Space space;
  space.base = base;
  if (kind == "sub-policies") space.kind = with_ops(asked.sub_policies, asked);
  if (kind == "uniform") space.kind = with_ops(UniformSpace{}, asked);
  if (kind == "intensities") space.kind = with_ops(IntensitySpace{}, asked);
  if (kind == "list") space.kind = list_of(asked);
  check(space);
  return space;
}

std::vector<std::string> space_choices() {
  std::vector<std::string> names = space_kinds();
  std::erase(names, "box");  // means nothing to this program: for tests of methods
  return names;
}

std::string mixes_summary() {
  std::string names;
  for (const SampleMix* mix : all_mixes()) names += (names.empty() ? "" : ", ") + mix->name;
  return "mixes of samples of which a policy may have one, separated by commas: " + names +
         "; by default none is tried";
}

StudyPlan plan_study(const StudyRequest& request) {
  StudyPlan plan{.study = request.study, .sizes = {}, .notes = {}, .warnings = {}};
  StudyOptions& study = plan.study;
  make_absolute(study.baselines);
  const DataPlan data = plan_data(with_absolute_paths(study.data), request.space.base);
  study.data = data.data;
  study.space = space_of(request, data.base);
  if (!request.given.resolution) plan.sizes = data.choice;
  const bool limited = study.budget_seconds > 0.0;
  // With a budget, what fits decides, and it is announced then.
  if (!limited || request.given.resolution) add_unless_empty(plan.notes, data.line);
  settle_search(plan);
  return plan;
}

StudyPlan plan_own_training(const StudyRequest& request, const Space& space) {
  StudyPlan plan{.study = request.study, .sizes = {}, .notes = {}, .warnings = {}};
  make_absolute(plan.study.baselines);
  plan.study.space = space;
  settle_search(plan);
  return plan;
}

StudyOptions resumed(StudyOptions planned, const StudyRequest& request, const StudyOptions& before) {
  planned.data.allow_overlap |= before.data.allow_overlap;
  if (request.study.method == kAuto) planned.method = before.method;
  if (drive_of(planned.method) == Drive::population && request.study.members == 0)
    planned.members = before.members;
  if (!request.given.resolution) {
    planned.data.resolution = before.data.resolution;
    planned.data.fit = before.data.fit;
  }
  if (!request.given.final_seeds)
    planned.final_seeds = before.final_seeds;  // earlier versions had another default
  if (request.given.task) return planned;
  planned.data.train_size = before.data.train_size;
  planned.epochs = before.epochs;
  return planned;
}

StudyOptions continued(const StudyOptions& before, const StudyRequest& request) {
  StudyOptions study = before;
  const DataSpec named = with_absolute_paths(request.study.data);
  if (!named.train.empty()) study.data.train = named.train;
  if (!named.validation.empty()) study.data.validation = named.validation;
  if (!named.test.empty()) study.data.test = named.test;
  if (request.given.trials) study.trials = request.study.trials;
  if (request.given.budget) study.budget_seconds = request.study.budget_seconds;
  return study;
}

void check_study_apart(const DataSpec& data, const std::string& folder) {
  std::error_code ignored;
  const fs::path out = real_path(folder);
  for (const std::string& named : {data.train, data.validation, data.test}) {
    if (named.empty() || !fs::is_directory(named, ignored)) continue;
    const fs::path path = real_path(named);
    const bool among = lies_within(out, path);
    if (!among && !lies_within(path, out)) continue;
    throw Error(
        {.where = "--out " + folder,
         .what = among ? "the study would lie among the data that it reads"
                       : "the data would lie in the folder of the study",
         .got = fmt::format("data in {}", path.string()),
         .expected = "two folders side by side",
         .mend = fmt::format("name another one, such as --out {}", (path.parent_path() / "study").string())},
        ErrorKind::usage);
  }
}

}  // namespace variegate
