// A policy as the report shows it: the steps that every sample goes through and the sub-policies one of which
// is drawn.
#pragma once

#include <string>
#include <vector>

#include "variegate/policy/policy.h"

namespace variegate {

struct SubPolicyView {
  double share = 0.0;  // of samples that draw it
  std::vector<Node> steps;
};

struct PolicyView {
  std::vector<Node> always;          // in order
  std::vector<SubPolicyView> drawn;  // of a Choose at the end; may be empty
  int count = 1;                     // how many of them a sample draws
  std::string batch;                 // the mixes of samples in words; "" when there are none
  std::vector<PolicyField> fields;   // that the steps are on
};

PolicyView view_of(const Policy& policy);

// The view without the steps that the base begins with, when the policy begins with them too.
PolicyView without_base(PolicyView view, const Policy& base);

// Tables of the view: what is always applied, and the sub-policies with their operations.
std::string policy_table_html(const PolicyView& view);

// One short line an operation: "rotate by -21..21 degrees · 0.8"; sub-policies on lines of their own.
std::string policy_lines_html(const PolicyView& view);

}  // namespace variegate
