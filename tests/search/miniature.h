// A study in miniature over small spaces.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tests/space/small_spaces.h"
#include "variegate/search/searcher.h"

namespace variegate::miniature {

inline Outcome outcome(std::int64_t trial, const Point& point, double reward,
                       Ending ending = Ending::complete) {
  Outcome told;
  told.trial = trial;
  told.point = point;
  told.ending = ending;
  told.reward = reward;
  return told;
}

// A study in miniature: proposes `trials` points, each knowing the outcomes of those that ended `lag` before
// it. How a trial ends is up to `end`; rewards depend on the point alone.
class Study {
 public:
  using Ends = std::function<Ending(std::int64_t trial)>;

  Study(
      const std::string& method, const Space& space, const SearcherOptions& options, std::int64_t lag = 1,
      Ends ends = [](std::int64_t) { return Ending::complete; })
      : space_(space), searcher_(make_searcher(method, space, options)), lag_(lag), ends_(std::move(ends)) {}

  // Continues until `trials` have been proposed, or the method has no point left.
  void run(std::int64_t trials) {
    while (static_cast<std::int64_t>(points_.size()) < trials) {
      const auto trial = static_cast<std::int64_t>(points_.size());
      const std::int64_t known = searcher_->known_before(trial, static_cast<int>(lag_));
      for (; observed_ < known; ++observed_) searcher_->observe(outcome(observed_));
      const std::optional<Proposal> proposal = searcher_->propose(trial);
      if (!proposal) return;
      points_.push_back(proposal->point);
    }
  }

  const std::vector<Point>& points() const { return points_; }
  Searcher& searcher() { return *searcher_; }

 private:
  Outcome outcome(std::int64_t trial) const {
    Outcome outcome;
    outcome.trial = trial;
    outcome.point = points_[static_cast<std::size_t>(trial)];
    outcome.ending = ends_(trial);
    double sum = 0.0;
    for (const auto& [coordinate, role] : active_dimensions(space_, outcome.point)) {
      sum += outcome.point[static_cast<std::size_t>(coordinate)];
    }
    if (outcome.ending != Ending::failed) outcome.reward = sum / (1.0 + sum);
    return outcome;
  }

  Space space_;
  std::unique_ptr<Searcher> searcher_;
  std::int64_t lag_;
  std::int64_t observed_ = 0;
  Ends ends_;
  std::vector<Point> points_;
};

}  // namespace variegate::miniature
