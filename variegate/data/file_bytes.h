// Whole files as bytes.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace variegate {

// What the readers parse: they see bytes and a name for errors, never a file.
using ByteView = std::span<const std::uint8_t>;

// More than any picture takes: a file of 2^28 pixels of colour and 16 bits has 1.5 GiB.
constexpr std::uint64_t kLargestPictureFile = std::uint64_t{1} << 31;
// More than any set of pictures in memory may take.
constexpr std::uint64_t kLargestPackedFile = std::uint64_t{1} << 35;

// All bytes of a regular file; Error with the cause when it cannot be read or is larger than `most` bytes or
// than the memory there is.
std::vector<std::uint8_t> read_bytes(const std::string& path, std::uint64_t most = kLargestPictureFile);

// The same into memory that is used again.
void read_bytes(const std::string& path, std::vector<std::uint8_t>& bytes,
                std::uint64_t most = kLargestPictureFile);

// Gives `bytes` that size; Error naming what is read when it is larger than `most` or than the memory there
// is.
void make_room(std::vector<std::uint8_t>& bytes, std::uint64_t size, std::uint64_t most,
               const std::string& name);

}  // namespace variegate
