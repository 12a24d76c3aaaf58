// Keyed random streams. Every draw of variegate comes from a stream named by (seed, epoch, sample,
// place), so the same numbers come out with any number of threads, in any order, after a resume,
// and for one sample asked for alone. There is no ambient generator.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "variegate/core/philox.h"

namespace variegate {

// The name of a stream.
struct StreamKey {
  std::uint64_t seed = 0;
  std::uint64_t epoch = 0;
  std::uint64_t sample = 0;
  std::uint64_t place = 0;  // where in the policy tree, or which use outside one: see hash_text()
};

// A 64-bit mixing function (splitmix64's finaliser, Steele et al. 2014): names a child place of a
// place, so that every node of a policy tree has a place of its own.
std::uint64_t derive(std::uint64_t value, std::uint64_t child);

// The place of a use named by text, e.g. hash_text("split"): FNV-1a, 64 bits.
std::uint64_t hash_text(std::string_view name);

class Stream {
 public:
  explicit Stream(const StreamKey& key);

  std::uint32_t next();                      // uniform over 32 bits
  std::uint64_t next64();                    // uniform over 64 bits
  double uniform();                          // [0, 1), 53 bits
  double uniform(double low, double high);   // [low, high); low when both are equal
  std::uint64_t below(std::uint64_t count);  // 0 .. count-1 without bias; count >= 1
  bool bernoulli(double probability);        // true with that probability; always draws once
  double normal();                           // mean 0, variance 1 (Box-Muller)
  double gamma(double shape);                // scale 1 (Marsaglia and Tsang 2000); shape > 0
  double beta(double a, double b);
  void dirichlet(double alpha, std::span<double> shares);  // shares.size() shares that add up to 1
  std::vector<double> dirichlet(double alpha, int count);
  std::vector<std::size_t> permutation(std::size_t count);

 private:
  PhiloxKey key_;
  PhiloxCounter counter_;
  PhiloxCounter block_{};
  int used_ = 4;
};

}  // namespace variegate
