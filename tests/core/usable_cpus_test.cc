#include "variegate/core/usable_cpus.h"

#include <gtest/gtest.h>
#include <sched.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/support/temporary_folder.h"

namespace variegate {
namespace {

void write(const std::string& path, const std::string& text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path) << text;
}

TEST(UsableCpus, AThreadBoundToOneProcessorHasOne) {
  int bound = 0;
  std::thread([&] {
    cpu_set_t all, one;
    ASSERT_EQ(::sched_getaffinity(0, sizeof all, &all), 0);
    CPU_ZERO(&one);
    for (int cpu = 0; cpu < CPU_SETSIZE && CPU_COUNT(&one) == 0; ++cpu) {
      if (CPU_ISSET(cpu, &all)) CPU_SET(cpu, &one);
    }
    ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
    bound = usable_cpus();
  }).join();
  EXPECT_EQ(bound, 1);
  EXPECT_GE(usable_cpus(), 1);
}

TEST(UsableCpus, AQuotaIsTheSmallestOfAGroupAndThoseAboveIt) {
  const TemporaryFolder folder;
  write(folder.path() + "/outer/cpu.max", "150000 100000\n");
  write(folder.path() + "/outer/inner/cpu.max", "max 100000\n");
  EXPECT_EQ(cgroup_quota(folder.path(), "0::/outer/inner\n"), 1.5);
  write(folder.path() + "/outer/inner/cpu.max", "50000 100000\n");
  EXPECT_EQ(cgroup_quota(folder.path(), "0::/outer/inner\n"), 0.5);
  EXPECT_EQ(cgroup_quota(folder.path(), "0::/\n"), std::nullopt);
}

TEST(UsableCpus, TheFirstVersionsQuotaIsReadWhereItIsMounted) {
  const TemporaryFolder folder;
  write(folder.path() + "/cpu,cpuacct/job/cpu.cfs_quota_us", "300000\n");
  write(folder.path() + "/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n");
  EXPECT_EQ(cgroup_quota(folder.path(), "5:memory:/x\n4:cpu,cpuacct:/job\n"), 3.0);
  write(folder.path() + "/cpu,cpuacct/job/cpu.cfs_quota_us", "-1\n");
  EXPECT_EQ(cgroup_quota(folder.path(), "4:cpu,cpuacct:/job\n"), std::nullopt);
}

TEST(UsableCpus, WhatContainersWithoutTheirOwnPathSeeIsReadAtTheTop) {
  const TemporaryFolder folder;
  write(folder.path() + "/cpu.max", "200000 100000\n");
  EXPECT_EQ(cgroup_quota(folder.path(), "0::/docker/1234\n"), 2.0);
}

TEST(UsableCpus, OddTextIsNoQuota) {
  const TemporaryFolder folder;
  for (const char* text : {"", "x", "0 0", "-5 100000", "max", "100000"}) {
    write(folder.path() + "/cpu.max", text);
    EXPECT_EQ(cgroup_quota(folder.path(), "0::/\n"), std::nullopt) << text;
  }
  EXPECT_EQ(cgroup_quota(folder.path(), "no colons\n::\n0:"), std::nullopt);
}

}  // namespace
}  // namespace variegate
