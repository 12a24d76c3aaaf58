#include "variegate/train/loss.h"

#include <stdexcept>

namespace variegate {

const Loss& loss_named(const std::string& name) {
  for (const auto factory : loss_factories()) {
    if (factory().name == name) return factory();
  }
  throw std::out_of_range("no loss " + name);
}

std::vector<const Loss*> losses_of(const ChildSpec& spec) {
  std::vector<const Loss*> chosen;
  for (const auto factory : loss_factories()) {
    if (factory().weight(spec) > 0.0) chosen.push_back(&factory());
  }
  return chosen;
}

at::Tensor total_loss(const std::vector<const Loss*>& losses, const ChildSpec& spec,
                      const LossInputs& inputs) {
  at::Tensor total;
  for (const Loss* loss : losses) {
    const at::Tensor weighted = loss->value(inputs).mul(loss->weight(spec));
    total = total.defined() ? total.add(weighted) : weighted;
  }
  return total;
}

}  // namespace variegate
