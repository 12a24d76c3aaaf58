// Augments pictures with a policy from C++: apply_policy POLICY PICTURE... writes PICTURE-augmented.png
// beside each.
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

#include "variegate/core/files.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/encode.h"
#include "variegate/data/file_bytes.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/published.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: apply_policy POLICY PICTURE...\n";
    return 2;
  }
  try {
    // A policy file, the folder of a study, or a published name. A pipeline may be used by many threads, each
    // with a Scratch of its own.
    const variegate::Pipeline pipeline(variegate::find_policy(argv[1]), /*seed=*/1);
    variegate::Scratch scratch;
    for (int i = 2; i < argc; ++i) {
      const std::string path = argv[i];
      // The index is part of the key of every random draw: the same picture, epoch and seed give the same
      // result.
      variegate::Sample sample =
          variegate::image_sample(variegate::decode_image(variegate::read_bytes(path), path), /*label=*/0,
                                  /*index=*/static_cast<std::uint64_t>(i - 2));
      pipeline.apply(sample, /*epoch=*/0, scratch);
      const auto png = variegate::encode_png(sample.image());
      const std::string out = path + "-augmented.png";
      variegate::write_file_atomically(
          out, std::string_view(reinterpret_cast<const char*>(png.data()), png.size()));
      std::cout << out << "\n";
    }
  } catch (const std::exception& error) {
    std::cerr << "apply_policy: " << error.what() << "\n";
    return 1;
  }
  return 0;
}
