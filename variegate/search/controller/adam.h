// Adam (Kingma and Ba, ICLR 2015), upwards: the steps climb the gradient.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace variegate {

class Adam {
 public:
  Adam(std::size_t parameters, double learning_rate)
      : learning_rate_(learning_rate), mean_(parameters, 0.0), square_(parameters, 0.0) {}

  void climb(std::span<const double> gradient, std::span<double> parameters);

 private:
  double learning_rate_;
  std::int64_t steps_ = 0;
  std::vector<double> mean_;    // running mean of the gradient
  std::vector<double> square_;  // and of its square
};

}  // namespace variegate
