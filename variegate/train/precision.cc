#include "variegate/train/precision.h"

#include <ATen/autocast_mode.h>

namespace variegate {
namespace {

at::DeviceType device_type(bool cuda) { return cuda ? at::kCUDA : at::kCPU; }

}  // namespace

bool processor_has_bf16() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  return __builtin_cpu_supports("avx512bf16") != 0;  // every processor with AMX-BF16 has these as well
#else
  return false;
#endif
}

// The processor decides and not a measurement: two studies with one seed must train alike, and under load a
// measurement may come out either way. bench/train_bench measures what it is worth: with the instructions
// children here train 1.0 to 2.5 times as fast as in fp32; without them bfloat16 is many times slower.
std::string chosen_precision(const ChildSpec& spec) {
  if (spec.precision != "auto") return spec.precision;
  return spec.device == "cpu" && processor_has_bf16() ? "bf16" : "fp32";
}

Autocast::Autocast(bool cuda, bool on) : cuda_(cuda), on_(on) {
  if (!on_) return;
  at::autocast::set_autocast_dtype(device_type(cuda_), at::kBFloat16);
  at::autocast::set_autocast_enabled(device_type(cuda_), true);
}

Autocast::~Autocast() {
  if (!on_) return;
  at::autocast::set_autocast_enabled(device_type(cuda_), false);
  at::autocast::clear_cache();  // weights in bfloat16, stale after the step
}

}  // namespace variegate
