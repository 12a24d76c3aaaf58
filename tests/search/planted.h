// Synthetic studies: reward functions in closed form whose best policy is known, with the noise of a real
// child model. They show how many trials a search method needs; they do not show what helps on pictures.
#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "variegate/search/searcher.h"

namespace variegate::planted {

// What a point of a sub-policy space applies.
struct Use {
  double share = 0.0;     // of samples
  double strength = 0.0;  // 0 .. 1
  int side = kBothSides;
};
using Uses = std::map<std::string, std::vector<Use>>;

inline Uses uses_of(const SubPolicySpace& space, const Point& point) {
  Uses uses;
  const int count = point[kCountCoordinate] + 1;
  for (int sub = 0; sub < count; ++sub) {
    for (int call = 0; call < space.calls; ++call) {
      const Slot slot = slot_at(space, sub, call);
      uses[space.ops[point[slot.op]]].push_back(
          {(point[slot.probability] + 1.0) / space.probability_levels / count,
           (point[slot.strength] + 1.0) / space.strength_levels,
           space.shapes ? point[slot.side] : kBothSides});
    }
  }
  if (const int broad = broad_coordinate(space); broad >= 0) {
    const std::vector<int> ops = broad_ops(space);
    for (const int op : ops) {
      if (point[broad] == 0) break;
      uses[space.ops[op]].push_back({static_cast<double>(point[broad]) / static_cast<double>(ops.size()),
                                     (point[broad + 1] + 1.0) / space.strength_levels});
    }
  }
  uses.erase("identity");
  return uses;
}

struct Problem {
  std::string name;
  std::function<double(const Uses&)> reward;  // without noise
};

inline double share_of(const Uses& uses, const std::string& op) {
  double share = 0.0;
  if (const auto found = uses.find(op); found != uses.end()) {
    for (const Use& use : found->second) share += use.share;
  }
  return share;
}

// Share of an operation, each use counted by how near its strength is to the target, and by half where it has
// one side and the target both, or the other way round.
inline double share_near(const Uses& uses, const std::string& op, double target, double width,
                         int side = kBothSides) {
  double share = 0.0;
  if (const auto found = uses.find(op); found != uses.end()) {
    for (const Use& use : found->second) {
      const double distance = (use.strength - target) / width;
      const bool half = (side == kBothSides) != (use.side == kBothSides);
      const double fit = use.side == side ? 1.0 : half ? 0.5 : 0.0;
      share += fit * use.share * std::exp(-0.5 * distance * distance);
    }
  }
  return share;
}

inline double saturating(double share) {
  return std::min(1.0, (1.0 - std::exp(-3.0 * share)) / (1.0 - std::exp(-3.0)));
}

// What operations cost that have nothing to do with the shift: a little, or much for those that destroy.
inline double dilution(const Uses& uses, const std::vector<std::string>& spared) {
  double cost = 0.0;
  for (const auto& [op, list] : uses) {
    if (std::find(spared.begin(), spared.end(), op) != spared.end()) continue;
    for (const Use& use : list) {
      if (op == "invert" || op == "solarize" || op == "flip_vertical") {
        cost += 0.25 * use.share;
      } else if (op == "posterize" || op == "solarize_add" || op == "gaussian_blur" ||
                 op == "gaussian_noise") {
        cost += 0.10 * use.share * use.strength;
      } else {
        cost += 0.03 * use.share * use.strength;
      }
    }
  }
  return cost;
}

// Deployment differs from training by one thing, and one operation at about one strength makes up for it.
inline Problem shift(const std::string& op, double target, double width = 0.25, double gain = 0.35,
                     int side = kBothSides) {
  return {"shift: " + op + (side == kBothSides ? "" : ", one side"), [=](const Uses& uses) {
            return 0.5 + gain * saturating(share_near(uses, op, target, width, side)) - dilution(uses, {op});
          }};
}

// Two things differ; each operation gives its half only, and together more.
inline Problem two_shifts(const std::string& a, const std::string& b) {
  return {"shifts: " + a + " + " + b, [=](const Uses& uses) {
            const double first = saturating(share_near(uses, a, 0.9, 0.25));
            const double second = saturating(share_near(uses, b, 0.6, 0.25));
            return 0.5 + 0.12 * first + 0.12 * second + 0.11 * first * second - dilution(uses, {a, b});
          }};
}

// No shift: a dozen operations help by half a point each, soon saturated and at mild strength only; variety
// pays.
inline Problem in_domain() {
  return {"in domain", [](const Uses& uses) {
            double reward = 0.48;
            for (const char* op : {"rotate", "shear_x", "shear_y", "translate_x", "translate_y", "zoom",
                                   "brightness", "contrast", "color", "sharpness", "auto_contrast",
                                   "equalize", "cutout", "random_resized_crop"}) {
              reward += 0.006 * (1.0 - std::exp(-share_of(uses, op) / 0.1));
            }
            double strain = 0.0;
            for (const auto& [op, list] : uses) {
              for (const Use& use : list) strain += use.share * std::max(0.0, use.strength - 0.5);
            }
            return reward - 0.04 * strain - 0.3 * dilution(uses, {});
          }};
}

// A decoy that helps a little at any strength, and the true cause in a narrow band at the top of its
// strengths that hurts below it.
inline Problem deceptive() {
  return {"deceptive", [](const Uses& uses) {
            const double decoy = 0.10 * saturating(share_of(uses, "contrast"));
            const double truth = 0.30 * saturating(share_near(uses, "translate_x", 1.0, 0.12)) -
                                 0.06 * share_near(uses, "translate_x", 0.5, 0.15);
            return 0.5 + std::max(decoy, truth) - dilution(uses, {"contrast", "translate_x"});
          }};
}

inline std::vector<Problem> problems() {
  return {shift("rotate", 0.9),
          shift("brightness", 0.6),
          shift("contrast", 0.7),
          shift("translate_x", 0.5),
          shift("gaussian_blur", 0.8),
          shift("gaussian_noise", 0.4),
          shift("cutout", 0.7),
          shift("zoom", 0.9, 0.2, 0.1),
          shift("contrast", 0.8, 0.25, 0.35, kLower),
          two_shifts("rotate", "brightness"),
          in_domain(),
          deceptive()};
}

// One standard normal draw.
inline double noise(std::uint64_t seed, std::uint64_t number) {
  Stream random({.seed = seed, .epoch = 0, .sample = number, .place = hash_text("planted/noise")});
  return random.normal();
}

// The best reward of the space without noise: coordinate ascent, from the base and from random points.
inline double oracle(const Problem& problem, const Space& space) {
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  const std::vector<Dimension> all = dimensions(space);
  double best = 0.0;
  for (std::uint64_t start = 0; start < 6; ++start) {
    Stream random({.seed = start, .epoch = 0, .sample = 0, .place = hash_text("planted/oracle")});
    Point point = start == 0 ? Point(all.size(), 0) : draw_point(space, random);
    double reward = problem.reward(uses_of(sub, point));
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = 0; i < all.size(); ++i) {
        for (int value = 0; value < all[i].size; ++value) {
          Point other = point;
          other[i] = value;
          const double found = problem.reward(uses_of(sub, other));
          if (found > reward + 1e-12) {
            reward = found;
            point = other;
            moved = true;
          }
        }
      }
    }
    best = std::max(best, reward);
  }
  return best;
}

struct Simulation {
  std::string method = "tpe";
  std::int64_t trials = 60;  // members, of a population
  bool clock = false;        // the method is not told how many trials there will be
  std::uint64_t seed = 0;
  double noise = 0.01;   // sd of a reward over seeds of the child
  std::int64_t lag = 1;  // trials still running when the next is asked for
  int finalists = 3;     // best by observed reward, judged again with fresh noise
  int final_seeds = 2;
  Settings settings = {};  // of the method
};

// The trials of a population are stretches; a member is worth the mean over its epochs of what its policies
// are worth.
inline constexpr int kPopulationEpochs = 60;

// The reward, without noise, of what a study would choose in the end: a point, or a population's schedule.
inline double simulate(const Problem& problem, const Space& space, const Simulation& options) {
  const auto& sub = std::get<SubPolicySpace>(space.kind);
  const bool population = drive_of(options.method) == Drive::population;
  const auto searcher = make_searcher(options.method, space,
                                      {.seed = options.seed,
                                       .trials = population || options.clock ? 0 : options.trials,
                                       .members = population && !options.clock ? options.trials : 0,
                                       .epochs = population ? kPopulationEpochs : 0,
                                       .settings = options.settings});
  struct Trial {
    Outcome outcome;
    double truth = 0.0;
  };
  std::vector<Trial> trials;
  std::int64_t observed = 0;
  for (std::int64_t number = 0; population || number < options.trials; ++number) {
    const std::int64_t known = searcher->known_before(number, static_cast<int>(options.lag));
    for (; observed < known; ++observed)
      searcher->observe(trials[static_cast<std::size_t>(observed)].outcome);
    const std::optional<Proposal> proposal = searcher->propose(number);
    if (!proposal) break;
    const auto& [point, course] = *proposal;
    Trial trial;
    trial.truth = problem.reward(uses_of(sub, point));
    trial.outcome.epochs = course.epochs;
    if (course.from) {
      const Trial& behind = trials[static_cast<std::size_t>(*course.from)];
      const double share = static_cast<double>(behind.outcome.epochs) / course.epochs;
      trial.truth = share * behind.truth + (1.0 - share) * trial.truth;
    }
    trial.outcome.trial = number;
    trial.outcome.point = point;
    trial.outcome.reward =
        trial.truth + options.noise * noise(options.seed, static_cast<std::uint64_t>(number));
    trials.push_back(std::move(trial));
  }
  std::erase_if(trials,
                [&](const Trial& trial) { return population && trial.outcome.epochs < kPopulationEpochs; });
  std::stable_sort(trials.begin(), trials.end(),
                   [](const Trial& a, const Trial& b) { return a.outcome.reward > b.outcome.reward; });
  double chosen = 0.0, best = -1.0;
  for (std::size_t i = 0; i < std::min(trials.size(), static_cast<std::size_t>(options.finalists)); ++i) {
    const double truth = trials[i].truth;
    double seen = 0.0;
    for (int seed = 0; seed < options.final_seeds; ++seed) {
      seen += options.noise * noise(options.seed, 1'000'000 + 100 * i + static_cast<std::uint64_t>(seed)) /
              options.final_seeds;
    }
    if (truth + seen > best) {
      best = truth + seen;
      chosen = truth;
    }
  }
  return chosen;
}

}  // namespace variegate::planted
