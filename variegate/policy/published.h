// Policies from the literature and manual baselines, as data. Names: "none", "manual", "autoaugment-cifar10",
// "autoaugment-svhn", "autoaugment-imagenet", "randaugment:N:M", "trivialaugment", "uniformaugment",
// "augmix", "corruption:KIND:SEVERITY", ...
#pragma once

#include <string>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

struct PublishedPolicy {
  std::string name;  // with placeholders: "randaugment:N:M"
  std::string summary;
  std::string source;
  std::string example;  // a name that published_policy() takes: "randaugment:2:9"
};

const std::vector<PublishedPolicy>& published_policies();

// Error (usage) with the nearest name when there is none.
Policy published_policy(const std::string& name);

// Whether `text` means a policy file: it names a file that exists, or ends in .json.
bool is_policy_file(const std::string& text);

// That policy file, or else the published policy of that name.
Policy find_policy(const std::string& text);

// "none", "crop-flip", "crop", "flip", "affine", "resized-crop-flip", "resized-crop".
const std::vector<std::string>& base_names();

// For helps: "none, crop-flip, ..., or a policy file".
std::string base_choices();

// What every arm of a search or comparison does before its policy, e.g. random crop with 4 px padding and a
// horizontal flip, or of photographs a random resized crop and a flip: one of base_names(), or a policy file.
Policy base_policy(const std::string& name);

// The base's steps, then the policy's: the policy that is trained with, and that a search writes.
Policy with_base(const Policy& base, const Policy& policy);

}  // namespace variegate
