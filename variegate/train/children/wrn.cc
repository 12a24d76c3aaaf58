// "wrn-DEPTH-WIDTH": wide residual networks (Zagoruyko and Komodakis, "Wide Residual Networks", BMVC 2016),
// the children of the augmentation literature.
#include <optional>
#include <vector>

#include "variegate/train/child_family.h"

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
  WideResNet(int depth, int width, const ChildInputs& inputs)
      : stem_(tensors_, inputs.image(0).channels, 16, 3, 1) {
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
    classifier_.emplace(tensors_, channels, inputs.classes);
  }

  at::Tensor features(std::span<const at::Tensor> fields, bool training) const override {
    at::Tensor x = stem_(fields[0]);
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

std::unique_ptr<ChildModel> make(std::string_view parameters, const ChildInputs& inputs) {
  if (!parameters.starts_with('-')) return nullptr;
  const std::string_view text = parameters.substr(1);  // DEPTH-WIDTH
  const std::size_t dash = text.find('-');
  if (dash == text.npos) return nullptr;
  const auto depth = whole_number(text.substr(0, dash), 1000);
  const auto width = whole_number(text.substr(dash + 1), 1024);
  if (!depth || !width || *depth < 10 || (*depth - 4) % 6 != 0) return nullptr;
  return std::make_unique<WideResNet>(*depth, *width, inputs);
}

}  // namespace

namespace child_families {

const ChildFamily& wrn() {
  static const ChildFamily family{.name = "wrn",
                                  .pattern = "wrn-DEPTH-WIDTH",
                                  .example = "wrn-16-2",
                                  .summary = "wide residual networks",
                                  .takes = {FieldKind::image},
                                  .make = make,
                                  .expects = "wrn-DEPTH-WIDTH with DEPTH = 6 n + 4 (10, 16, 22, 28, 40)"};
  return family;
}

}  // namespace child_families
}  // namespace variegate
