#include "variegate/core/folders.h"

#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

bool within(const std::string& path, const std::string& folder) {
  return lies_within(real_path(path), real_path(folder));
}

TEST(LiesWithin, IsToldWhateverThePathsLookLike) {
  const TemporaryFolder folder;
  const std::string data = folder.file("data");
  fs::create_directories(data + "/class");
  fs::create_directory_symlink(data, folder.file("link"));
  EXPECT_TRUE(within(data, data));
  EXPECT_TRUE(within(data + "/", data));
  EXPECT_TRUE(within(data, data + "//"));
  EXPECT_TRUE(within(data + "/class/../new", data)) << "what is not there yet";
  EXPECT_TRUE(within(folder.file("link") + "/new", data));
  EXPECT_TRUE(within(data + "/class", folder.file("link")));
  EXPECT_FALSE(within(data + "/..", data));
  EXPECT_FALSE(within(data + "2", data)) << "a name that begins alike";
  EXPECT_FALSE(within(folder.file("other"), data));
}

}  // namespace
}  // namespace variegate
