#include "variegate/search/controller/lstm.h"

#include <cmath>

namespace variegate {
namespace {

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }

// Twice as fast as std::tanh, and to 1e-16 the same; only of numbers near 0 it knows fewer digits.
double fast_tanh(double x) { return 2.0 * sigmoid(2.0 * x) - 1.0; }

// sums[i] += the sum over k of factors[k] * rows[k][i]: matrix and vector, eight rows at a time, so that
// every sum is fetched and stored once for eight products. Each element's order of additions is fixed by the
// source: a compiler may keep neighbours in vectors without changing any of them.
void add_rows(std::span<const double> factors, const double* rows, std::span<double> sums) {
  const std::size_t size = sums.size();
  double* sum = sums.data();
  std::size_t k = 0;
  for (; k + 8 <= factors.size(); k += 8) {
    const double* f = factors.data() + k;
    const double f0 = f[0], f1 = f[1], f2 = f[2], f3 = f[3], f4 = f[4], f5 = f[5], f6 = f[6], f7 = f[7];
    const double* row = rows + k * size;
    for (std::size_t i = 0; i < size; ++i) {
      const double low =
          (f0 * row[i] + f1 * row[size + i]) + (f2 * row[2 * size + i] + f3 * row[3 * size + i]);
      const double high = (f4 * row[4 * size + i] + f5 * row[5 * size + i]) +
                          (f6 * row[6 * size + i] + f7 * row[7 * size + i]);
      sum[i] += low + high;
    }
  }
  for (; k < factors.size(); ++k) {
    const double factor = factors[k];
    const double* row = rows + k * size;
    for (std::size_t i = 0; i < size; ++i) sum[i] += factor * row[i];
  }
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
  add_rows(step.entering, weights.data(), step.gates);
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
    candidate = fast_tanh(candidate);
    step.memory[unit] = forget * step.memory_before[unit] + in * candidate;
    step.squashed[unit] = fast_tanh(step.memory[unit]);
    step.output[unit] = out * step.squashed[unit];
  }
  return step;
}

std::vector<double> lstm_transposed(std::span<const double> weights, std::size_t hidden) {
  const std::size_t columns = 4 * hidden;
  const std::size_t rows = weights.size() / columns - 1;  // nothing flows into the 1
  std::vector<double> transposed(rows * columns);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column)
      transposed[column * rows + row] = weights[row * columns + column];
  }
  return transposed;
}

std::vector<double> lstm_back(std::span<const double> transposed, const LstmStep& step, LstmSlopes& slopes,
                              std::span<double> input_gradient) {
  const std::size_t hidden = step.output.size();
  std::vector<double> gate_slopes(4 * hidden);
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
  std::vector<double> entering(step.entering.size() - 1, 0.0);
  add_rows(gate_slopes, transposed.data(), entering);
  const std::size_t inputs = entering.size() - hidden;
  for (std::size_t i = 0; i < inputs; ++i) input_gradient[i] += entering[i];
  for (std::size_t unit = 0; unit < hidden; ++unit) slopes.output[unit] = entering[inputs + unit];
  return gate_slopes;
}

void lstm_add_gradient(std::span<const LstmTrace> traces, std::span<double> weight_gradient) {
  if (traces.empty()) return;
  const std::size_t columns = traces.front().gate_slopes.size();
  std::vector<double> slopes;
  for (const LstmTrace& trace : traces)
    slopes.insert(slopes.end(), trace.gate_slopes.begin(), trace.gate_slopes.end());
  std::vector<double> entered(traces.size());
  for (std::size_t row = 0; row * columns < weight_gradient.size(); ++row) {
    for (std::size_t i = 0; i < traces.size(); ++i) entered[i] = traces[i].entering.get()[row];
    add_rows(entered, slopes.data(), weight_gradient.subspan(row * columns, columns));
  }
}

}  // namespace variegate
