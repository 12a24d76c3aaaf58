#include "variegate/search/controller/controller.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "variegate/search/controller/adam.h"

namespace variegate {
namespace {

Stream stream(std::uint64_t seed) {
  return Stream({.seed = seed, .epoch = 0, .sample = 0, .place = hash_text("test")});
}

// Two kinds of decision, the first taken twice.
const std::vector<Decision> kDecisions{
    {.size = 4, .kind = 0}, {.size = 3, .kind = 1}, {.size = 4, .kind = 0}};

// Decisions 0, 1, 2 in order, but 1 only after an even choice.
std::optional<int> next(const Episode& taken) {
  if (taken.empty()) return 0;
  if (taken.back().decision == 0 && taken.back().choice % 2 == 0) return 1;
  return taken.back().decision == 2 ? std::nullopt : std::optional(2);
}

Controller controller(const ControllerShape& shape, std::uint64_t seed = 1) {
  Stream random = stream(seed);
  return Controller(kDecisions, shape, random);
}

Episode episode_of(const std::vector<std::pair<int, int>>& choices) {
  Episode taken;
  for (const auto& [decision, choice] : choices) taken.push_back({.decision = decision, .choice = choice});
  return taken;
}

double objective(const Controller& network, const Episode& episode, double entropy_weight) {
  double sum = 0.0;
  const Episode scored = network.follow(episode);
  for (std::size_t i = 0; i < scored.size(); ++i) {
    sum += (1.0 + static_cast<double>(i)) * std::exp(scored[i].log_probability) +
           entropy_weight * scored[i].entropy;
  }
  return sum;
}

// Every weight is checked: gates, biases, the first input, embeddings (among them one that is never fed back)
// and softmax layers.
TEST(Controller, ItsGradientIsThatOfFiniteDifferences) {
  const Episode long_episode = episode_of({{0, 2}, {1, 1}, {2, 3}});
  const Episode short_episode = episode_of({{0, 1}, {2, 0}});
  for (const ControllerShape& shape :
       {ControllerShape{.hidden = 5, .embedding = 4, .spread = 0.8},
        ControllerShape{
            .hidden = 3, .embedding = 4, .temperature = 2.5, .tanh_constant = 1.1, .spread = 0.8}}) {
    for (const Episode& episode : {long_episode, short_episode}) {
      for (const double entropy_weight : {0.0, 0.7}) {
        Controller network = controller(shape);
        std::vector<double> gradient(network.weights().size(), 0.0);
        network.add_gradient(
            episode,
            [](std::size_t i, double log_probability) {
              return (1.0 + static_cast<double>(i)) * std::exp(log_probability);
            },
            entropy_weight, gradient);
        std::size_t moved = 0;
        for (std::size_t i = 0; i < gradient.size(); ++i) {
          constexpr double kStep = 1e-5;
          const double before = network.weights()[i];
          network.weights()[i] = before + kStep;
          const double above = objective(network, episode, entropy_weight);
          network.weights()[i] = before - kStep;
          const double below = objective(network, episode, entropy_weight);
          network.weights()[i] = before;
          ASSERT_NEAR(gradient[i], (above - below) / (2.0 * kStep), 1e-8) << "weight " << i;
          if (std::abs(gradient[i]) > 1e-6) ++moved;
        }
        EXPECT_GT(moved, gradient.size() / 2);
      }
    }
  }
}

TEST(Controller, GradientsOfEpisodesAddUp) {
  const Controller network = controller({.hidden = 4, .embedding = 4});
  const Episode episode = episode_of({{0, 2}, {1, 1}, {2, 3}});
  const auto slope = [](std::size_t, double) { return 1.0; };
  std::vector<double> once(network.weights().size(), 0.0), twice = once;
  network.add_gradient(episode, slope, 0.0, once);
  network.add_gradient(episode, slope, 0.0, twice);
  network.add_gradient(episode, slope, 0.0, twice);
  for (std::size_t i = 0; i < once.size(); ++i) EXPECT_NEAR(twice[i], 2.0 * once[i], 1e-12);
}

// Every path of the tree of decisions, so that nothing is left out and nothing counted twice.
TEST(Controller, ProbabilitiesOfAllEpisodesSumToOneAndSamplesFollowThem) {
  const Controller network = controller({.hidden = 6, .embedding = 4, .spread = 1.0});
  double total = 0.0;
  for (int first = 0; first < 4; ++first) {
    for (int middle = 0; middle < (first % 2 == 0 ? 3 : 1); ++middle) {
      for (int last = 0; last < 4; ++last) {
        auto choices = std::vector<std::pair<int, int>>{{0, first}};
        if (first % 2 == 0) choices.emplace_back(1, middle);
        choices.emplace_back(2, last);
        double log_probability = 0.0;
        for (const Taken& taken : network.follow(episode_of(choices)))
          log_probability += taken.log_probability;
        total += std::exp(log_probability);
      }
    }
  }
  EXPECT_NEAR(total, 1.0, 1e-12);

  constexpr int kDraws = 20'000;
  Stream random = stream(2);
  std::vector<int> counts(4, 0);
  double entropy = 0.0;
  for (int i = 0; i < kDraws; ++i) {
    const Episode episode = network.sample(next, random);
    ++counts[static_cast<std::size_t>(episode.front().choice)];
    EXPECT_EQ(episode.size(), episode.front().choice % 2 == 0 ? 3U : 2U);
    entropy = episode.front().entropy;
  }
  double expected_entropy = 0.0;
  for (int choice = 0; choice < 4; ++choice) {
    const double probability = std::exp(network.follow(episode_of({{0, choice}})).front().log_probability);
    expected_entropy -= probability * std::log(probability);
    const double sd = std::sqrt(kDraws * probability * (1.0 - probability));
    EXPECT_NEAR(counts[static_cast<std::size_t>(choice)], kDraws * probability, 4.0 * sd);
  }
  EXPECT_NEAR(entropy, expected_entropy, 1e-12);
}

TEST(Controller, ASampleIsScoredAsItIsWhenItIsFollowed) {
  const Controller network = controller({.hidden = 6, .embedding = 4});
  Stream random = stream(3);
  const Episode episode = network.sample(next, random);
  const Episode again = network.follow(episode);
  ASSERT_EQ(again.size(), episode.size());
  for (std::size_t i = 0; i < episode.size(); ++i) {
    EXPECT_EQ(again[i].choice, episode[i].choice);
    EXPECT_EQ(again[i].log_probability, episode[i].log_probability);  // bit for bit
  }
}

TEST(Controller, TheModeTakesTheLikeliestChoiceEveryTime) {
  const Controller network = controller({.hidden = 6, .embedding = 4, .spread = 1.0});
  const Episode mode = network.mode(next);
  for (std::size_t i = 0; i < mode.size(); ++i) {
    for (int choice = 0; choice < kDecisions[static_cast<std::size_t>(mode[i].decision)].size; ++choice) {
      Episode other(mode.begin(), mode.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      other.back().choice = choice;
      EXPECT_LE(network.follow(other).back().log_probability, mode[i].log_probability);
    }
  }
}

TEST(Controller, ATanhConstantBoundsHowSureItCanBe) {
  const Controller network = controller({.hidden = 6, .embedding = 4, .tanh_constant = 0.5, .spread = 50.0});
  Stream random = stream(4);
  for (int i = 0; i < 100; ++i) {
    for (const Taken& taken : network.sample(next, random)) {
      // Logits within -.5 .. .5: the likeliest of four has at most e / (e + 3), the unlikeliest 1 / (1 + 3e).
      EXPECT_LE(taken.log_probability, std::log(std::exp(1.0) / (std::exp(1.0) + 2.0)) + 1e-12);
      EXPECT_GE(taken.log_probability, -std::log(1.0 + 3.0 * std::exp(1.0)) - 1e-12);
    }
  }
}

// One step by hand: the first step of Adam has the length of the learning rate whatever the gradient, the
// second follows from the two running means.
TEST(Adam, ItsStepsAreThoseOfThePaper) {
  Adam adam(2, 0.1);
  std::vector<double> at{1.0, -1.0};
  adam.climb(std::vector<double>{4.0, -0.001}, at);
  EXPECT_NEAR(at[0], 1.1, 1e-8);
  EXPECT_NEAR(at[1], -1.1, 1e-5);
  adam.climb(std::vector<double>{-2.0, 0.0}, at);
  const double mean = (0.9 * 0.1 * 4.0 + 0.1 * -2.0) / (1.0 - 0.81);
  const double square = (0.999 * 0.001 * 16.0 + 0.001 * 4.0) / (1.0 - 0.998001);
  EXPECT_NEAR(at[0], 1.1 + 0.1 * mean / std::sqrt(square), 1e-8);
}

}  // namespace
}  // namespace variegate
