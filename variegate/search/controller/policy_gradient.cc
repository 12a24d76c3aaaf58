#include "variegate/search/controller/policy_gradient.h"

#include <algorithm>
#include <cmath>

#include "variegate/search/described_settings.h"
#include "variegate/search/standing.h"
#include "variegate/search/untried.h"
#include "variegate/space/start_design.h"

namespace variegate {
namespace {

// Coordinates of one role share softmax and embeddings, so that what is learnt of an operation in one slot
// holds in all; or every coordinate has its own, as AutoAugment's 30 softmaxes do.
std::vector<Decision> decisions_of(const std::vector<Dimension>& dimensions, bool shared) {
  std::map<std::pair<std::string, int>, int> kinds;
  std::vector<Decision> decisions;
  for (const Dimension& dimension : dimensions) {
    const std::pair role{shared ? dimension.role : dimension.name, dimension.size};
    const int kind = kinds.emplace(role, static_cast<int>(kinds.size())).first->second;
    decisions.push_back({.size = dimension.size, .kind = kind});
  }
  return decisions;
}

Controller controller_of(const std::vector<Dimension>& dimensions, const ControllerSettings& settings,
                         std::uint64_t seed) {
  Stream random({.seed = seed, .epoch = 0, .sample = 0, .place = hash_text("search/controller/weights")});
  return Controller(decisions_of(dimensions, settings.shared),
                    {.hidden = static_cast<std::size_t>(settings.hidden),
                     .temperature = settings.temperature,
                     .tanh_constant = settings.tanh_constant},
                    random);
}

// Trials an update learns from, where the setting says 0: one batch in fifty trials planned, within these.
constexpr std::int64_t kBatches = 50;
constexpr std::int64_t kSmallestBatch = 10;
constexpr std::int64_t kLargestBatch = 20;

// The entropy weight begins with twice its value, or, that of ppo where many trials are planned, with this
// much of it: 0.008. (reinforce has larger batches then.)
constexpr std::int64_t kManyTrials = 1000;
constexpr double kAtFirstOfMany = 8.0 / 3.0;

std::size_t batch_of(const ControllerSettings& settings, std::int64_t trials) {
  if (settings.batch > 0) return static_cast<std::size_t>(settings.batch);
  return static_cast<std::size_t>(std::clamp(trials / kBatches, kSmallestBatch, kLargestBatch));
}

}  // namespace

PolicyGradient::PolicyGradient(Rule rule, const Space& space, const SearcherOptions& options)
    : rule_(rule),
      space_(space),
      options_(options),
      settings_(typed_settings<ControllerSettings>(options.settings)),
      ppo_(rule == Rule::ppo ? typed_settings<PpoSettings>(options.settings) : PpoSettings{}),
      dimensions_(dimensions(space)),
      batch_(batch_of(settings_, options.trials)),
      controller_(controller_of(dimensions_, settings_, options.seed)),
      adam_(controller_.weights().size(), settings_.learning_rate) {}

// The coordinates that matter, in order, into `point` as they are decided; whether one matters depends on
// those before it alone.
Controller::Next PolicyGradient::next_decision(Point& point) const {
  point.assign(dimensions_.size(), 0);
  return [this, &point](const Episode& taken) -> std::optional<int> {
    int last = -1;
    if (!taken.empty()) {
      last = taken.back().decision;
      point[static_cast<std::size_t>(last)] = taken.back().choice;
    }
    std::optional<int> next;
    for (const auto& [coordinate, role] : active_dimensions(space_, point)) {
      if (coordinate > last && (!next || coordinate < *next)) next = coordinate;
    }
    return next;
  };
}

Episode PolicyGradient::episode_of(const Point& point) const {
  Episode taken;
  for (const auto& [coordinate, role] : active_dimensions(space_, point))
    taken.push_back({.decision = coordinate, .choice = point[static_cast<std::size_t>(coordinate)]});
  std::sort(taken.begin(), taken.end(),
            [](const Taken& a, const Taken& b) { return a.decision < b.decision; });
  return controller_.follow(taken);
}

std::optional<Proposal> PolicyGradient::propose(std::int64_t trial) {
  Stream random({.seed = options_.seed,
                 .epoch = 0,
                 .sample = static_cast<std::uint64_t>(trial),
                 .place = hash_text("search/controller/sample")});
  Point point;
  Episode episode;
  if (settings_.start && trial < start_trials(space_, options_.trials)) {
    point = start_point(space_, options_.seed, trial);
    episode = episode_of(point);
  } else if (settings_.mode_last && trial + 1 == options_.trials) {
    episode = controller_.mode(next_decision(point));
  } else {
    point = untried(space_, tried_, settings_.redraws, [&] {
      Point drawn;
      episode = controller_.sample(next_decision(drawn), random);
      return drawn;
    });
  }
  tried_.insert(canonical(space_, point));
  double entropy = 0.0, uniform = 0.0;
  for (const Taken& taken : episode) {
    entropy += taken.entropy;
    uniform += std::log(dimensions_[static_cast<std::size_t>(taken.decision)].size);
  }
  entropy_ = uniform > 0.0 ? entropy / uniform : 0.0;
  pending_[trial] = std::move(episode);
  return Proposal{std::move(point)};
}

void PolicyGradient::observe(const Outcome& outcome) {
  outcomes_.push_back(outcome);
  if (outcomes_.size() - learnt_ >= batch_) learn();
}

// The weight is high at first and falls to 0 at the end, however many trials are planned; it starts higher
// where there is time to leave a decoy behind (docs/experiments/every-seed.md).
double PolicyGradient::entropy_weight() const {
  const double weight = settings_.entropy_weight;
  if (!settings_.anneal || options_.trials == 0) return weight;
  const double done = static_cast<double>(learnt_) / static_cast<double>(options_.trials);
  const double at_first = rule_ == Rule::ppo && options_.trials >= kManyTrials ? kAtFirstOfMany : 2.0;
  return at_first * weight * std::max(0.0, 1.0 - done);
}

void PolicyGradient::learn() {
  const std::vector<double> rewards = standings(outcomes_);
  struct Lesson {
    Episode episode;
    double advantage;
  };
  std::vector<Lesson> lessons;
  if (!baseline_) {  // nothing came before: the mean of the batch
    double sum = 0.0;
    for (const double reward : rewards) sum += reward;
    baseline_ = sum / static_cast<double>(rewards.size());
  }
  for (; learnt_ < outcomes_.size(); ++learnt_) {
    const auto proposed = pending_.find(outcomes_[learnt_].trial);
    lessons.push_back({std::move(proposed->second), rewards[learnt_] - *baseline_});
    pending_.erase(proposed);
    baseline_ = *baseline_ + (1.0 - settings_.baseline_decay) * (rewards[learnt_] - *baseline_);
  }
  const int epochs = rule_ == Rule::ppo ? ppo_.epochs : 1;
  const double bonus = entropy_weight();
  std::vector<double> gradient(controller_.weights().size());
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (const Lesson& lesson : lessons) {
      const auto slope = [&](std::size_t step, double log_probability) {
        if (rule_ == Rule::reinforce) return lesson.advantage;
        const double ratio = std::exp(log_probability - lesson.episode[step].log_probability);
        const bool clipped = lesson.advantage > 0.0 ? ratio > 1.0 + ppo_.clip : ratio < 1.0 - ppo_.clip;
        return clipped ? 0.0 : lesson.advantage * ratio;
      };
      controller_.add_gradient(lesson.episode, slope, bonus, gradient);
    }
    for (double& slope : gradient) slope /= static_cast<double>(lessons.size());
    adam_.climb(gradient, controller_.weights());
  }
}

}  // namespace variegate
