#include "variegate/search/controller/policy_gradient.h"

#include <algorithm>
#include <cmath>

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

Controller controller_of(const std::vector<Dimension>& dimensions, const SearcherOptions& options) {
  const Settings& settings = options.settings;
  Stream random(
      {.seed = options.seed, .epoch = 0, .sample = 0, .place = hash_text("search/controller/weights")});
  return Controller(decisions_of(dimensions, settings.at("shared") != 0.0),
                    {.hidden = static_cast<std::size_t>(settings.at("hidden")),
                     .temperature = settings.at("temperature"),
                     .tanh_constant = settings.at("tanh-constant")},
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

std::size_t batch_of(const SearcherOptions& options) {
  const auto given = static_cast<std::int64_t>(options.settings.at("batch"));
  return static_cast<std::size_t>(
      given > 0 ? given : std::clamp(options.trials / kBatches, kSmallestBatch, kLargestBatch));
}

}  // namespace

// Name, standard value, least, most, whole numbers only, summary, source. AutoAugment's values are for 15,000
// trials and teach nothing in 300 (docs/search.md).
std::vector<Setting> controller_settings(double learning_rate, double batch) {
  return {
      {"learning-rate", learning_rate, 0, 1, false, "of Adam", "ours; AutoAugment: 0.00035"},
      {"batch", batch, 0, 1000, true,
       "trials an update learns from; 0: a fiftieth of those planned, 10 to 20", "ours"},
      {"entropy-weight", 0.003, 0, 1, false, "of a bonus for choices left open",
       "ours; AutoAugment: 0.00001"},
      {"anneal", 1, 0, 1, true,
       "1: the entropy weight falls from twice its value (ppo from 1000 trials on: 8/3) to 0 over "
       "the trials planned; 0: it stays",
       "ours; AutoAugment: 0"},
      {"redraws", 20, 0, 1000, true,
       "how often a policy that has been tried is drawn anew: tried again it would tell nothing",
       "ours; AutoAugment: 0"},
      {"baseline-decay", 0.95, 0, 0.9999, false, "of the moving average that rewards are compared with",
       "AutoAugment"},
      {"hidden", 100, 1, 1000, true, "units of the LSTM", "AutoAugment"},
      {"temperature", 1, 0.01, 100, false, "that logits are divided by", "AutoAugment; ENAS: 2.5"},
      {"tanh-constant", 0, 0, 100, false, "c: logits become c tanh(logit); 0: as they are",
       "AutoAugment; ENAS: 1.1"},
      {"shared", 1, 0, 1, true, "1: coordinates of one role share a softmax; 0: each has its own",
       "ours; AutoAugment: 0"},
      {"start", 0, 0, 1, true, "1: begins with the start design of tpe and gp", "AutoAugment"},
      {"mode-last", 1, 0, 1, true, "1: the last trial is the likeliest policy, not a draw",
       "ours; AutoAugment: 0"},
  };
}

PolicyGradient::PolicyGradient(Rule rule, const Space& space, const SearcherOptions& options)
    : rule_(rule),
      space_(space),
      options_(options),
      dimensions_(dimensions(space)),
      batch_(batch_of(options)),
      controller_(controller_of(dimensions_, options)),
      adam_(controller_.weights().size(), options.settings.at("learning-rate")) {}

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
  if (options_.settings.at("start") != 0.0 && trial < start_trials(space_, options_.trials)) {
    point = start_point(space_, options_.seed, trial);
    episode = episode_of(point);
  } else if (options_.settings.at("mode-last") != 0.0 && trial + 1 == options_.trials) {
    episode = controller_.mode(next_decision(point));
  } else {
    point = untried(space_, tried_, options_.settings.at("redraws"), [&] {
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

// Open-minded at first and settled in the end, however many trials are planned; the more so where there is
// time to leave a decoy behind (docs/search.md).
double PolicyGradient::entropy_weight() const {
  const double weight = options_.settings.at("entropy-weight");
  if (options_.settings.at("anneal") == 0.0 || options_.trials == 0) return weight;
  const double done = static_cast<double>(learnt_) / static_cast<double>(options_.trials);
  const double at_first = rule_ == Rule::ppo && options_.trials >= kManyTrials ? kAtFirstOfMany : 2.0;
  return at_first * weight * std::max(0.0, 1.0 - done);
}

void PolicyGradient::learn() {
  const Settings& settings = options_.settings;
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
    baseline_ = *baseline_ + (1.0 - settings.at("baseline-decay")) * (rewards[learnt_] - *baseline_);
  }
  const double clip = rule_ == Rule::ppo ? settings.at("clip") : 0.0;
  const int epochs = rule_ == Rule::ppo ? static_cast<int>(settings.at("epochs")) : 1;
  const double bonus = entropy_weight();
  std::vector<double> gradient(controller_.weights().size());
  for (int epoch = 0; epoch < epochs; ++epoch) {
    std::fill(gradient.begin(), gradient.end(), 0.0);
    for (const Lesson& lesson : lessons) {
      const auto slope = [&](std::size_t step, double log_probability) {
        if (rule_ == Rule::reinforce) return lesson.advantage;
        const double ratio = std::exp(log_probability - lesson.episode[step].log_probability);
        const bool clipped = lesson.advantage > 0.0 ? ratio > 1.0 + clip : ratio < 1.0 - clip;
        return clipped ? 0.0 : lesson.advantage * ratio;
      };
      controller_.add_gradient(lesson.episode, slope, bonus, gradient);
    }
    for (double& slope : gradient) slope /= static_cast<double>(lessons.size());
    adam_.climb(gradient, controller_.weights());
  }
}

}  // namespace variegate
