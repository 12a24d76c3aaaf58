// Time stamps as text: UTC, ISO 8601 with milliseconds, "2026-03-01T12:00:00.250Z".
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace variegate {

std::string utc_text(std::chrono::system_clock::time_point time);
std::string utc_now();

// Seconds from one stamp to another; negative when `to` is the earlier one. Error when one is not a stamp.
double seconds_between(std::string_view from, std::string_view to);

}  // namespace variegate
