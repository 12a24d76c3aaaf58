#include "variegate/train/small_conv.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace variegate {
namespace {

class SmallConv final : public ChildModel {
 public:
  SmallConv(int width, const ChildShape& shape) {
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
    classifier_.emplace(tensors_, channels, shape.classes);
  }

  at::Tensor features(const at::Tensor& images, bool training) const override {
    at::Tensor x = images;
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

}  // namespace

std::unique_ptr<ChildModel> make_small_conv(int width, const ChildShape& shape) {
  return std::make_unique<SmallConv>(width, shape);
}

}  // namespace variegate
