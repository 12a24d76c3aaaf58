// Manifests in every encoding and dialect under every kind of group rule; the first line of the input is the
// rule.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/data/formats/manifest.h"
#include "variegate/data/formats/parts/manifest_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace variegate;
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t end = text.find('\n');
  const std::string_view rule = text.substr(0, end);
  // Regular expressions are the user's own and may take as long as they please: they are not fuzzed.
  if (end == std::string_view::npos || rule.starts_with("match:")) return 0;
  begins_as_manifest(text.substr(end + 1));
  try {
    const Manifest manifest =
        parse_manifest(text.substr(end + 1), "fuzz", parse_group_rule(std::string(rule)));
    manifest_classes(manifest.rows);
    const ObjectLabels objects = manifest_objects(manifest.rows);
    for (const ManifestRow& row : manifest.rows) {
      for (const WrittenBox& box : row.boxes) objects[box.label];
      for (const WrittenKeypoint& point : row.keypoints) objects[point.label];
    }
  } catch (const Error&) {
  }
  return 0;
}
