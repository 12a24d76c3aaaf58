// IDX files, plain and gzipped, as pictures and as labels.
#include <cstddef>
#include <cstdint>

#include "variegate/core/error.h"
#include "variegate/data/formats/idx.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  for (const std::size_t rank : {std::size_t{1}, std::size_t{3}}) {
    try {
      IdxArray array = parse_idx({bytes, size}, "fuzz", rank);
      if (rank == 1) continue;
      const IdxArray labels{.shape = {array.shape[0]},
                            .values = std::vector<std::uint8_t>(array.shape[0], 7)};
      const PackedDataset dataset(idx_images(std::move(array), "fuzz", labels, "labels"));
      dataset.load(dataset.size() - 1);
    } catch (const Error&) {
    }
  }
  return 0;
}
