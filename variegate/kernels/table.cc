#include "variegate/kernels/table.h"

#include "variegate/kernels/runs.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/table.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's headers must come after the one that includes this file again
#include "variegate/kernels/byte_lookup-inl.h"
#include "variegate/kernels/pixels-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR
// Processors without vectors run the plain loops.
void Apply(ConstImageView from, ImageView to, const Tables& tables, bool alike) {
  alike ? reference::apply_table(from, to, tables[0]) : reference::apply_tables(from, to, tables);
}
#else

void one_table(const std::uint8_t* from, std::uint8_t* to, std::size_t count, const Lookup256& table) {
  const D8 d;
  std::size_t i = 0;
  for (; i + kBytes <= count; i += kBytes) hn::StoreU(table(hn::LoadU(d, from + i)), d, to + i);
  if (i < count) store_first(table(load_first(from + i, count - i)), to + i, count - i);
}

void Apply(ConstImageView from, ImageView to, const Tables& tables, bool alike) {
  const Lookup256 red(tables[0].data());
  if (from.channels == 1 || (from.channels == 3 && alike)) {
    return for_each_run(from, to, [&](const std::uint8_t* in, std::uint8_t* out, std::size_t count) {
      one_table(in, out, count, red);
    });
  }
  const Lookup256 green(tables[1].data());
  const Lookup256 blue(tables[2].data());
  change_pixels(from, to, [&](Planes pixels) {
    return Planes{red(pixels.red), green(pixels.green), blue(pixels.blue)};
  });
}
#endif

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(Apply);

void apply_table(ConstImageView from, ImageView to, const Table& table) {
  HWY_DYNAMIC_DISPATCH(Apply)(from, to, {table, table, table}, true);
}

void apply_tables(ConstImageView from, ImageView to, const Tables& tables) {
  HWY_DYNAMIC_DISPATCH(Apply)(from, to, tables, false);
}

}  // namespace variegate::kernels
#endif
