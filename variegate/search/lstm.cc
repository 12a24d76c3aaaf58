#include "variegate/search/lstm.h"

#include <array>
#include <cmath>

namespace variegate {
namespace {

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

// In four sums, which a compiler may keep in vectors without changing the order of any of them.
double dot(const double* a, const double* b, std::size_t size) {
  std::array<double, 4> sums{};
  std::size_t i = 0;
  for (; i + 4 <= size; i += 4) {
    for (std::size_t k = 0; k < 4; ++k) sums[k] += a[i + k] * b[i + k];
  }
  for (; i < size; ++i) sums[0] += a[i] * b[i];
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

}  // namespace

std::size_t lstm_weights(std::size_t inputs, std::size_t hidden) {
  return (inputs + hidden + 1) * 4 * hidden;
}

LstmStep lstm_step(std::span<const double> weights, std::size_t hidden, std::span<const double> input,
                   const LstmStep* before) {
  LstmStep step;
  step.entering.assign(input.begin(), input.end());
  if (before != nullptr) {
    step.entering.insert(step.entering.end(), before->output.begin(), before->output.end());
    step.memory_before = before->memory;
  } else {
    step.entering.resize(input.size() + hidden, 0.0);
    step.memory_before.assign(hidden, 0.0);
  }
  step.entering.push_back(1.0);

  const std::size_t columns = 4 * hidden;
  step.gates.assign(columns, 0.0);
  double* gates = step.gates.data();
  for (std::size_t row = 0; row < step.entering.size(); ++row) {
    const double value = step.entering[row];
    if (value == 0.0) continue;
    const double* weight = weights.data() + row * columns;
    for (std::size_t column = 0; column < columns; ++column) gates[column] += value * weight[column];
  }
  step.memory.resize(hidden);
  step.squashed.resize(hidden);
  step.output.resize(hidden);
  for (std::size_t unit = 0; unit < hidden; ++unit) {
    double& in = gates[unit];
    double& forget = gates[hidden + unit];
    double& out = gates[2 * hidden + unit];
    double& candidate = gates[3 * hidden + unit];
    in = sigmoid(in);
    forget = sigmoid(forget);
    out = sigmoid(out);
    candidate = std::tanh(candidate);
    step.memory[unit] = forget * step.memory_before[unit] + in * candidate;
    step.squashed[unit] = std::tanh(step.memory[unit]);
    step.output[unit] = out * step.squashed[unit];
  }
  return step;
}

void lstm_back(std::span<const double> weights, const LstmStep& step, LstmSlopes& slopes,
               std::span<double> weight_gradient, std::span<double> input_gradient) {
  const std::size_t hidden = step.output.size();
  const std::size_t columns = 4 * hidden;
  std::vector<double> gate_slopes(columns);  // before their activation
  for (std::size_t unit = 0; unit < hidden; ++unit) {
    const double in = step.gates[unit];
    const double forget = step.gates[hidden + unit];
    const double out = step.gates[2 * hidden + unit];
    const double candidate = step.gates[3 * hidden + unit];
    const double squashed = step.squashed[unit];
    const double memory = slopes.memory[unit] + slopes.output[unit] * out * (1.0 - squashed * squashed);
    gate_slopes[unit] = memory * candidate * in * (1.0 - in);
    gate_slopes[hidden + unit] = memory * step.memory_before[unit] * forget * (1.0 - forget);
    gate_slopes[2 * hidden + unit] = slopes.output[unit] * squashed * out * (1.0 - out);
    gate_slopes[3 * hidden + unit] = memory * in * (1.0 - candidate * candidate);
    slopes.memory[unit] = memory * forget;
  }
  const std::size_t inputs = step.entering.size() - hidden - 1;
  for (std::size_t row = 0; row < step.entering.size(); ++row) {
    const double value = step.entering[row];
    double* gradient = weight_gradient.data() + row * columns;
    for (std::size_t column = 0; column < columns; ++column) gradient[column] += value * gate_slopes[column];
    if (row == inputs + hidden) break;  // nothing flows into the 1
    const double slope = dot(weights.data() + row * columns, gate_slopes.data(), columns);
    if (row < inputs) {
      input_gradient[row] += slope;
    } else {
      slopes.output[row - inputs] = slope;
    }
  }
}

}  // namespace variegate
