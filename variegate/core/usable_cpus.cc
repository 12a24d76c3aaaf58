#include "variegate/core/usable_cpus.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>
#include <vector>

namespace variegate {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// "150000 100000": the microseconds of processor time in a period, and the period in microseconds; "max" or
// -1: no limit.
std::optional<double> ratio(const std::string& quota_and_period) {
  std::istringstream text(quota_and_period);
  double quota = 0.0, period = 0.0;
  if (!(text >> quota >> period) || quota <= 0.0 || period <= 0.0) return std::nullopt;
  return quota / period;
}

std::optional<double> quota_of(const fs::path& group) {
  if (const auto version2 = ratio(text_of(group / "cpu.max"))) return version2;
  return ratio(text_of(group / "cpu.cfs_quota_us") + " " + text_of(group / "cpu.cfs_period_us"));
}

// Lowers `smallest` to the quota of the group and of all groups above it, whose limits bind it too. In a
// container the group's own path may not be mounted; its limits are then at the top.
void lower(std::optional<double>& smallest, const fs::path& mounted, const std::string& group) {
  fs::path at = mounted / fs::path(group).relative_path();
  while (true) {
    if (const auto quota = quota_of(at)) smallest = std::min(smallest.value_or(*quota), *quota);
    if (at == mounted || !at.has_relative_path()) return;
    at = at.parent_path();
  }
}

int affinity() {
  // Machines may have more processors than cpu_set_t has room for: the set grows until it holds them.
  for (int room = CPU_SETSIZE; room <= 1 << 20; room *= 2) {
    cpu_set_t* set = CPU_ALLOC(static_cast<std::size_t>(room));
    const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(room));
    if (set == nullptr) break;
    const bool known = ::sched_getaffinity(0, bytes, set) == 0;
    const int count = known ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (known) return count;
  }
  return static_cast<int>(std::thread::hardware_concurrency());
}

}  // namespace

std::optional<double> cgroup_quota(const std::string& root, const std::string& membership) {
  std::optional<double> smallest;
  std::istringstream lines(membership);
  for (std::string line; std::getline(lines, line);) {  // "0::/group", "4:cpu,cpuacct:/group"
    const std::size_t first = line.find(':');
    const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const std::string group = line.substr(second + 1);
    if (controllers.empty()) lower(smallest, root, group);
    std::istringstream names(controllers);
    bool limits_time = false;
    for (std::string name; std::getline(names, name, ',');) limits_time = limits_time || name == "cpu";
    if (!limits_time) continue;
    lower(smallest, fs::path(root) / controllers, group);
    lower(smallest, fs::path(root) / "cpu", group);
  }
  return smallest;
}

int usable_cpus() {
  const int bound = std::max(1, affinity());
  const auto quota = cgroup_quota("/sys/fs/cgroup", text_of("/proc/self/cgroup"));
  if (!quota) return bound;
  return std::clamp(static_cast<int>(std::ceil(std::min(*quota, 1e6))), 1, bound);
}

}  // namespace variegate
