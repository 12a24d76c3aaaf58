#include "variegate/kernels/mixture.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "variegate/kernels/mixture.cc"
#include <hwy/foreach_target.h>
// clang-format off: Highway's header must come after the one that includes this file again
#include <hwy/highway.h>
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace variegate::kernels::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using D32 = hn::ScalableTag<std::uint32_t>;
using D8 = hn::Rebind<std::uint8_t, D32>;

void AddShare(std::span<const std::uint8_t> bytes, std::uint32_t share, std::span<std::uint32_t> sums) {
  const D32 d32;
  const std::size_t n = hn::Lanes(d32);
  const auto shares = hn::Set(d32, share);
  std::size_t i = 0;
  for (; i + n <= sums.size(); i += n) {
    const auto values = hn::PromoteTo(d32, hn::LoadU(D8(), bytes.data() + i));
    hn::StoreU(hn::Add(hn::LoadU(d32, sums.data() + i), hn::Mul(values, shares)), d32, sums.data() + i);
  }
  reference::add_share(bytes.subspan(i), share, sums.subspan(i));
}

void FinishMixture(std::span<const std::uint32_t> sums, std::span<const std::uint8_t> bytes,
                   std::uint32_t share, std::span<std::uint8_t> to) {
  const D32 d32;
  const hn::RebindToSigned<D32> di32;
  const std::size_t n = hn::Lanes(d32);
  const auto shares = hn::Set(d32, share);
  std::size_t i = 0;
  for (; i + n <= to.size(); i += n) {
    const auto values = hn::PromoteTo(d32, hn::LoadU(D8(), bytes.data() + i));
    const auto sum = hn::Add(hn::LoadU(d32, sums.data() + i), hn::Mul(values, shares));
    hn::StoreU(hn::DemoteTo(D8(), hn::BitCast(di32, hn::ShiftRight<16>(sum))), D8(), to.data() + i);
  }
  reference::finish_mixture(sums.subspan(i), bytes.subspan(i), share, to.subspan(i));
}

}  // namespace
}  // namespace variegate::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace variegate::kernels {
HWY_EXPORT(AddShare);
HWY_EXPORT(FinishMixture);

void add_share(std::span<const std::uint8_t> bytes, std::uint32_t share, std::span<std::uint32_t> sums) {
  HWY_DYNAMIC_DISPATCH(AddShare)(bytes, share, sums);
}

void finish_mixture(std::span<const std::uint32_t> sums, std::span<const std::uint8_t> bytes,
                    std::uint32_t share, std::span<std::uint8_t> to) {
  HWY_DYNAMIC_DISPATCH(FinishMixture)(sums, bytes, share, to);
}

}  // namespace variegate::kernels
#endif
