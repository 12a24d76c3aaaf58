#include "variegate/data/many_pictures.h"

#include <fmt/format.h>

#include "variegate/core/error.h"

namespace variegate {

void check_memory(std::size_t pictures, int width, int height, std::uint64_t bytes) {
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 34;
  if (bytes <= kMostBytes) return;
  throw Error({.where = "",
               .what = "the decoded images take too much memory",
               .got = fmt::format("{} of {} x {} pixels: {:.1f} GB", pictures, width, height,
                                  static_cast<double>(bytes) / 1e9),
               .expected = fmt::format("at most {:.1f} GB", static_cast<double>(kMostBytes) / 1e9),
               .mend = "give a smaller --resolution or --train-size"});
}

std::string error_words(const std::exception_ptr& fault) {
  try {
    std::rethrow_exception(fault);
  } catch (const Error& error) {
    return error.what();
  }
}

}  // namespace variegate
