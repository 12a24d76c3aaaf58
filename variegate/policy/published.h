// Policies from the literature and manual baselines, as data. Names: "none", "manual", "autoaugment-cifar10",
// "autoaugment-svhn", "autoaugment-imagenet", "randaugment:N:M", "trivialaugment", "uniformaugment",
// "augmix", "mixup:ALPHA", "corruption:KIND:SEVERITY", ...; "autoaugment-imagenet:tf" and the like are
// dialects.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

struct PublishedPolicy {
  std::string name;  // with placeholders: "randaugment:N:M"
  std::string summary;
  std::string source;
  std::string example;                     // a name that published_policy() takes: "randaugment:2:9"
  std::vector<std::string> dialects = {};  // that may follow the name behind a colon: see policy/dialect.h
};

const std::vector<PublishedPolicy>& published_policies();

// Error (usage) with the nearest name when there is none.
Policy published_policy(const std::string& name);

// The policy file that `text` means: itself, when it names a file that exists or ends in .json, or the
// policy.json in the folder (of a study) that it names. Nothing when it means none. Error (usage) for a
// folder without one.
std::optional<std::string> policy_file(const std::string& text);

bool is_policy_file(const std::string& text);  // whether it means one

// The policy in that file, or else the published policy or base of that name. Error (usage) with the nearest
// name or file when there is none.
Policy find_policy(const std::string& text);

bool is_base_name(const std::string& text);

// "none", "crop-flip", "crop", "flip", "affine", "resized-crop-flip", "resized-crop".
const std::vector<std::string>& base_names();

// For helps: "none, crop-flip, ..., or a policy file".
std::string base_choices();

// What every arm of a search or comparison does before its policy, e.g. random crop with 4 px padding and a
// horizontal flip, or of photographs a random resized crop and a flip: one of base_names(), or a policy file
// as policy_file() finds it.
Policy base_policy(const std::string& name);

// The base's steps, then the policy's: the policy that is trained with, and that a search writes.
Policy with_base(const Policy& base, const Policy& policy);

}  // namespace variegate
