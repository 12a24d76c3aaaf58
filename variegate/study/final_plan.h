// The rules of the final round, in which the best few policies of a search and the baselines are trained
// again with fresh seeds and more epochs, so that luck is not mistaken for skill: who takes part, for how
// long, and what the study then hands out. When nothing beats the manual baseline, that is the answer.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/study/events.h"
#include "variegate/study/record.h"

namespace variegate {

// Complete trials, the best first (of equals the earlier one), without policies that came up before or that
// are in `known` already; at most `most` of them. Where no trial is complete because the budget ended them
// before, those that came furthest.
std::vector<const TrialRecord*> best_trials(const StudyRecord& record, int most,
                                            const std::vector<Policy>& known);

// How the arm of a trial is called: "trial 12".
std::string trial_name(std::int64_t trial);

// Whether every seed of the final round has a split of training and validation of its own, so that many times
// as many pictures validate, none of which the policies were picked on: where it was asked for, or where few
// pictures validate and are a part of the training data.
bool draws_folds(const StudyRecord& record);

// Seeds an arm: those asked for, or (0) three, and five where each has a split of its own: on so few pictures
// three show a gain of a few points too seldom (docs/experiments/final-choice.md).
int final_seeds(const StudyRecord& record);

// Baselines first, then the best trials, then several of them joined where that is how the method ends, then
// the best one without the base.
FinalPlanned plan_final_round(const StudyRecord& record);

// Epochs of one run of the final round: those asked for, or half as many again as a trial's.
int final_epochs(const StudyOptions& options);

// Drops what a final round can best do without (the additional epochs, then seeds down to two, policies down
// to one, baselines but for "manual", up to half of a trial's epochs, the second seed: with one, chance and
// skill are not told apart) until its final_seconds() are at most `seconds`, or nothing is left to drop.
FinalPlanned shrink(FinalPlanned plan, const StudyOptions& options, double seconds, double seconds_per_epoch,
                    int slots);

// What the plan leaves out, in words: "1 of 2 seeds, 15 of 30 epochs"; "" when it is whole.
std::string what_was_shortened(const FinalPlanned& whole, const FinalPlanned& plan);

// Wall time of a plan on so many slots.
double final_seconds(std::size_t arms, std::size_t seeds, int epochs, double seconds_per_epoch, int slots);

// What decide() (study/decision.h) keeps. Error when every arm failed.
Chosen choose(const StudyRecord& record);

// Operation calls in a policy's tree.
int calls(const Policy& policy);

// The policy that a study has found, with its provenance: nothing in it depends on time but `created`. Error
// when the study has not ended.
Policy found_policy(const StudyRecord& record);

// The policy of the best trial so far, with its provenance. Error when no trial has ended well.
Policy best_so_far(const StudyRecord& record);

}  // namespace variegate
