// Symmetric positive definite systems of a thousand unknowns or so.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace variegate {

// A symmetric matrix: its lower triangle, row after row, so that it can grow by a row.
struct SymmetricMatrix {
  std::vector<double> values;

  explicit SymmetricMatrix(std::size_t size = 0) : values(size * (size + 1) / 2, 0.0) {}
  double* row(std::size_t i) { return values.data() + i * (i + 1) / 2; }  // of i + 1 numbers
  const double* row(std::size_t i) const { return values.data() + i * (i + 1) / 2; }
  double& at(std::size_t i, std::size_t j) { return row(i)[j]; }  // j <= i
  double at(std::size_t i, std::size_t j) const { return row(i)[j]; }
};

// A = L L^T. When A is not positive definite to working precision, a multiple of the identity is added to it:
// the smallest power of ten times its mean diagonal, from 1e-10, that makes it so.
class Cholesky {
 public:
  Cholesky(const SymmetricMatrix& matrix, std::size_t size);  // finite

  std::size_t size() const { return size_; }

  // One more row and column of A: size() numbers, and the one on the diagonal. Takes the square of the size.
  void append(std::span<const double> row);

  // Several systems at once, which is many times faster than one by one: number k of system b stands at
  // k * kLanes + b, and the solution takes its place.
  static constexpr std::size_t kLanes = 16;
  void solve_lower_lanes(std::span<double> right) const;  // L x = right
  void solve_lanes(std::span<double> right) const;        // A x = right

  std::vector<double> solve_lower(std::span<const double> right) const;
  std::vector<double> solve(std::span<const double> right) const;
  double log_determinant() const;  // of A

 private:
  bool factor(const SymmetricMatrix& matrix, double jitter);

  std::size_t size_ = 0;
  SymmetricMatrix lower_;
};

}  // namespace variegate
