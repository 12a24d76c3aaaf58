// Whole files as bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace variegate {

// What the readers parse: they see bytes and a name for errors, never a file.
using ByteView = std::span<const std::uint8_t>;

// All bytes of a regular file; Error with the cause when it cannot be read.
std::vector<std::uint8_t> read_bytes(const std::string& path);

// The same into memory that is used again.
void read_bytes(const std::string& path, std::vector<std::uint8_t>& bytes);

}  // namespace variegate
