// The child model that a run trains, and how.
#pragma once

#include <string>
#include <string_view>

#include "variegate/core/json_fwd.h"

namespace variegate {

// A child model and how it is trained. Every field is an option of the command line (cli/child_options.cc)
// with this default.
struct ChildSpec {
  std::string model = "small-conv:16";  // small-conv:WIDTH, wrn-DEPTH-WIDTH
  int batch_size = 64;
  double learning_rate = 0.05;  // peak; cosine to 0
  double momentum = 0.9;        // Nesterov
  double weight_decay = 5e-4;
  double label_smoothing = 0.0;    // 0 .. 1
  double ema = 0.0;                // decay of averaged weights; 0 = off
  std::string precision = "auto";  // auto (by the processor), fp32, bf16
  std::string device = "cpu";      // cpu, cuda, cuda:N
  bool fuse = true;                // operations joined where they may be: see PipelineOptions
  bool operator==(const ChildSpec&) const = default;
};

bool is_device(std::string_view name);  // cpu, cuda or cuda:N

Json to_json(const ChildSpec& spec);
ChildSpec child_spec_from_json(JsonReader json);

}  // namespace variegate
