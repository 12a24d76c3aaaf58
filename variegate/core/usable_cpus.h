// How many processors this process may use: by its affinity (taskset, a scheduler of jobs) and by the quota
// of its control group (a container's limit), which std::thread::hardware_concurrency() does not know of.
#pragma once

#include <optional>
#include <string>

namespace variegate {

// At least 1. A quota of 1.5 processors counts as 2: one and a half workers' work needs two.
int usable_cpus();

// The smallest quota, in processors, of the control groups named by `membership` (the text of
// /proc/self/cgroup) and of those above them, in the hierarchies mounted below `root` (/sys/fs/cgroup):
// version 2 (cpu.max) and version 1 (cpu.cfs_quota_us). nullopt: there is none, or it cannot be read.
std::optional<double> cgroup_quota(const std::string& root, const std::string& membership);

}  // namespace variegate
