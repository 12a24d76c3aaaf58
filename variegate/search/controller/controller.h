// A recurrent controller (Zoph and Le, ICLR 2017; AutoAugment, Cubuk et al., CVPR 2019): a network that takes
// decisions one after the other, each a draw from a softmax, and each told to the network before the next. It
// knows nothing of policies: a decision is a number of choices, and the caller says which decision comes
// next.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "variegate/core/random.h"
#include "variegate/search/controller/lstm.h"

namespace variegate {

struct Decision {
  int size = 1;  // choices
  int kind = 0;  // decisions of one kind, counted from 0, share their softmax and embeddings; of equal size
};

struct ControllerShape {
  std::size_t hidden = 100;    // units of the LSTM
  std::size_t embedding = 32;  // numbers that tell it of a choice
  double temperature = 1.0;    // logits are divided by it
  double tanh_constant =
      0.0;              // c: logits become c tanh(logit) (Bello et al., ICLR 2017); 0: left as they are
  double spread = 0.1;  // weights start uniform within -spread .. spread
};

// A decision taken, with what the controller thought of it.
struct Taken {
  int decision = 0;
  int choice = 0;
  double log_probability = 0.0;
  double entropy = 0.0;  // of the softmax, nats
};
using Episode = std::vector<Taken>;

class Controller {
 public:
  // The decision that follows those taken; nullopt: that was the last. Decisions need not all be taken, nor
  // in order.
  using Next = std::function<std::optional<int>(const Episode& taken)>;

  Controller(std::vector<Decision> decisions, const ControllerShape& shape, Stream& random);

  Episode sample(const Next& next, Stream& random) const;
  Episode mode(const Next& next) const;                // the likeliest choice every time
  Episode follow(std::span<const Taken> taken) const;  // the same choices, as it thinks of them now

  // Adds the gradient of an objective of one episode: the sum over its steps of a function of the step's
  // log-probability, whose derivative is `slope`, and of `entropy_weight` times its entropy.
  using Slope = std::function<double(std::size_t step, double log_probability)>;
  void add_gradient(std::span<const Taken> taken, const Slope& slope, double entropy_weight,
                    std::span<double> gradient) const;

  // All weights in one row: the LSTM's, the first input, then for every kind its embeddings and its softmax.
  std::span<double> weights() { return weights_; }
  std::span<const double> weights() const { return weights_; }

 private:
  struct Kind {
    std::size_t size = 0;
    std::size_t embeddings = 0;  // where they begin: size x embedding
    std::size_t softmax = 0;     // (hidden + 1) x size, the last row the biases
  };
  struct Step {
    Taken taken;
    std::size_t input = 0;  // where the embedding that went in begins
    LstmStep lstm;
    std::vector<double> probabilities;
    std::vector<double> bends;  // derivative of each logit by what the softmax layer gave
  };
  using Choose = std::function<int(std::span<const double> probabilities)>;

  Step step(const std::vector<Step>& before, int decision, const Choose& choose) const;
  std::vector<Step> run(const Next& next, const Choose& choose) const;
  std::vector<Step> rerun(std::span<const Taken> taken) const;
  const Kind& kind_of(int decision) const {
    return kinds_[decisions_[static_cast<std::size_t>(decision)].kind];
  }

  std::vector<Decision> decisions_;
  ControllerShape shape_;
  std::vector<Kind> kinds_;
  std::size_t first_input_ = 0;
  std::vector<double> weights_;
};

}  // namespace variegate
