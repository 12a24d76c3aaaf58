// InfoNCE between the embeddings of two fields: among the samples of a batch, each is to find its own other
// field by cosine similarity over a temperature; the mean of both directions, as CLIP, and of all pairs of
// fields.
#include <ATen/ops/arange.h>
#include <ATen/ops/cross_entropy_loss.h>

#include "variegate/core/error.h"
#include "variegate/train/loss.h"

namespace variegate {
namespace {

at::Tensor of_length_one(const at::Tensor& rows) {
  return rows.div(rows.norm(2, {1}, /*keepdim=*/true).clamp_min(1e-12));
}

at::Tensor between(const at::Tensor& one, const at::Tensor& other, double temperature) {
  const at::Tensor similarity = of_length_one(one).matmul(of_length_one(other).t()).div(temperature);
  const at::Tensor own =
      at::arange(similarity.size(0), at::TensorOptions().dtype(at::kLong).device(similarity.device()));
  return at::cross_entropy_loss(similarity, own).add(at::cross_entropy_loss(similarity.t(), own)).mul(0.5);
}

at::Tensor value(const LossInputs& inputs) {
  const std::vector<at::Tensor>& fields = inputs.embeddings;
  if (fields.size() < 2) {
    throw Error({.where = "info_nce loss",
                 .what = "it is between the embeddings of fields",
                 .got = fields.empty() ? "a child that gives none" : "one field",
                 .expected = "a child that embeds two fields or more",
                 .mend = "leave info_nce at 0"},
                ErrorKind::usage);
  }
  at::Tensor sum;
  int pairs = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t j = i + 1; j < fields.size(); ++j, ++pairs) {
      const at::Tensor pair = between(fields[i], fields[j], inputs.temperature);
      sum = sum.defined() ? sum.add(pair) : pair;
    }
  }
  return sum.div(pairs);
}

}  // namespace

namespace losses {

const Loss& info_nce() {
  static const Loss loss{
      .name = "info_nce",
      .summary = "contrast between the fields of a sample and those of the others in its batch",
      .source =
          "van den Oord et al., Representation Learning with Contrastive Predictive Coding, 2018; "
          "Radford et al., CLIP, ICML 2021",
      .asks_embeddings = true,
      .weight = [](const ChildSpec& spec) { return spec.info_nce; },
      .value = value};
  return loss;
}

}  // namespace losses
}  // namespace variegate
