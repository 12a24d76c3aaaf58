#include "variegate/search/controller/controller.h"

#include <algorithm>
#include <cmath>

#include "variegate/space/neighbour.h"

namespace variegate {
namespace {

// Turns logits into probabilities and says their logarithms.
std::vector<double> log_softmax(std::span<const double> logits) {
  const double largest = *std::max_element(logits.begin(), logits.end());
  double sum = 0.0;
  for (const double logit : logits) sum += std::exp(logit - largest);
  std::vector<double> logs;
  for (const double logit : logits) logs.push_back(logit - largest - std::log(sum));
  return logs;
}

template <typename Steps>
Episode taken_of(const Steps& steps) {
  Episode taken;
  for (const auto& step : steps) taken.push_back(step.taken);
  return taken;
}

}  // namespace

Controller::Controller(std::vector<Decision> decisions, const ControllerShape& shape, Stream& random)
    : decisions_(std::move(decisions)), shape_(shape) {
  for (const Decision& decision : decisions_) {
    const auto kind = static_cast<std::size_t>(decision.kind);
    if (kinds_.size() <= kind) kinds_.resize(kind + 1);
    kinds_[kind].size = static_cast<std::size_t>(decision.size);
  }
  std::size_t end = lstm_weights(shape_.embedding, shape_.hidden);
  const auto reserve = [&](std::size_t size) {
    const std::size_t begin = end;
    end += size;
    return begin;
  };
  first_input_ = reserve(shape_.embedding);
  for (Kind& kind : kinds_) {
    kind.embeddings = reserve(kind.size * shape_.embedding);
    kind.softmax = reserve((shape_.hidden + 1) * kind.size);
  }
  weights_.resize(end);
  for (double& weight : weights_) weight = random.uniform(-shape_.spread, shape_.spread);
}

Controller::Step Controller::step(const std::vector<Step>& before, int decision, const Choose& choose) const {
  const std::span<const double> weights = weights_;
  Step step;
  step.input = first_input_;
  if (!before.empty()) {
    const Taken& last = before.back().taken;
    step.input = kind_of(last.decision).embeddings + static_cast<std::size_t>(last.choice) * shape_.embedding;
  }
  step.lstm = lstm_step(weights.first(lstm_weights(shape_.embedding, shape_.hidden)), shape_.hidden,
                        weights.subspan(step.input, shape_.embedding),
                        before.empty() ? nullptr : &before.back().lstm);

  const Kind& kind = kind_of(decision);
  const double* softmax = weights_.data() + kind.softmax;
  std::vector<double> logits(softmax + shape_.hidden * kind.size, softmax + (shape_.hidden + 1) * kind.size);
  for (std::size_t unit = 0; unit < shape_.hidden; ++unit) {
    const double output = step.lstm.output[unit];
    for (std::size_t value = 0; value < kind.size; ++value)
      logits[value] += output * softmax[unit * kind.size + value];
  }
  for (double& logit : logits) {
    logit /= shape_.temperature;
    double bend = 1.0 / shape_.temperature;
    if (shape_.tanh_constant > 0.0) {
      const double squashed = std::tanh(logit);
      logit = shape_.tanh_constant * squashed;
      bend *= shape_.tanh_constant * (1.0 - squashed * squashed);
    }
    step.bends.push_back(bend);
  }
  const std::vector<double> logs = log_softmax(logits);
  for (const double log : logs) {
    step.probabilities.push_back(std::exp(log));
    step.taken.entropy -= step.probabilities.back() * log;
  }
  step.taken.decision = decision;
  step.taken.choice = choose(step.probabilities);
  step.taken.log_probability = logs[static_cast<std::size_t>(step.taken.choice)];
  return step;
}

std::vector<Controller::Step> Controller::run(const Next& next, const Choose& choose) const {
  std::vector<Step> steps;
  Episode taken;
  while (const std::optional<int> decision = next(taken)) {
    steps.push_back(step(steps, *decision, choose));
    taken.push_back(steps.back().taken);
  }
  return steps;
}

std::vector<Controller::Step> Controller::rerun(std::span<const Taken> taken) const {
  std::size_t done = 0;
  return run(
      [&](const Episode& so_far) {
        done = so_far.size();
        return done < taken.size() ? std::optional(taken[done].decision) : std::nullopt;
      },
      [&](std::span<const double>) { return taken[done].choice; });
}

Episode Controller::sample(const Next& next, Stream& random) const {
  return taken_of(run(
      next, [&](std::span<const double> probabilities) { return draw_by_weight(probabilities, random); }));
}

Episode Controller::mode(const Next& next) const {
  return taken_of(run(next, [](std::span<const double> probabilities) {
    return static_cast<int>(std::max_element(probabilities.begin(), probabilities.end()) -
                            probabilities.begin());
  }));
}

Episode Controller::follow(std::span<const Taken> taken) const { return taken_of(rerun(taken)); }

void Controller::add_gradient(std::span<const Taken> taken, const Slope& slope, double entropy_weight,
                              std::span<double> gradient) const {
  const std::vector<Step> steps = rerun(taken);
  const std::size_t lstm_size = lstm_weights(shape_.embedding, shape_.hidden);
  const std::vector<double> transposed =
      lstm_transposed(std::span<const double>(weights_).first(lstm_size), shape_.hidden);
  std::vector<LstmTrace> traces;
  LstmSlopes slopes{std::vector<double>(shape_.hidden, 0.0), std::vector<double>(shape_.hidden, 0.0)};
  for (std::size_t i = steps.size(); i-- > 0;) {
    const Step& step = steps[i];
    const Kind& kind = kind_of(step.taken.decision);
    const double log_slope = slope(i, step.taken.log_probability);
    std::vector<double> logit_slopes(kind.size);  // before temperature and tanh
    for (std::size_t value = 0; value < kind.size; ++value) {
      const double probability = step.probabilities[value];
      const double chosen = static_cast<int>(value) == step.taken.choice ? 1.0 : 0.0;
      // d log p(choice) / d logit = [choice] - p; d entropy / d logit = -p (log p + entropy).
      const double entropy_slope =
          probability > 0.0 ? -probability * (std::log(probability) + step.taken.entropy) : 0.0;
      logit_slopes[value] =
          step.bends[value] * (log_slope * (chosen - probability) + entropy_weight * entropy_slope);
    }
    const double* softmax = weights_.data() + kind.softmax;
    double* softmax_gradient = gradient.data() + kind.softmax;
    for (std::size_t unit = 0; unit <= shape_.hidden; ++unit) {
      const double output = unit < shape_.hidden ? step.lstm.output[unit] : 1.0;
      double sum = 0.0;
      for (std::size_t value = 0; value < kind.size; ++value) {
        softmax_gradient[unit * kind.size + value] += output * logit_slopes[value];
        sum += softmax[unit * kind.size + value] * logit_slopes[value];
      }
      if (unit < shape_.hidden) slopes.output[unit] += sum;
    }
    traces.push_back({step.lstm.entering, lstm_back(transposed, step.lstm, slopes,
                                                    gradient.subspan(step.input, shape_.embedding))});
  }
  lstm_add_gradient(traces, gradient.first(lstm_size));
}

}  // namespace variegate
