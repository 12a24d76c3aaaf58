// What the two ways to decode many pictures at once share: their limits, and what they say of a bad file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>

#include "variegate/core/error.h"

namespace variegate {

inline constexpr std::uint64_t kMostDecodedBytes = std::uint64_t{1} << 34;
inline constexpr std::size_t kReasonsKept = 10;   // of files that were left out
inline constexpr std::size_t kWorthThreads = 64;  // fewer pictures load faster than threads start

// The text of an Error that was kept.
inline std::string words_of(const std::exception_ptr& fault) {
  try {
    std::rethrow_exception(fault);
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace variegate
