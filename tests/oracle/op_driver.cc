// Applies operations for the oracle tests. A request is a line of JSON on standard input,
//   {"op": "rotate", "values": [30, 0, 1], "seed": 7, "width": 32, "height": 32, "channels": 3}
// and the width x height x channels bytes of the picture. The answer is a line, {"error": "..."} or what was
// drawn, and, when there is no error, as many bytes. Of a geometric operation was drawn
//   {"matrix": [[xx, xy, x0], [yx, yy, y0], [px, py, pw]], "control": [[x, y], ...]}
// the map from the result to the picture, and the control points of its displacement.
#include <iostream>
#include <string>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/ops/op.h"
#include "variegate/ops/run_image.h"

namespace {

using namespace variegate;

// A picture whose bytes are still to be read.
Image shape_from(JsonReader& request) {
  const auto size = [&](const char* name) { return request.member(name).small_integer(1, 4096); };
  return {size("width"), size("height"), size("channels")};
}

Json drawn_by(const Op& op, std::vector<double> values, std::uint64_t seed, const Image& image,
              ImageScratch& scratch) {
  if (op.geometric() == nullptr) return Json::object();
  for (std::size_t i = values.size(); i < op.parameters.size(); ++i)
    values.push_back(op.parameters[i].fallback);
  Stream random({.seed = seed});
  const GeometricMap map = op.geometric()->map({values, random, scratch}, image.width, image.height);
  const InverseAffine& a = map.affine;
  const Perspective& p = map.perspective;
  Json control = Json::array();
  if (map.displacement != nullptr) {
    for (const PicturePoint& point : map.displacement->control) control.push_back({point.x, point.y});
  }
  return {{"matrix", {{a.xx, a.xy, a.x0}, {a.yx, a.yy, a.y0}, {p.x, p.y, p.w}}}, {"control", control}};
}

void serve(const std::string& line, ImageScratch& scratch) {
  const Json json = parse_json(line, "request");
  JsonReader request(json, "request");
  Image image = shape_from(request);
  std::cin.read(reinterpret_cast<char*>(image.pixels.data()),
                static_cast<std::streamsize>(image.pixels.size()));
  const Op& op = require_op(FieldKind::image, request.member("op").string(), "request");
  std::vector<double> values;
  for (const JsonReader& value : request.member("values").array()) values.push_back(value.number(-1e9, 1e9));
  const std::uint64_t seed = request.member("seed").unsigned_integer();
  Stream random({.seed = seed});
  request.finish();
  apply_op(op, image, values, random, scratch);
  std::cout << drawn_by(op, values, seed, image, scratch).dump() << "\n";
  std::cout.write(reinterpret_cast<const char*>(image.pixels.data()),
                  static_cast<std::streamsize>(image.pixels.size()));
}

}  // namespace

int main() {
  ImageScratch scratch;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      serve(line, scratch);
    } catch (const Error& error) {
      std::cout << Json{{"error", error.what()}}.dump() << "\n";
    }
    std::cout.flush();
  }
}
