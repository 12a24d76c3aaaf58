#include "variegate/search/gaussian_process/cholesky.h"

#include <algorithm>
#include <cmath>

namespace variegate {
namespace {

constexpr std::size_t kLanes = Cholesky::kLanes;
constexpr double kLeastPivot = 1e-13;  // as a share of the diagonal
constexpr double kJitter = 1e-10;      // the first that is tried, as a share of the diagonal

// The first `size` unknowns of L x = right. Sums run in the order of one system solved alone, so that the
// result is the same to the last bit.
void forward(const SymmetricMatrix& lower, std::size_t size, double* x) {
  for (std::size_t i = 0; i < size; ++i) {
    const double* row = lower.row(i);
    double sum[kLanes];
    std::copy_n(x + i * kLanes, kLanes, sum);
    for (std::size_t k = 0; k < i; ++k) {
      for (std::size_t b = 0; b < kLanes; ++b) sum[b] -= row[k] * x[k * kLanes + b];
    }
    for (std::size_t b = 0; b < kLanes; ++b) x[i * kLanes + b] = sum[b] / row[i];
  }
}

}  // namespace

Cholesky::Cholesky(const SymmetricMatrix& matrix, std::size_t size) : size_(size), lower_(size) {
  if (factor(matrix, 0.0)) return;
  double diagonal = 0.0;
  for (std::size_t i = 0; i < size; ++i) diagonal += std::abs(matrix.at(i, i));
  diagonal = diagonal > 0.0 ? diagonal / static_cast<double>(size) : 1.0;
  double jitter = kJitter * diagonal;
  while (!factor(matrix, jitter)) jitter *= 10.0;
}

// kLanes rows at a time: their part left of them is a lower system each.
bool Cholesky::factor(const SymmetricMatrix& matrix, double jitter) {
  std::vector<double> block(size_ * kLanes);
  for (std::size_t first = 0; first < size_; first += kLanes) {
    const std::size_t rows = std::min(kLanes, size_ - first);
    for (std::size_t k = 0; k < first; ++k) {
      for (std::size_t b = 0; b < kLanes; ++b)
        block[k * kLanes + b] = b < rows ? matrix.at(first + b, k) : 0.0;
    }
    forward(lower_, first, block.data());
    for (std::size_t b = 0; b < rows; ++b) {
      const std::size_t i = first + b;
      double* row = lower_.row(i);
      for (std::size_t k = 0; k < first; ++k) row[k] = block[k * kLanes + b];
      for (std::size_t j = first; j <= i; ++j) {
        const double* other = lower_.row(j);
        double sum = matrix.at(i, j) + (i == j ? jitter : 0.0);
        for (std::size_t k = 0; k < j; ++k) sum -= row[k] * other[k];
        if (i != j) {
          row[j] = sum / other[j];
        } else if (sum <= kLeastPivot * std::abs(matrix.at(i, i))) {
          return false;
        } else {
          row[i] = std::sqrt(sum);
        }
      }
    }
  }
  return true;
}

void Cholesky::append(std::span<const double> row) {
  std::vector<double> entries = solve_lower(row.first(size_));
  double pivot = row[size_];
  for (const double entry : entries) pivot -= entry * entry;
  entries.push_back(std::sqrt(std::max(pivot, kJitter * std::abs(row[size_]))));
  lower_.values.insert(lower_.values.end(), entries.begin(), entries.end());
  ++size_;
}

void Cholesky::solve_lower_lanes(std::span<double> right) const { forward(lower_, size_, right.data()); }

void Cholesky::solve_lanes(std::span<double> right) const {
  double* x = right.data();
  forward(lower_, size_, x);
  for (std::size_t i = size_; i-- > 0;) {
    const double* row = lower_.row(i);
    double solved[kLanes];
    for (std::size_t b = 0; b < kLanes; ++b) x[i * kLanes + b] = solved[b] = x[i * kLanes + b] / row[i];
    for (std::size_t k = 0; k < i; ++k) {
      for (std::size_t b = 0; b < kLanes; ++b) x[k * kLanes + b] -= row[k] * solved[b];
    }
  }
}

std::vector<double> Cholesky::solve_lower(std::span<const double> right) const {
  std::vector<double> x(right.begin(), right.end());
  for (std::size_t i = 0; i < size_; ++i) {
    const double* row = lower_.row(i);
    for (std::size_t k = 0; k < i; ++k) x[i] -= row[k] * x[k];
    x[i] /= row[i];
  }
  return x;
}

std::vector<double> Cholesky::solve(std::span<const double> right) const {
  std::vector<double> x = solve_lower(right);
  for (std::size_t i = size_; i-- > 0;) {
    const double* row = lower_.row(i);
    x[i] /= row[i];
    for (std::size_t k = 0; k < i; ++k) x[k] -= row[k] * x[i];
  }
  return x;
}

double Cholesky::log_determinant() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < size_; ++i) sum += 2.0 * std::log(lower_.at(i, i));
  return sum;
}

}  // namespace variegate
