// Which arithmetic a child trains in.
#pragma once

#include <string>

#include "variegate/trial/child_spec.h"

namespace variegate {

// Whether this processor multiplies bfloat16 in hardware (AVX512-BF16 or AMX). Without, bfloat16 is emulated:
// on an AVX2 EPYC small-conv:16 trained on 133 images a second, on 1,997 in fp32 (bench/train_bench).
bool processor_has_bf16();

// ChildSpec::precision, where that is "auto" what this processor is best at: fp32 or bf16.
std::string chosen_precision(const ChildSpec& spec);

// Inside its life, and when `on`, libtorch runs the operations that gain by it in bfloat16.
class Autocast {
 public:
  Autocast(bool cuda, bool on);
  ~Autocast();
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  bool cuda_;
  bool on_;
};

}  // namespace variegate
