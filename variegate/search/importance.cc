#include "variegate/search/importance.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "variegate/policy/shares.h"
#include "variegate/search/gaussian_process/cholesky.h"

namespace variegate {
namespace {

struct Table {
  std::vector<std::string> ops;
  std::vector<std::vector<double>> shares;  // one row a trial, less the mean over trials
  std::vector<double> rewards;              // less their mean
  std::vector<int> trials;                  // with the op, one an op
};

double mean_of(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

Table table_of(std::span<const std::pair<Policy, double>> trials) {
  Table table;
  std::map<std::string, std::vector<double>> columns;
  for (const auto& [policy, reward] : trials) {
    if (!std::isfinite(reward)) continue;
    for (const OpShare& use : op_shares(policy)) {
      std::vector<double>& column = columns[use.name()];
      column.resize(table.rewards.size(), 0.0);
      column.push_back(use.share);
    }
    table.rewards.push_back(reward);
  }
  if (table.rewards.size() < 3) return {};
  table.shares.resize(table.rewards.size());
  for (auto& [op, column] : columns) {
    column.resize(table.rewards.size(), 0.0);
    const auto [least, most] = std::minmax_element(column.begin(), column.end());
    if (*most - *least < 1e-9) continue;
    table.ops.push_back(op);
    table.trials.push_back(
        static_cast<int>(std::count_if(column.begin(), column.end(), [](double s) { return s > 0.0; })));
    const double mean = mean_of(column);
    for (std::size_t row = 0; row < column.size(); ++row) table.shares[row].push_back(column[row] - mean);
  }
  const double mean = mean_of(table.rewards);
  for (double& reward : table.rewards) reward -= mean;
  return table;
}

// The normal equations with a penalty, and what follows from their solution.
struct Ridge {
  double penalty = 0.0;
  double noise = 0.0;  // variance
  Cholesky factor;
  std::vector<double> effects;
  double likelihood = 0.0;
};

Ridge ridge(const Table& table, double penalty) {
  const std::size_t ops = table.ops.size();
  const auto trials = static_cast<double>(table.rewards.size());
  SymmetricMatrix gram(ops);
  std::vector<double> right(ops, 0.0);
  double total = 0.0;
  for (std::size_t row = 0; row < table.rewards.size(); ++row) {
    for (std::size_t i = 0; i < ops; ++i) {
      for (std::size_t j = 0; j <= i; ++j) gram.at(i, j) += table.shares[row][i] * table.shares[row][j];
      right[i] += table.shares[row][i] * table.rewards[row];
    }
    total += table.rewards[row] * table.rewards[row];
  }
  for (std::size_t i = 0; i < ops; ++i) gram.at(i, i) += penalty;
  Cholesky factor(gram, ops);
  std::vector<double> effects = factor.solve(right);
  double explained = 0.0;
  for (std::size_t i = 0; i < ops; ++i) explained += effects[i] * right[i];
  // Marginal likelihood with effects ~ N(0, noise / penalty), the noise at its maximum; the mean took one
  // trial.
  const double noise = std::max((total - explained) / (trials - 1.0), 1e-12);
  const double likelihood = -0.5 * ((trials - 1.0) * std::log(noise) + factor.log_determinant() -
                                    static_cast<double>(ops) * std::log(penalty));
  return {penalty, noise, std::move(factor), std::move(effects), likelihood};
}

}  // namespace

std::vector<OpEffect> op_effects(std::span<const std::pair<Policy, double>> trials) {
  const Table table = table_of(trials);
  if (table.ops.empty()) return {};
  std::optional<Ridge> best;
  for (double penalty = 1e-3; penalty < 1e3; penalty *= 2.0) {
    Ridge candidate = ridge(table, penalty);
    if (!best || candidate.likelihood > best->likelihood) best.emplace(std::move(candidate));
  }
  std::vector<OpEffect> effects;
  for (std::size_t i = 0; i < table.ops.size(); ++i) {
    std::vector<double> unit(table.ops.size(), 0.0);
    unit[i] = 1.0;
    const double variance = best->noise * best->factor.solve(unit)[i];  // of the posterior
    effects.push_back({table.ops[i], best->effects[i], std::sqrt(variance), table.trials[i]});
  }
  std::stable_sort(effects.begin(), effects.end(),
                   [](const auto& a, const auto& b) { return a.effect > b.effect; });
  return effects;
}

}  // namespace variegate
