// What a pipeline did to a sample: enough to do it again.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/core/random.h"
#include "variegate/data/sample.h"
#include "variegate/ops/scratch.h"

namespace variegate {

struct MixedChain;
struct Op;

// An operation with the values that were drawn for it, or a mix of chains of operations.
struct AppliedCall {
  const Op* op = nullptr;  // nullptr: a mix
  std::string field;
  FieldKind kind = FieldKind::image;  // of the field
  std::vector<double> values{};       // one a parameter of the operation
  // The stream that the operation itself drew from (the place of a crop, noise), and where it stood: `taken`
  // 32-bit numbers had been drawn before. Not used by operations that draw nothing.
  StreamKey stream{};
  std::uint64_t taken = 0;
  bool draws = false;
  std::vector<MixedChain> chains;  // of a mix; no initialiser, which would need the whole type
};

struct MixedChain {
  std::uint32_t share = 0;  // in kWholeShare (kernels/mixture.h); what all leave is the picture before
  std::vector<AppliedCall> calls;
};

using Trace = std::vector<AppliedCall>;

// [{"call": "rotate", "with": {"degrees": 12.5, ...}}, ...] as a policy has calls: every parameter with its
// value; "field" when it is not "image", "kind" when that is of another; "stream": [seed, epoch, sample,
// place, taken] when the operation drew from it; of a mix
// {"mix": [{"share": S, "calls": [...]}, ...]}.
Json to_json(const Trace& trace);
Trace trace_from_json(const JsonReader& json);

// Does the calls to the sample, one by one: its pixels and annotations become those that the pipeline made of
// the same original, when it ran with the same fuse. Error when a field is of another kind than
// the operation on it.
void replay(const Trace& trace, Sample& sample, Scratch& scratch, bool fuse = true);

}  // namespace variegate
