// A policy compiled: the tree as one flat list of steps, with operations and fields looked up, constants
// filled in and the place of every step known, so that running it looks nothing up and allocates nothing.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "variegate/ops/op.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/policy.h"
#include "variegate/policy/property.h"

namespace variegate {

inline constexpr std::size_t kNoStep = static_cast<std::size_t>(-1);

// A parameter that is drawn for each sample.
struct Drawn {
  std::size_t index = 0;  // among the operation's parameters
  Distribution value;
  double neutral = 0.0;
  double low = 0.0;  // of the parameter: what is drawn is clamped to it
  double high = 0.0;
  bool whole = false;

  // Takes one uniform() for the value when it is not constant, then one for the side when it is mirrored.
  // Whole numbers drawn uniformly are equally likely, both ends included; levels are rounded.
  double draw(Stream& random) const;
  int uniforms() const {
    return (value.kind == Distribution::Kind::constant ? 0 : 1) + (value.mirror ? 1 : 0);
  }
};

struct CallStep {
  const Op* op = nullptr;
  std::size_t field = 0;  // index into Policy::fields
  double probability = 1.0;
  std::array<double, kMostParameters> values{};  // constants and fallbacks
  std::vector<Drawn> drawn = {};
};

struct ChooseStep {
  std::vector<double> weights;  // one an option
  double total = 0.0;
  bool equal = true;
  int count = 1;
  bool replacement = true;
  bool until_applied = false;
};

struct MixStep {
  std::size_t field = 0;
  int width = 0;
  int depth_low = 0;
  int depth_high = 0;
  double alpha = 1.0;
};

struct WhenStep {
  Property property = Property::label;
  std::size_t field = 0;  // of which it is, unless it is the label
  double low = 0.0;
  double high = 0.0;
  bool unless = false;
};

struct Step {
  enum class Kind { call, sequence, choose, mix, linked, when, schedule } kind = Kind::sequence;
  std::uint64_t place = 0;  // names the random stream
  std::size_t first = 0;    // children are steps first .. first + count - 1
  std::size_t count = 0;
  std::size_t detail = 0;    // index into the list of that kind
  double probability = 1.0;  // of a link
};

struct Pipeline::Plan {
  std::uint64_t seed = 0;
  PipelineOptions options;
  std::vector<PolicyField> fields;
  std::vector<Step> steps;  // the root is steps[0]
  std::vector<CallStep> calls;
  std::vector<ChooseStep> chooses;
  std::vector<MixStep> mixes;
  std::vector<WhenStep> whens;
  std::vector<std::uint64_t> stretch_ends;  // of the schedule: the first epoch after each stretch

  std::size_t stretch(std::uint64_t epoch) const;  // of the schedule
  // The step that is done first, when it is random_resized_crop of the first field and always applied; else
  // kNoStep.
  std::size_t first_part_step(std::uint64_t epoch) const;

  // Checks the policy. Error when it is not sound.
  struct Compiler;
  static Plan compile(const Policy& policy, std::uint64_t seed, const PipelineOptions& options);
};

}  // namespace variegate
