// decode_to_raw [--stored | WIDTH HEIGHT | --part LEFT TOP WIDTH HEIGHT LEAST_WIDTH LEAST_HEIGHT] FILE...:
// for each file a line "width height channels" (or "error TEXT"), then the bytes. With a size, colours are
// unified as for an image set and the picture is resized to it. --stored: not turned upright. With a part,
// the pixels that the box touches, at the scale at which it was decoded. Driven by pillow_oracle_test.py.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/resize.h"

namespace {

using namespace variegate;

// The pixels that the box touches.
Image decode_part(const std::string& file, const PartRequest& request) {
  Image image;
  const DecodedPart part = decode_image_part(
      read_bytes(file), file, [&](int, int) { return request; }, image);
  const int left = static_cast<int>(std::floor(part.box.left));
  const int top = static_cast<int>(std::floor(part.box.top));
  const int right = static_cast<int>(std::ceil(part.box.left + part.box.width));
  const int bottom = static_cast<int>(std::ceil(part.box.top + part.box.height));
  Image touched(right - left, bottom - top, image.channels);
  for (int y = 0; y < touched.height; ++y)
    std::copy_n(image.at(left, top + y), touched.stride(), touched.row(y));
  return touched;
}

}  // namespace

int main(int count, char** arguments) {
  std::vector<std::string> files(arguments + 1, arguments + count);
  int width = 0;
  int height = 0;
  PartRequest request;
  DecodeOptions options;
  if (!files.empty() && files[0] == "--stored") {
    options.orientation = Orientation::ignore;
    files.erase(files.begin());
  } else if (files.size() > 7 && files[0] == "--part") {
    const auto number = [&](std::size_t i) { return std::atoi(files[i].c_str()); };
    request = {.box = {number(1), number(2), number(3), number(4)},
               .least_width = number(5),
               .least_height = number(6)};
    files.erase(files.begin(), files.begin() + 7);
  } else if (files.size() > 2 && (width = std::atoi(files[0].c_str())) > 0) {
    height = std::atoi(files[1].c_str());
    files.erase(files.begin(), files.begin() + 2);
  }
  for (const std::string& file : files) {
    try {
      Image image =
          request.box.width > 0 ? decode_part(file, request) : decode_image(read_bytes(file), file, options);
      if (width > 0) {
        if (image.channels == 4) image = over_black(image);
        image = resize(image, width, height);
      }
      std::printf("%d %d %d\n", image.width, image.height, image.channels);
      std::fwrite(image.pixels.data(), 1, image.pixels.size(), stdout);
    } catch (const Error& error) {
      std::printf("error %s\n", error.what());
    }
  }
  return 0;
}
