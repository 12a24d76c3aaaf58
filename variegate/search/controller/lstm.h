// One layer of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al.
// 2000), a step at a time, and its gradient. Written out by hand: the search has no use for a tensor library
// but this.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace variegate {

// A step taken: what its gradient needs.
struct LstmStep {
  std::vector<double> entering;       // input, output of the step before, 1 (for the biases)
  std::vector<double> memory_before;  // of `hidden` units, as all below
  std::vector<double> gates;          // input, forget, output, candidate: 4 x hidden, activated
  std::vector<double> memory;
  std::vector<double> squashed;  // tanh(memory)
  std::vector<double> output;
};

// Weights are a matrix of inputs + hidden + 1 rows (as `entering`) and 4 x hidden columns (as `gates`), row
// by row.
std::size_t lstm_weights(std::size_t inputs, std::size_t hidden);

// before: the step before; nullptr: there is none, and output and memory are zero.
LstmStep lstm_step(std::span<const double> weights, std::size_t hidden, std::span<const double> input,
                   const LstmStep* before);

// What a step gets from those after it and hands to the one before: the slopes of the objective.
struct LstmSlopes {
  std::vector<double> output;
  std::vector<double> memory;
};

// The weights as backward steps read them: rows for columns, and without those of the biases.
std::vector<double> lstm_transposed(std::span<const double> weights, std::size_t hidden);

// One step backwards: adds to the gradient of the input, turns the slopes with respect to this step's output
// and memory into those of the step before, and says those of its gates before their activation.
std::vector<double> lstm_back(std::span<const double> transposed, const LstmStep& step, LstmSlopes& slopes,
                              std::span<double> input_gradient);

// Adds what some steps say to the gradient of the weights. All steps of an episode at once: each asks for a
// change of every weight, and going through the weights once is cheaper than once a step.
struct LstmTrace {
  std::reference_wrapper<const std::vector<double>> entering;
  std::vector<double> gate_slopes;
};
void lstm_add_gradient(std::span<const LstmTrace> traces, std::span<double> weight_gradient);

}  // namespace variegate
