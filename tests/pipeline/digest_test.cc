#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <string_view>

#include "tests/kernels/every_target.h"
#include "tests/pipeline/pictures.h"
#include "tests/support/source_path.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"

namespace variegate {
namespace {

// One number for all that augmentation does: the digest of 10,000 samples, augmented by every published
// policy in turn. It must not change unless a commit means to change what comes out, and says so; then write
// the new number, which the failure prints, to golden_digest.txt. Policies are trained with: another digest
// is another training.
std::string digest_of_augmented_samples() {
  std::uint64_t digest = 0;
  Scratch scratch;
  std::vector<Pipeline> pipelines;
  for (const PublishedPolicy& listed : published_policies()) {
    const Policy policy = published_policy(listed.example);
    if (!policy.batch.empty()) continue;  // nothing is done to a sample by itself
    pipelines.emplace_back(with_base(base_policy("crop-flip"), policy), 20);
  }
  std::vector<Sample> samples = pictures(10000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    pipelines[i % pipelines.size()].apply(samples[i], i % 7, scratch);
    const auto& pixels = samples[i].image().pixels;
    digest = derive(digest, hash_text({reinterpret_cast<const char*>(pixels.data()), pixels.size()}));
  }
  return fmt::format("{:016x}", digest);
}

TEST(Digest, OfTenThousandAugmentedSamplesIsUnchangedOnEveryInstructionSet) {
  std::ifstream file(source_path("tests/pipeline/golden_digest.txt"));
  std::string line;
  std::string golden;
  while (std::getline(file, line)) {
    if (!line.empty() && line.front() != '#') golden = line;
  }
  test::on_every_target([&] { EXPECT_EQ(digest_of_augmented_samples(), golden); });
}

}  // namespace
}  // namespace variegate
