#include "variegate/core/random.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

namespace variegate {
namespace {

std::uint32_t low32(std::uint64_t value) { return static_cast<std::uint32_t>(value); }
std::uint32_t high32(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }

}  // namespace

std::uint64_t derive(std::uint64_t value, std::uint64_t child) {
  std::uint64_t z = value + 0x9E3779B97F4A7C15ULL * (child + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

std::uint64_t hash_text(std::string_view name) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const char letter : name) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001B3ULL;
  return hash;
}

// The four parts of a key are 256 bits and Philox takes 64 + 128, of which the block number needs
// some: place and epoch go through Philox once, keyed by the seed, to make the stream's key; the
// sample number fills the upper half of the counter, the block number the lower.
Stream::Stream(const StreamKey& key) {
  const PhiloxCounter derived =
      philox4x32({low32(key.place), high32(key.place), low32(key.epoch), high32(key.epoch)},
                 {low32(key.seed), high32(key.seed)});
  key_ = {derived[0] ^ derived[2], derived[1] ^ derived[3]};
  counter_ = {0, 0, low32(key.sample), high32(key.sample)};
}

std::uint32_t Stream::next() {
  if (used_ == 4) {
    block_ = philox4x32(counter_, key_);
    if (++counter_[0] == 0) ++counter_[1];
    used_ = 0;
  }
  return block_[static_cast<std::size_t>(used_++)];
}

std::uint64_t Stream::next64() {
  const std::uint64_t high = next();
  return (high << 32) | next();
}

double Stream::uniform() { return static_cast<double>(next64() >> 11) * 0x1.0p-53; }

double Stream::uniform(double low, double high) { return low + (high - low) * uniform(); }

std::uint64_t Stream::below(std::uint64_t count) {
  // Rejection below the largest multiple of count: no bias.
  const std::uint64_t limit = count * (~std::uint64_t{0} / count);
  std::uint64_t draw = next64();
  while (draw >= limit) draw = next64();
  return draw % count;
}

bool Stream::bernoulli(double probability) { return uniform() < probability; }

double Stream::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

double Stream::gamma(double shape) {
  if (shape < 1.0) return gamma(shape + 1.0) * std::pow(1.0 - uniform(), 1.0 / shape);
  const double d = shape - 1.0 / 3.0;
  const double c = 1.0 / std::sqrt(9.0 * d);
  while (true) {
    const double x = normal();
    const double cube = 1.0 + c * x;
    if (cube <= 0.0) continue;
    const double v = cube * cube * cube;
    if (std::log(1.0 - uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

double Stream::beta(double a, double b) {
  const double x = gamma(a);
  return x / (x + gamma(b));
}

void Stream::dirichlet(double alpha, std::span<double> shares) {
  for (double& share : shares) share = gamma(alpha);
  const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
  for (double& share : shares) share /= total;
}

std::vector<double> Stream::dirichlet(double alpha, int count) {
  std::vector<double> shares(static_cast<std::size_t>(count));
  dirichlet(alpha, shares);
  return shares;
}

std::vector<std::size_t> Stream::permutation(std::size_t count) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = count; i > 1; --i) std::swap(order[i - 1], order[below(i)]);
  return order;
}

}  // namespace variegate
