#include "variegate/data/formats/parts/parts_option.h"

#include <fmt/format.h>

#include "variegate/core/error.h"

namespace variegate {
namespace {

[[noreturn]] void fail(const std::string& what, const std::string& got) {
  throw Error({.where = "--parts",
               .what = what,
               .got = fmt::format("'{}'", got),
               .expected = "none, or PART=PATH,... with the parts train, validation and test",
               .mend = "e.g. --parts train=photos_2023,test=photos_2024"},
              ErrorKind::usage);
}

std::optional<Part> part_before(const std::string& text, std::size_t equals) {
  return equals == std::string::npos ? std::nullopt : part_named(text.substr(0, equals));
}

}  // namespace

PartsOption parse_parts(const std::string& text) {
  PartsOption option;
  if (text.empty()) return option;
  if (text == "none") return {.undivided = true, .paths = {}};
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t equals = text.find('=', begin);
    const std::string piece = text.substr(begin);
    const auto part = part_before(piece, piece.find('='));
    if (!part) fail("not a part", piece);
    // A comma ends a path only where another part follows: paths may hold commas.
    std::size_t end = text.find(',', equals);
    while (end != std::string::npos && !part_before(text.substr(end + 1), text.substr(end + 1).find('=')))
      end = text.find(',', end + 1);
    const std::string path = text.substr(equals + 1, end == std::string::npos ? end : end - equals - 1);
    if (path.empty()) fail("a part without a path", piece);
    if (!option.paths.emplace(*part, path).second)
      fail(fmt::format("the {} part is named twice", name_of(*part)), text);
    begin = end == std::string::npos ? text.size() : end + 1;
  }
  return option;
}

}  // namespace variegate
