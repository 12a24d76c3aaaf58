// Applies operations for the oracle tests. A request is a line of JSON on standard input,
//   {"op": "rotate", "values": [30, 0, 1], "seed": 7, "width": 32, "height": 32, "channels": 3}
// and the width x height x channels bytes of the picture. The answer is a line, {} or {"error": "..."}, and,
// when there is no error, as many bytes.
#include <iostream>
#include <string>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/ops/op.h"

namespace {

using namespace variegate;

// A picture whose bytes are still to be read.
Image shape_from(JsonReader& request) {
  const auto size = [&](const char* name) { return static_cast<int>(request.member(name).integer(1, 4096)); };
  return {size("width"), size("height"), size("channels")};
}

void serve(const std::string& line, Scratch& scratch) {
  const Json json = parse_json(line, "request");
  JsonReader request(json, "request");
  Image image = shape_from(request);
  std::cin.read(reinterpret_cast<char*>(image.pixels.data()),
                static_cast<std::streamsize>(image.pixels.size()));
  const Op& op = require_op(request.member("op").string(), "request");
  std::vector<double> values;
  for (const JsonReader& value : request.member("values").array()) values.push_back(value.number(-1e9, 1e9));
  Stream random({.seed = request.member("seed").unsigned_integer()});
  request.finish();
  apply_op(op, image, values, random, scratch);
  std::cout << "{}\n";
  std::cout.write(reinterpret_cast<const char*>(image.pixels.data()),
                  static_cast<std::streamsize>(image.pixels.size()));
}

}  // namespace

int main() {
  Scratch scratch;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      serve(line, scratch);
    } catch (const Error& error) {
      std::cout << Json{{"error", error.what()}}.dump() << "\n";
    }
    std::cout.flush();
  }
}
