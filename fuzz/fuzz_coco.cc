// COCO's JSON, masks in both forms among it; what is read is rasterised and packed again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/data/annotations/coco.h"
#include "variegate/data/annotations/coco_rle.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  constexpr int kSide = 64;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  try {
    for (const CocoPicture& picture : parse_coco(text, "fuzz").pictures) {
      for (const ObjectBox& box : picture.boxes.boxes) {
        const PixelRuns runs = runs_of(box.outlines, kSide, kSide);
        if (unpack_runs(pack_runs(runs), kSide, kSide, "fuzz") != runs) std::abort();
        if (runs_of(outlines_of(runs, kSide, kSide), kSide, kSide) != runs) std::abort();
      }
    }
  } catch (const Error&) {
  }
  return 0;
}
