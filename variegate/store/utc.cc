#include "variegate/store/utc.h"

#include <fmt/format.h>

#include <cstdio>

#include "variegate/core/error.h"

namespace variegate {
namespace {

using std::chrono::milliseconds;
using std::chrono::sys_days;
using std::chrono::system_clock;
using std::chrono::time_point_cast;

std::chrono::sys_time<milliseconds> parse_stamp(std::string_view stamp) {
  int year = 0;
  unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0, milli = 0;
  char zone = ' ';
  const std::string text(stamp);
  const int fields = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2u.%3u%c", &year, &month, &day, &hour,
                                 &minute, &second, &milli, &zone);
  const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                         std::chrono::day{day}};
  if (fields != 8 || zone != 'Z' || !date.ok() || hour > 23 || minute > 59 || second > 60) {
    throw Error({.where = "",
                 .what = "not a time stamp",
                 .got = "'" + text + "'",
                 .expected = "UTC like 2026-03-01T12:00:00.250Z",
                 .mend = ""});
  }
  return sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
         std::chrono::seconds{second} + milliseconds{milli};
}

}  // namespace

std::string utc_text(system_clock::time_point time) {
  const auto stamp = time_point_cast<milliseconds>(time);
  const auto day = std::chrono::floor<std::chrono::days>(stamp);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{stamp - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

std::string utc_now() { return utc_text(system_clock::now()); }

double seconds_between(std::string_view from, std::string_view to) {
  return std::chrono::duration<double>(parse_stamp(to) - parse_stamp(from)).count();
}

}  // namespace variegate
