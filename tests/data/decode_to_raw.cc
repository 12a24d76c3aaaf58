// decode_to_raw [WIDTH HEIGHT] FILE...: for each file a line "width height channels" (or "error TEXT"), then
// the bytes. With a size, colours are unified as for an image set and the picture is resized to it. Driven by
// pillow_oracle_test.py.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/colour.h"
#include "variegate/data/decode.h"
#include "variegate/data/resize.h"

int main(int count, char** arguments) {
  using namespace variegate;
  std::vector<std::string> files(arguments + 1, arguments + count);
  int width = 0;
  int height = 0;
  if (files.size() > 2 && (width = std::atoi(files[0].c_str())) > 0) {
    height = std::atoi(files[1].c_str());
    files.erase(files.begin(), files.begin() + 2);
  }
  for (const std::string& file : files) {
    try {
      Image image = decode_image(read_bytes(file), file);
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
