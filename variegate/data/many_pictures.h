// What those who decode many pictures at once have in common: load_images() and PoolBuilder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

namespace variegate {

inline constexpr std::size_t kReasonsKept = 10;   // why pictures were left out, the first few
inline constexpr std::size_t kWorthThreads = 64;  // fewer pictures load faster than threads start

// Error when so many pictures of a size would take more memory than the limit of 16 GiB.
void check_memory(std::size_t pictures, int width, int height, std::uint64_t bytes);

// The text of the Error that was caught.
std::string error_words(const std::exception_ptr& fault);

}  // namespace variegate
