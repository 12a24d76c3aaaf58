#include "tests/report/sample_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "variegate/core/random.h"
#include "variegate/data/decode/encode.h"
#include "variegate/report/contact_sheet.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/final_plan.h"

namespace variegate {
namespace {

Call call(const std::string& op, const std::string& parameter, Distribution value, double probability) {
  return {.op = op, .arguments = {{parameter, value}}, .probability = probability};
}

Policy named(const std::string& name, Node root) {
  Policy policy;
  policy.name = name;
  policy.root = std::move(root);
  return policy;
}

Policy base() {
  return named("crop-flip",
               {Sequence{{{call("random_crop", "padding", Distribution::constant(4), 1.0)},
                          {Call{.op = "flip_horizontal", .arguments = {}, .probability = 0.5}}}}});
}

Node any_call(Stream& random) {
  const double probability = static_cast<double>(1 + random.below(10)) / 10.0;
  const double strength = static_cast<double>(1 + random.below(9)) / 9.0;
  switch (random.below(8)) {
    case 0:
      return {
          call("rotate", "degrees", Distribution::uniform(0, std::round(45 * strength), true), probability)};
    case 1:
      return {call("color", "factor", Distribution::uniform(1, 1 + 0.9 * strength, true), probability)};
    case 2:
      return {call("brightness", "factor", Distribution::uniform(1, 1 + 0.9 * strength, true), probability)};
    case 3:
      return {call("translate_x", "fraction", Distribution::uniform(0, 0.45 * strength, true), probability)};
    case 4:
      return {call("cutout", "fraction", Distribution::uniform(0, 0.5 * strength), probability)};
    case 5:
      return {Call{.op = "equalize", .arguments = {}, .probability = probability}};
    case 6:
      return {Call{.op = "invert", .arguments = {}, .probability = probability}};
    default:
      return {call("shear_x", "shear", Distribution::uniform(0, 0.3 * strength, true), probability)};
  }
}

Policy any_policy(std::int64_t trial, Stream& random) {
  Policy policy = named(trial_name(trial), base().root);
  Choose choose;
  for (int sub = 0; sub < 5; ++sub) {
    choose.options.push_back({Sequence{{any_call(random), any_call(random)}}});
  }
  std::get<Sequence>(policy.root.value).steps.push_back({choose});
  return policy;
}

ArmRecord arm(const std::string& name, const Policy& policy, bool baseline, std::vector<double> accuracies,
              double seconds) {
  ArmRecord record{
      .name = name, .policy = policy, .baseline = baseline, .seeds = {}, .values = std::move(accuracies)};
  for (std::size_t i = 0; i < record.values.size(); ++i) record.seeds.push_back(1001 + i);
  record.seconds = seconds;
  return record;
}

// A picture that rotation, colour and flips can be seen on.
Image picture(int label, Stream& random) {
  Image image(32, 32, 3, 235);
  const int hue = label * 25;
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 32; ++x) {
      const bool body = x > 6 && x < 20 + label && y > 8 + label / 2 && y < 26 && x + y > 20;
      const auto noise = static_cast<int>(random.below(24));
      std::uint8_t* pixel = image.at(x, y);
      pixel[0] = static_cast<std::uint8_t>(body ? 60 + hue / 2 + noise : 150 + y + noise);
      pixel[1] = static_cast<std::uint8_t>(body ? 190 - hue / 2 + noise : 175 + y / 2 + noise);
      pixel[2] = static_cast<std::uint8_t>(body ? 70 + hue / 4 + noise : 205 + noise);
    }
  }
  return image;
}

}  // namespace

StudyRecord sample_study() {
  StudyRecord study;
  study.options.data.train = "data/cifar-10-batches-bin";
  study.options.data.train_size = 1000;
  study.options.space = {SubPolicySpace{.ops = {"rotate", "color", "brightness", "translate_x", "cutout",
                                                "equalize", "invert", "shear_x"}},
                         base()};
  study.options.seed = 7;
  study.options.trials = 60;
  study.data.train_samples = 1000;
  study.data.evaluation_samples = 2000;
  study.data.class_names = {"airplane", "automobile", "bird",  "cat",  "deer",
                            "dog",      "frog",       "horse", "ship", "truck"};
  study.data.data_digest = "9f2c4be1d07a6a35";
  study.data.parameters = 35210;
  study.data.precision = "fp32";
  Stream random({.seed = 3, .epoch = 0, .sample = 0, .place = 0});
  for (std::int64_t trial = 0; trial < 60; ++trial) {
    TrialRecord record{
        .trial = trial, .point = {}, .policy = any_policy(trial, random), .outcome = Outcome{}};
    Outcome& outcome = *record.outcome;
    outcome.trial = trial;
    const double learnt = 1.0 - std::exp(-static_cast<double>(trial) / 25.0);
    outcome.reward = 0.468 + 0.045 * learnt + 0.012 * random.normal();
    outcome.epochs = 100;
    outcome.seconds = 19.0;
    if (outcome.reward < 0.475 && trial > 5) {
      outcome.ending = Ending::stopped;
      outcome.epochs = 40;
      outcome.reward -= 0.06;
    }
    if (trial == 17 || trial == 44) {
      outcome.ending = Ending::failed;
      outcome.reason = "the worker was killed (out of memory?)";
    }
    study.trials.push_back(std::move(record));
  }
  std::vector<const TrialRecord*> best;
  for (const TrialRecord& trial : study.trials) {
    if (trial.outcome->ending == Ending::complete) best.push_back(&trial);
  }
  std::sort(best.begin(), best.end(), [](auto a, auto b) { return a->outcome->reward > b->outcome->reward; });
  const std::string chosen = trial_name(best[1]->trial);
  study.final_round = {arm("none", named("none", {Sequence{}}), true, {0.391, 0.386}, 58),
                       arm("manual", named("manual", base().root), true, {0.489, 0.494}, 60),
                       arm("trivialaugment", any_policy(900, random), true, {0.517, 0.522}, 63),
                       arm(trial_name(best[0]->trial), best[0]->policy, false, {0.532, 0.524}, 62),
                       arm(chosen, best[1]->policy, false, {0.541, 0.546}, 61),
                       arm(trial_name(best[2]->trial), best[2]->policy, false, {0.519, 0.531}, 62)};
  study.chosen = chosen;
  study.beats_manual = true;
  study.seconds = 745;
  study.worker_seconds = 1420;
  return study;
}

ComparisonRecord sample_comparison(const StudyRecord& study) {
  ComparisonRecord comparison;
  const ArmRecord& chosen = *find_arm(study.final_round, *study.chosen);
  Stream random({.seed = 5, .epoch = 0, .sample = 0, .place = 0});
  comparison.arms = {arm("none", named("none", {Sequence{}}), true, {0.381, 0.377, 0.388}, 87),
                     arm("manual", named("manual", base().root), true, {0.484, 0.491, 0.486}, 90),
                     arm("trivialaugment", study.final_round[2].policy, true, {0.523, 0.531, 0.534}, 95),
                     arm("randaugment:2:9", any_policy(901, random), true, {0.502, 0.488, 0.497}, 96),
                     arm("study/policy.json", chosen.policy, false, {0.541, 0.548, 0.539}, 93)};
  comparison.arms.back().search_seconds = study.worker_seconds;
  for (const ArmRecord& one : comparison.arms) {
    if (one.name != "manual") comparison.differences.push_back(paired(one, comparison.arms[1]));
  }
  comparison.epochs = 100;
  comparison.data = study.data;
  comparison.data.evaluation_samples = 10000;
  return comparison;
}

namespace {

const Metric kLoss{.name = "loss", .larger_is_better = false, .share = false};

double loss_at(double accuracy) { return 2.4 * (1.0 - accuracy); }

void make_losses(std::vector<ArmRecord>& arms) {
  for (ArmRecord& one : arms) {
    for (double& value : one.values) value = loss_at(value);
  }
}

}  // namespace

StudyRecord by_loss(StudyRecord study) {
  study.data.metric = kLoss;
  study.options.metric = kLoss.name;
  for (TrialRecord& trial : study.trials)
    trial.outcome->reward = reward_of(kLoss, loss_at(trial.outcome->reward));
  make_losses(study.final_round);
  return study;
}

ComparisonRecord by_loss(ComparisonRecord comparison) {
  comparison.data.metric = kLoss;
  make_losses(comparison.arms);
  for (Difference& difference : comparison.differences) {
    difference = paired(*find_arm(comparison.arms, difference.a), *find_arm(comparison.arms, difference.b));
  }
  return comparison;
}

ReportExtras sample_extras(const StudyRecord& study) {
  ReportExtras extras;
  extras.importance = {{"rotate", 0.031, 0.006, 0.42, "-21..21 degrees"},
                       {"translate_x", 0.022, 0.007, 0.31, "-0.2..0.2 of the side"},
                       {"color", 0.012, 0.006, 0.25, "a factor of 0.4..1.6"},
                       {"cutout", 0.006, 0.007, 0.11, "0..0.3 of the side"},
                       {"shear_x", 0.002, 0.008, 0.0, ""},
                       {"brightness", -0.003, 0.006, 0.08, "a factor of 0.7..1.3"},
                       {"equalize", -0.014, 0.007, 0.0, ""},
                       {"invert", -0.052, 0.009, 0.0, ""}};
  Stream random({.seed = 11, .epoch = 0, .sample = 0, .place = 0});
  std::vector<Sample> samples;
  for (int label = 0; label < 8; ++label) {
    samples.push_back(image_sample(picture(label, random), label, static_cast<std::uint64_t>(label)));
  }
  const ArmRecord* chosen = study.chosen ? find_arm(study.final_round, *study.chosen) : nullptr;
  if (chosen != nullptr) {
    for (const SheetRow& row :
         augmented_rows(samples, study.data.class_names, chosen->policy, {.copies = 9})) {
      extras.strips.push_back(strip_picture(row));
    }
  }
  extras.version = "0.1.0";
  extras.uses = {
      {"Train with it, in full", "variegate train study/policy.json --data data/cifar-10-batches-bin"},
      {"Compare it on the test set",
       "variegate compare --data data/cifar-10-batches-bin --arms none,manual,study/policy.json --out "
       "study"}};
  return extras;
}

StudyRecord hostile_study() {
  StudyRecord study = sample_study();
  const std::string evil = "<script>alert(1)</script>\"'&\x01\xff]]>";
  study.data.class_names = {evil, evil};
  study.data.data_digest = evil;
  study.data.precision = evil;
  study.data.skipped = 1;
  study.data.skipped_reasons = {evil};
  study.options.data.train = evil;
  study.options.child.model = evil;
  study.options.method = evil;
  study.options.baselines = {evil};
  study.trials[17].outcome->reason = evil;
  for (ArmRecord& record : study.final_round) {
    if (record.name == *study.chosen) record.name = evil;
  }
  study.chosen = evil;
  return study;
}

}  // namespace variegate
