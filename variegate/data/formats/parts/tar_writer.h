// Writing tar files: the same members give the same bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace variegate {

// Appends a member as POSIX ustar; with a pax record before it when its name is longer than ustar holds.
// Owner, time and mode are the same for all (0, 0, 0644), so that nothing but names and contents is in the
// bytes. name: not empty, without NUL.
void append_tar_member(std::vector<std::uint8_t>& archive, std::string_view name,
                       std::span<const std::uint8_t> contents);

// The two blocks of zeros that end an archive.
void append_tar_end(std::vector<std::uint8_t>& archive);

}  // namespace variegate
