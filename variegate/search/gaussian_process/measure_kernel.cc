#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "variegate/search/gaussian_process/cholesky.h"
#include "variegate/search/gaussian_process/kernel.h"

namespace variegate {
namespace {

constexpr double kStrengthWidth = 0.3;
constexpr std::size_t kMostForWeights = 200;  // trials, the latest: the grid costs 72 factorisations

class MeasureKernel : public Kernel {
 public:
  explicit MeasureKernel(std::function<Measure(const Point&)> measure) : measure_(std::move(measure)) {}

  std::size_t size() const override { return measures_.size(); }

  void add(const Point& point) override {
    measures_.push_back(measure_(point));
    for (const Measure& other : measures_)
      products_.values.push_back(inner_product(measures_.back(), other, kStrengthWidth));
  }

  void truncate(std::size_t number) override {
    measures_.resize(number);
    products_.values.resize(number * (number + 1) / 2);
  }

  void fit(std::span<const double> values, bool) override {
    const std::size_t first = values.size() - std::min(values.size(), kMostForWeights);
    std::optional<double> best;
    for (const double linear : {0.1, 0.5, 2.0}) {
      for (const double curved : {0.1, 0.5, 2.0}) {
        for (const double reach : {0.5, 2.0}) {
          SymmetricMatrix covariances(values.size() - first);
          const Weights parts{linear, curved, reach, 0.0};
          for (std::size_t i = first; i < values.size(); ++i) {
            for (std::size_t j = first; j <= i; ++j)
              covariances.at(i - first, j - first) = covariance(parts, i, j);
          }
          for (const double noise : {0.003, 0.02, 0.1, 0.4}) {
            SymmetricMatrix noisy = covariances;
            for (std::size_t i = 0; i < values.size() - first; ++i) noisy.at(i, i) += noise;
            const Cholesky factor(noisy, values.size() - first);
            double likelihood = -0.5 * factor.log_determinant();
            for (const double value : factor.solve_lower(values.subspan(first)))
              likelihood -= 0.5 * value * value;
            if (best && likelihood <= *best) continue;
            best = likelihood;
            weights_ = {linear, curved, reach, noise};
          }
        }
      }
    }
  }

  double noise() const override { return weights_.noise; }
  double between(std::size_t i, std::size_t j) const override { return covariance(weights_, i, j); }

  std::vector<double> column(const Point& point) const override {
    const Measure measure = measure_(point);
    const double norm = inner_product(measure, measure, kStrengthWidth);
    std::vector<double> covariances;
    covariances.reserve(measures_.size() + 1);
    for (std::size_t i = 0; i < measures_.size(); ++i) {
      covariances.push_back(covariance(weights_, inner_product(measure, measures_[i], kStrengthWidth), norm,
                                       products_.at(i, i)));
    }
    covariances.push_back(covariance(weights_, norm, norm, norm));
    return covariances;
  }

 private:
  struct Weights {  // variances, in units of the variance of the rewards
    double linear = 0.0;
    double curved = 0.0;
    double reach = 1.0;  // squared length scale of the Gaussian part
    double noise = 1.0;
  };

  static double covariance(const Weights& weights, double product, double norm_a, double norm_b) {
    const double distance = std::max(0.0, norm_a + norm_b - 2.0 * product);
    return 1.0 + weights.linear * product + weights.curved * std::exp(-distance / (2.0 * weights.reach));
  }

  double covariance(const Weights& weights, std::size_t i, std::size_t j) const {
    return covariance(weights, products_.at(i, j), products_.at(i, i), products_.at(j, j));
  }

  std::function<Measure(const Point&)> measure_;
  std::vector<Measure> measures_;
  SymmetricMatrix products_;  // inner products, which no hyper-parameter changes
  Weights weights_;
};

}  // namespace

std::unique_ptr<Kernel> make_measure_kernel(std::function<Measure(const Point&)> measure) {
  return std::make_unique<MeasureKernel>(std::move(measure));
}

}  // namespace variegate
