#include "variegate/search/cholesky.h"

#include <cmath>

namespace variegate {

Cholesky::Cholesky(const SquareMatrix& matrix) : lower_(matrix.size) {
  if (factor(matrix, 0.0)) return;
  double diagonal = 0.0;
  for (std::size_t i = 0; i < matrix.size; ++i) diagonal += std::abs(matrix.at(i, i));
  diagonal = diagonal > 0.0 ? diagonal / static_cast<double>(matrix.size) : 1.0;
  double jitter = 1e-10 * diagonal;
  while (!factor(matrix, jitter)) jitter *= 10.0;
}

bool Cholesky::factor(const SquareMatrix& matrix, double jitter) {
  for (std::size_t i = 0; i < matrix.size; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix.at(i, j) + (i == j ? jitter : 0.0);
      for (std::size_t k = 0; k < j; ++k) sum -= lower_.at(i, k) * lower_.at(j, k);
      if (i != j) {
        lower_.at(i, j) = sum / lower_.at(j, j);
      } else if (sum <= 1e-13 * std::abs(matrix.at(i, i))) {
        return false;
      } else {
        lower_.at(i, i) = std::sqrt(sum);
      }
    }
  }
  return true;
}

std::vector<double> Cholesky::solve_lower(std::span<const double> right) const {
  std::vector<double> x(right.begin(), right.end());
  for (std::size_t i = 0; i < lower_.size; ++i) {
    for (std::size_t k = 0; k < i; ++k) x[i] -= lower_.at(i, k) * x[k];
    x[i] /= lower_.at(i, i);
  }
  return x;
}

std::vector<double> Cholesky::solve(std::span<const double> right) const {
  std::vector<double> x = solve_lower(right);
  for (std::size_t i = lower_.size; i-- > 0;) {
    for (std::size_t k = i + 1; k < lower_.size; ++k) x[i] -= lower_.at(k, i) * x[k];
    x[i] /= lower_.at(i, i);
  }
  return x;
}

double Cholesky::log_determinant() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < lower_.size; ++i) sum += 2.0 * std::log(lower_.at(i, i));
  return sum;
}

}  // namespace variegate
