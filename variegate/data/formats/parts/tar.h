// What is in a tar file: names, places and sizes of its members.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {

inline constexpr std::size_t kTarBlock = 512;  // headers and contents are padded to it

// A regular file in the archive, or a link to one: its contents are then those of the file.
struct TarMember {
  std::string name;
  std::uint64_t header = 0;  // where its (last) header begins in the archive
  std::uint64_t offset = 0;  // where its contents begin
  std::uint64_t size = 0;    // of its contents, in bytes
  bool lost = false;         // a link that leads to no file in the archive
};

struct TarListing {
  std::vector<TarMember> members;    // in the order of the archive
  std::vector<std::string> special;  // names of devices and pipes
  std::optional<ErrorText> fault;    // what ended the listing before the end of the archive
};

// Fills all of `to` with the archive's bytes from that offset on, which lie inside the archive.
using ReadAt = std::function<void(std::uint64_t offset, std::span<std::uint8_t> to)>;

// Lists an archive of `size` bytes: POSIX ustar and pax (records path, linkpath and size) and GNU's long
// names and large sizes, by their headers alone. Hard and symbolic links are resolved within the archive.
// Damage (a wrong checksum, contents or an end marker that are missing) and what is not supported (sparse
// files) end the listing with a fault that names archive, member and offset; what was listed before it is
// sound. name: of the archive, for errors.
TarListing list_tar(const ReadAt& read, std::uint64_t size, const std::string& name);

}  // namespace variegate
