#include "variegate/train/wrn.h"

#include <optional>
#include <vector>

namespace variegate {
namespace {

// Pre-activation block B(3, 3): norm, ReLU, convolution, twice, plus the shortcut. Where the number of
// channels changes, the shortcut is a 1x1 convolution of the activated input.
class ResidualBlock {
 public:
  ResidualBlock(ChildTensors& tensors, int in, int out, int stride)
      : norm1_(tensors, in),
        convolution1_(tensors, in, out, 3, stride),
        norm2_(tensors, out),
        convolution2_(tensors, out, out, 3, 1) {
    if (in != out) shortcut_.emplace(tensors, in, out, 1, stride);
  }

  at::Tensor operator()(const at::Tensor& x, bool training) const {
    const at::Tensor active = norm1_(x, training).relu_();
    const at::Tensor residual = convolution2_(norm2_(convolution1_(active), training).relu_());
    return residual.add(shortcut_ ? (*shortcut_)(active) : x);
  }

 private:
  BatchNorm norm1_;
  Convolution convolution1_;
  BatchNorm norm2_;
  Convolution convolution2_;
  std::optional<Convolution> shortcut_;
};

class WideResNet final : public ChildModel {
 public:
  WideResNet(int depth, int width, const ChildShape& shape) : stem_(tensors_, shape.channels, 16, 3, 1) {
    int channels = 16;
    for (int group = 0; group < 3; ++group) {
      const int out = (16 << group) * width;
      for (int i = 0; i < (depth - 4) / 6; ++i) {
        const int stride = group > 0 && i == 0 ? 2 : 1;
        blocks_.emplace_back(tensors_, channels, out, stride);
        channels = out;
      }
    }
    norm_.emplace(tensors_, channels);
    classifier_.emplace(tensors_, channels, shape.classes);
  }

  at::Tensor features(const at::Tensor& images, bool training) const override {
    at::Tensor x = stem_(images);
    for (const ResidualBlock& block : blocks_) x = block(x, training);
    return global_average_pool((*norm_)(x, training).relu_());
  }

  at::Tensor classify(const at::Tensor& features) const override { return (*classifier_)(features); }

 private:
  Convolution stem_;
  std::vector<ResidualBlock> blocks_;
  std::optional<BatchNorm> norm_;
  std::optional<Linear> classifier_;
};

}  // namespace

std::unique_ptr<ChildModel> make_wrn(int depth, int width, const ChildShape& shape) {
  return std::make_unique<WideResNet>(depth, width, shape);
}

}  // namespace variegate
