// Standard functions of the literature on optimisation, on 1001 levels a coordinate.
// bench/optuna_functions.py has the same.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>
#include <vector>

#include "variegate/search/searcher.h"

namespace variegate::functions {

inline constexpr int kLevels = 1001;

struct Function {
  std::string name;
  int ordered = 0;      // coordinates, each on 0 .. 1
  int categorical = 0;  // coordinates after them
  double least = 0.0;   // of the continuous function
  std::function<double(const std::vector<double>& x, const std::vector<int>& categories)> value;
};

inline double branin(const std::vector<double>& x, const std::vector<int>&) {
  constexpr double kPi = std::numbers::pi;
  const double a = 15.0 * x[0] - 5.0, b = 15.0 * x[1];
  const double bend = b - 5.1 / (4.0 * kPi * kPi) * a * a + 5.0 / kPi * a - 6.0;
  return bend * bend + 10.0 * (1.0 - 1.0 / (8.0 * kPi)) * std::cos(a) + 10.0;
}

inline double hartmann6(const std::vector<double>& x, const std::vector<int>&) {
  constexpr std::array<double, 4> kWeights{1.0, 1.2, 3.0, 3.2};
  constexpr std::array<std::array<double, 6>, 4> kSteepness{{{10, 3, 17, 3.5, 1.7, 8},
                                                             {0.05, 10, 17, 0.1, 8, 14},
                                                             {3, 3.5, 1.7, 10, 17, 8},
                                                             {17, 8, 0.05, 10, 0.1, 14}}};
  constexpr std::array<std::array<double, 6>, 4> kCentres{{{0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
                                                           {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
                                                           {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
                                                           {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}}};
  double sum = 0.0;
  for (std::size_t i = 0; i < 4; ++i) {
    double exponent = 0.0;
    for (std::size_t d = 0; d < 6; ++d)
      exponent += kSteepness[i][d] * (x[d] - kCentres[i][d]) * (x[d] - kCentres[i][d]);
    sum += kWeights[i] * std::exp(-exponent);
  }
  return -sum;
}

// Ackley's function of five variables, two of which are places that categories stand for.
inline constexpr std::array<double, 5> kPlaces{0.0, 4.0, -3.0, 8.0, 1.5};
inline double mixed_ackley(const std::vector<double>& x, const std::vector<int>& categories) {
  std::vector<double> z;
  for (const double value : x) z.push_back(40.0 * value - 10.0);
  for (const int category : categories) z.push_back(kPlaces[static_cast<std::size_t>(category)]);
  double squares = 0.0, waves = 0.0;
  for (const double value : z) {
    squares += value * value / static_cast<double>(z.size());
    waves += std::cos(2.0 * std::numbers::pi * value) / static_cast<double>(z.size());
  }
  return -20.0 * std::exp(-0.2 * std::sqrt(squares)) - std::exp(waves) + 20.0 + std::numbers::e;
}

inline std::vector<Function> all() {
  return {{"branin", 2, 0, 0.397887, branin},
          {"hartmann-6", 6, 0, -3.32237, hartmann6},
          {"mixed ackley", 3, 2, 0.0, mixed_ackley}};
}

inline Space space_of(const Function& function) {
  BoxSpace box;
  for (int i = 0; i < function.ordered; ++i) {
    const std::string name = fmt::format("x{}", i);
    box.dimensions.push_back({name, name, kLevels, true});
  }
  for (int i = 0; i < function.categorical; ++i) {
    const std::string name = fmt::format("c{}", i);
    box.dimensions.push_back({name, name, static_cast<int>(kPlaces.size()), false});
  }
  return {box, {}};
}

inline double value_at(const Function& function, const Point& point) {
  const auto ordered = static_cast<std::size_t>(function.ordered);
  std::vector<double> x;
  for (std::size_t i = 0; i < ordered; ++i) x.push_back(point[i] / (kLevels - 1.0));
  return function.value(x, {point.begin() + function.ordered, point.end()});
}

// Simple regret, the best value so far less the least, after each of `evaluations` evaluations.
inline std::vector<double> regrets(const Function& function, const std::string& method,
                                   const SearcherOptions& options) {
  const auto searcher = make_searcher(method, space_of(function), options);
  std::vector<double> found;
  for (std::int64_t trial = 0; trial < options.trials; ++trial) {
    Outcome outcome;
    outcome.trial = trial;
    outcome.point = searcher->propose(trial).value().point;
    const double value = value_at(function, outcome.point);
    outcome.reward = -value;
    searcher->observe(outcome);
    found.push_back(std::min(value - function.least, found.empty() ? INFINITY : found.back()));
  }
  return found;
}

}  // namespace variegate::functions
