#include <algorithm>
#include <cmath>

#include "variegate/search/gaussian_process/bfgs.h"
#include "variegate/search/gaussian_process/kernel.h"
#include "variegate/search/gaussian_process/matern.h"

namespace variegate {
namespace {

constexpr std::size_t kMostForParameters = 150;  // points, spread over all: a step costs the cube of them
constexpr int kSteps = 50;                       // of a climb
constexpr int kStartEvery = 5;                   // fits: all but these go on from the last parameters alone
constexpr int kDrawnStarts = 2;
constexpr int kWalk = 40;         // steps of the walk between two draws
constexpr double kStride = 0.35;  // of a step

class MaternKernel : public Kernel {
 public:
  explicit MaternKernel(const std::vector<Dimension>& dimensions)
      : distances_(dimensions), likeliest_(usual_parameters(dimensions.size())) {}

  std::size_t size() const override { return points_.size(); }
  void add(const Point& point) override { points_.push_back(point); }
  void truncate(std::size_t number) override { points_.resize(number); }

  void fit(std::span<const double> values, bool drawn) override {
    std::vector<Point> points;
    std::vector<double> seen;
    const std::size_t number = std::min(values.size(), kMostForParameters);
    for (std::size_t i = 0; i < number; ++i) {
      points.push_back(points_[i * values.size() / number]);
      seen.push_back(values[i * values.size() / number]);
    }
    std::vector<MaternParameters> starts{likeliest_};
    if (fits_ % kStartEvery == 0) {
      Stream random({.seed = 0, .epoch = 0, .sample = fits_, .place = hash_text("search/matern")});
      starts.push_back(usual_parameters(distances_.dimensions()));
      for (int i = 0; i < kDrawnStarts; ++i)
        starts.push_back(draw_parameters(distances_.dimensions(), random));
    }
    ++fits_;
    double best = 0.0;
    for (MaternParameters& start : starts) {
      const double found = climb(
          [&](std::span<const double> at, std::span<double> gradient) {
            const LogPosterior posterior = log_posterior(distances_, points, seen, {at.begin(), at.end()});
            std::copy(posterior.gradient.begin(), posterior.gradient.end(), gradient.begin());
            return posterior.value;
          },
          start, kSteps);
      if (&start != &starts.front() && found <= best) continue;
      best = found;
      likeliest_ = start;
    }
    parameters_ = likeliest_;
    if (drawn) {
      walk(points, seen);
      parameters_ = walked_;
    }
    inverse_squares_.clear();
    for (std::size_t d = 0; d < distances_.dimensions(); ++d)
      inverse_squares_.push_back(std::exp(-2.0 * parameters_[d]));
  }

  double noise() const override { return noise_of(parameters_); }
  double between(std::size_t i, std::size_t j) const override { return covariance(points_[i], points_[j]); }

  std::vector<double> column(const Point& point) const override {
    std::vector<double> covariances;
    covariances.reserve(points_.size() + 1);
    for (const Point& other : points_) covariances.push_back(covariance(point, other));
    covariances.push_back(covariance(point, point));
    return covariances;
  }

 private:
  // Continues a random walk through the posterior of the hyper-parameters (Metropolis et al. 1953).
  void walk(std::span<const Point> points, std::span<const double> values) {
    Stream random({.seed = 0, .epoch = 0, .sample = fits_, .place = hash_text("search/matern/walk")});
    if (walked_.empty()) walked_ = likeliest_;
    constexpr bool kGradient = false;
    double here = log_posterior(distances_, points, values, walked_, kGradient).value;
    for (int step = 0; step < kWalk; ++step) {
      MaternParameters other = walked_;
      for (double& parameter : other) parameter += kStride * random.normal();
      const double there = log_posterior(distances_, points, values, other, kGradient).value;
      if (std::log(random.uniform()) >= there - here) continue;
      walked_ = other;
      here = there;
    }
  }

  double covariance(const Point& a, const Point& b) const {
    double squared = 0.0;
    for (std::size_t d = 0; d < inverse_squares_.size(); ++d)
      squared += inverse_squares_[d] * distances_.along(d, a[d], b[d]);
    return std::exp(parameters_[inverse_squares_.size()]) * matern52(squared);
  }

  Distances distances_;
  MaternParameters likeliest_;           // of the last fit
  MaternParameters walked_;              // where the walk stands
  MaternParameters parameters_;          // one of the two
  std::vector<double> inverse_squares_;  // of the length scales
  std::vector<Point> points_;
  std::uint64_t fits_ = 0;
};

}  // namespace

std::unique_ptr<Kernel> make_matern_kernel(const std::vector<Dimension>& dimensions) {
  return std::make_unique<MaternKernel>(dimensions);
}

}  // namespace variegate
