#include "variegate/core/nearest_path.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "tests/support/temporary_folder.h"

namespace variegate {
namespace {

TEST(NearestPath, MendsEveryPartThatIsNotThere) {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.file("study"));
  std::ofstream(folder.file("study/policy.json")) << "{}";
  const std::string meant = " (did you mean '" + folder.file("study/policy.json") + "'?)";
  EXPECT_EQ(did_you_mean_path(folder.file("study/policy.jsn")), meant);
  EXPECT_EQ(did_you_mean_path(folder.file("stduy/Policy.json")), meant);
  EXPECT_EQ(did_you_mean_path(folder.file("Study/")), " (did you mean '" + folder.file("study/") + "'?)");
}

TEST(NearestPath, SaysNothingOfPathsThatAreThereOrUnlikeAll) {
  const TemporaryFolder folder;
  std::ofstream(folder.file("policy.json")) << "{}";
  EXPECT_EQ(did_you_mean_path(folder.file("policy.json")), "");
  EXPECT_EQ(did_you_mean_path(folder.file("pictures")), "");
  EXPECT_EQ(did_you_mean_path(folder.file("nowhere/policy.jsn")), "");
  EXPECT_EQ(did_you_mean_path(""), "");
}

}  // namespace
}  // namespace variegate
