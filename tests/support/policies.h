// Policies in few words.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

inline Node call(const std::string& op, std::vector<Argument> arguments = {}, double probability = 1.0) {
  return {Call{.op = op, .arguments = std::move(arguments), .probability = probability}};
}

inline Policy policy_of(Node root) {
  Policy policy;
  policy.root = std::move(root);
  return policy;
}

}  // namespace variegate
