#include "variegate/kernels/mixture.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

std::vector<std::uint8_t> random_bytes(std::size_t count, std::uint64_t seed) {
  Stream random({.seed = seed});
  std::vector<std::uint8_t> bytes(count);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

TEST(MixtureKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  test::on_every_target([] {
    for (std::size_t count = 0; count < 140; ++count) {
      const auto first = random_bytes(count, 1);
      const auto second = random_bytes(count, 2);
      const std::uint32_t share = static_cast<std::uint32_t>(count * 467);
      std::vector<std::uint32_t> expected(count, kWholeShare / 2);
      std::vector<std::uint32_t> sums = expected;
      reference::add_share(first, share, expected);
      kernels::add_share(first, share, sums);
      ASSERT_EQ(sums, expected);
      std::vector<std::uint8_t> expected_bytes(count);
      std::vector<std::uint8_t> bytes(count);
      reference::finish_mixture(sums, second, kWholeShare - share, expected_bytes);
      kernels::finish_mixture(sums, second, kWholeShare - share, bytes);
      ASSERT_EQ(bytes, expected_bytes);
    }
  });
}

TEST(MixtureKernel, OfAPictureWithItselfIsThePicture) {
  const auto picture = random_bytes(256, 3);
  for (const std::uint32_t share : {0U, 1U, 777U, 32768U, 65535U, 65536U}) {
    std::vector<std::uint32_t> sums(picture.size(), kWholeShare / 2);
    std::vector<std::uint8_t> out(picture.size());
    kernels::add_share(picture, share, sums);
    kernels::finish_mixture(sums, picture, kWholeShare - share, out);
    EXPECT_EQ(out, picture) << share;
  }
}

}  // namespace
}  // namespace variegate
