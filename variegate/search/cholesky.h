// Symmetric positive definite systems of a few hundred unknowns at most.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace variegate {

// A square matrix, row-major.
struct SquareMatrix {
  std::size_t size = 0;
  std::vector<double> values;

  explicit SquareMatrix(std::size_t size_) : size(size_), values(size_ * size_, 0.0) {}
  double& at(std::size_t row, std::size_t column) { return values[row * size + column]; }
  double at(std::size_t row, std::size_t column) const { return values[row * size + column]; }
};

// A = L L^T. When A is not positive definite to working precision, a multiple of the identity is added to it:
// the smallest power of ten times its mean diagonal, from 1e-10, that makes it so.
class Cholesky {
 public:
  explicit Cholesky(const SquareMatrix& matrix);  // reads the lower triangle; size >= 1, finite

  std::vector<double> solve_lower(std::span<const double> right) const;  // L x = right
  std::vector<double> solve(std::span<const double> right) const;        // A x = right
  double log_determinant() const;                                        // of A

 private:
  bool factor(const SquareMatrix& matrix, double jitter);

  SquareMatrix lower_;
};

}  // namespace variegate
