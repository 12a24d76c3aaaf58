// The child model that a run trains, and how.
#pragma once

#include <string>
#include <string_view>

#include "variegate/core/describe.h"
#include "variegate/core/json_fwd.h"
#include "variegate/pipeline/fuse_option.h"

namespace variegate {

struct ChildSpec {
  std::string model = "small-conv:16";
  int batch_size = 64;
  double learning_rate = 0.05;
  double momentum = 0.9;
  double weight_decay = 5e-4;
  double label_smoothing = 0.0;
  double consistency = 0.0;
  double info_nce = 0.0;
  double ema = 0.0;
  std::string precision = "auto";
  std::string device = "cpu";
  bool fuse = true;
  bool operator==(const ChildSpec&) const = default;
};

bool is_device(std::string_view name);  // cpu, cuda or cuda:N

template <MaybeConst<ChildSpec> Spec, typename Visit>
void describe(Spec& spec, Visit&& option) {
  option("model", spec.model,
         {.flag = "child",
          .summary = "small-conv:WIDTH (16: 35 k parameters), or wrn-DEPTH-WIDTH (wrn-16-2: 0.7 M)"});
  option("batch_size", spec.batch_size, {.low = 2, .high = 65536, .summary = "images a step"});
  option("learning_rate", spec.learning_rate,
         {.low = 0, .high = 100, .summary = "peak of the learning rate, which falls to 0 by a cosine"});
  option("momentum", spec.momentum, {.low = 0, .high = 0.9999, .summary = "Nesterov momentum"});
  option("weight_decay", spec.weight_decay, {.low = 0, .high = 1, .summary = "L2 penalty on the weights"});
  option("label_smoothing", spec.label_smoothing,
         {.low = 0, .high = 1, .summary = "share of the target spread over all classes"});
  option(
      "consistency", spec.consistency,
      {.low = 0,
       .high = 1000,
       .summary = "weight of the Jensen-Shannon divergence between what the child says of a sample with and "
                  "without augmentation; such a step costs twice as much. AugMix: 12",
       .rare = true});
  // No child of this program embeds several fields; those of another may.
  option("info_nce", spec.info_nce,
         {.low = 0,
          .high = 1000,
          .flag = kNoFlag,
          .summary = "weight of the contrast between the embeddings of a sample's fields",
          .rare = true});
  option("ema", spec.ema,
         {.low = 0,
          .high = 0.999999,
          .summary = "decay of averaged weights that are evaluated instead; 0: off"});
  option("precision", spec.precision,
         {.choices = {"auto", "fp32", "bf16"},
          .summary = "arithmetic of training; auto: bf16 where the processor has instructions for it"});
  option("device", spec.device,
         {.choices = {"cpu", "cuda", "cuda:0"},
          .accepts = is_device,
          .expected = "cpu, cuda or cuda:N",
          .summary = "device that it trains on"});
  option("fuse", spec.fuse, fuse_option());
}

Json to_json(const ChildSpec& spec);
ChildSpec child_spec_from_json(JsonReader json);

}  // namespace variegate
