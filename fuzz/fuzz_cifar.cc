// CIFAR-10 and CIFAR-100 binary files.
#include <cstddef>
#include <cstdint>
#include <string>

#include "variegate/core/error.h"
#include "variegate/data/formats/cifar.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  for (const CifarKind& kind : {kCifar10, kCifar100}) {
    try {
      PackedImages images;
      for (int label = 0; label < kind.classes; ++label) images.class_names.push_back(std::to_string(label));
      parse_cifar({bytes, size}, "fuzz", kind, images);
      const PackedDataset dataset(std::move(images));
      dataset.load(dataset.size() - 1);
      dataset.name(dataset.size() - 1);
    } catch (const Error&) {
    }
  }
  return 0;
}
