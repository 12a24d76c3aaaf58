#include "variegate/kernels/table.h"

#include "tests/kernels/every_target.h"

namespace variegate {
namespace {

using test::Strided;

Table random_table(std::uint64_t seed) {
  Stream random({.seed = seed});
  return make_table([&](int) { return static_cast<int>(random.below(256)); });
}

TEST(TableKernel, GivesTheBytesOfTheReferenceOnEveryTarget) {
  const Tables tables = {random_table(1), random_table(2), random_table(3)};
  test::on_every_target([&] {
    test::for_every_shape([&](const Strided& picture) {
      Strided expected = picture;
      Strided out = picture;
      reference::apply_table(picture.view, expected.view, tables[0]);
      kernels::apply_table(picture.view, out.view, tables[0]);
      EXPECT_EQ(out.bytes, expected.bytes);  // gaps between rows included: nothing is written there
      reference::apply_tables(picture.view, expected.view, tables);
      kernels::apply_tables(picture.view, out.view, tables);
      EXPECT_EQ(out.bytes, expected.bytes);
    });
  });
}

TEST(TableKernel, WorksInPlace) {
  const Tables tables = {random_table(1), random_table(2), random_table(3)};
  test::on_every_target([&] {
    Strided picture(67, 3, 3, 1, 4);
    Strided expected = picture;
    reference::apply_tables(picture.view, expected.view, tables);
    kernels::apply_tables(picture.view, picture.view, tables);
    EXPECT_EQ(picture.bytes, expected.bytes);
  });
}

}  // namespace
}  // namespace variegate
