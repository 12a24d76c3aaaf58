// "small-conv:WIDTH": a small convolutional child that over-fits a thousand pictures within seconds, as a
// full task would over-fit; five 3x3 convolutions, about 36,000 parameters at width 16.
#include <algorithm>
#include <optional>
#include <vector>

#include "variegate/train/child_family.h"

namespace variegate {
namespace {

class SmallConv final : public ChildModel {
 public:
  SmallConv(int width, const ChildInputs& inputs) {
    const ImageShape& shape = inputs.image(0);
    int side = std::min(shape.width, shape.height);
    int channels = shape.channels;
    for (const Plan& plan : kPlan) {
      // Large pictures are halved by the first convolution, so that the cost of one does not grow with the
      // area of the first layer's full resolution.
      const int stride = blocks_.empty() && side >= 64 ? 2 : 1;
      side /= stride;
      const bool pools = plan.pools && side >= 4;
      if (pools) side /= 2;
      const int out = plan.widths * width;
      blocks_.push_back({Convolution(tensors_, channels, out, 3, stride), pools, BatchNorm(tensors_, out)});
      channels = out;
    }
    classifier_.emplace(tensors_, channels, inputs.classes);
  }

  at::Tensor features(std::span<const at::Tensor> fields, bool training) const override {
    at::Tensor x = fields[0];
    for (const Block& block : blocks_) {
      x = block.convolution(x);
      // Pooling before the norm is the same function wherever the norm's scale is positive, and the norm and
      // the ReLU then touch a quarter of the values.
      if (block.pools) x = max_pool_2x2(x);
      x = block.norm(x, training).relu_();
    }
    return global_average_pool(x);
  }

  at::Tensor classify(const at::Tensor& features) const override { return (*classifier_)(features); }

 private:
  struct Plan {
    int widths;  // channels, in units of the child's width
    bool pools;
  };
  static constexpr Plan kPlan[] = {{1, true}, {1, true}, {2, false}, {2, true}, {4, false}};

  struct Block {
    Convolution convolution;
    bool pools;
    BatchNorm norm;
  };
  std::vector<Block> blocks_;
  std::optional<Linear> classifier_;
};

std::unique_ptr<ChildModel> make(std::string_view parameters, const ChildInputs& inputs) {
  if (!parameters.starts_with(':')) return nullptr;
  const auto width = whole_number(parameters.substr(1), 1024);
  return width ? std::make_unique<SmallConv>(*width, inputs) : nullptr;
}

}  // namespace

namespace child_families {

const ChildFamily& small_conv() {
  static const ChildFamily family{.name = "small-conv",
                                  .pattern = "small-conv:WIDTH",
                                  .example = "small-conv:16",
                                  .summary = "five small convolutions: for tasks of a thousand pictures",
                                  .takes = {FieldKind::image},
                                  .make = make,
                                  .expects = "small-conv:WIDTH with 1 <= WIDTH <= 1024"};
  return family;
}

}  // namespace child_families
}  // namespace variegate
