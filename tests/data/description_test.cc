#include "variegate/data/description.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"

namespace variegate {
namespace {

using testing::HasSubstr;

// Empty files that are called as pictures: a description reads none.
void classes(const TemporaryFolder& folder, const std::string& below, const std::vector<std::string>& names,
             int each) {
  for (const std::string& name : names)
    for (int i = 0; i < each; ++i) write_file(folder, below + name + "/" + std::to_string(i) + ".png", "");
}

TEST(Description, SaysHowManyTrainAndValidateAndWhatIsLeftOut) {
  const TemporaryFolder folder;
  classes(folder, "photos/Train/", {"ant", "bee"}, 20);
  classes(folder, "photos/val/", {"ant", "bee"}, 3);
  classes(folder, "photos/test/", {"ant"}, 2);
  write_file(folder, "photos/Train/ant/1.xcf", "");
  EXPECT_EQ(words_of(describe_data({.train = folder.file("photos")}, true)),
            folder.file("photos") + ": 2 classes (ant 20, bee 20), 40 to train, 6 from " +
                folder.file("photos/val") + " to validate, test part " + folder.file("photos/test") +
                "; 1 .xcf left out");
}

TEST(Description, SaysWhatIsDrawnFromUndividedData) {
  const TemporaryFolder folder;
  classes(folder, "photos/", {"a", "b"}, 20);
  EXPECT_THAT(words_of(describe_data({.train = folder.file("photos")}, true)),
              HasSubstr("32 to train, 8 drawn from the same to validate, no test part"));
  EXPECT_THAT(words_of(describe_data({.train = folder.file("photos"), .train_size = 10}, true)),
              HasSubstr("10 to train, 30 drawn from the same to validate"));
  EXPECT_THAT(
      words_of(describe_data(
          {.train = folder.file("photos"), .validation = folder.file("photos/"), .validation_size = 4},
          true)),
      HasSubstr("40 to train, 4 from"));
}

TEST(Description, NamesFewOfManyClasses) {
  const TemporaryFolder folder;
  classes(folder, "d/", {"c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9"}, 2);
  write_file(folder, "d/c3/more.png", "");
  EXPECT_THAT(words_of(describe_data({.train = folder.file("d")}, false)),
              HasSubstr("9 classes (c1: 2, c2: 2, c3: 3, c4: 2, c5: 2, c6: 2, c7: 2, ...; 2 to 3 each)"));
}

TEST(Description, ForMachinesHoldsTheSame) {
  const TemporaryFolder folder;
  classes(folder, "d/train/", {"a", "b"}, 2);
  classes(folder, "d/test/", {"a"}, 1);
  std::filesystem::create_symlink("nothing", folder.file("d/train/a/9.png"));
  const Json json = to_json(describe_data({.train = folder.file("d"), .skip_bad = true}, false));
  EXPECT_EQ(json["format"], "folder");
  EXPECT_EQ(json["classes"].dump(), R"([{"name":"a","pictures":2},{"name":"b","pictures":2}])");
  EXPECT_EQ(json["training"]["pictures"], 4);
  EXPECT_TRUE(json["validation"].is_null());
  EXPECT_EQ(json["test"], std::filesystem::canonical(folder.file("d/test")).string());
  EXPECT_EQ(json["left_out"][0]["reason"], "broken_link");
  EXPECT_EQ(json["left_out"][0]["count"], 1);
}

TEST(LeftOut, StopsOnlyForWhatCannotBeRead) {
  LeftOut left_out;
  left_out.add(LeftOutReason::other_kind, "a/1.txt", ".txt");
  left_out.require_none_bad();
  left_out.add(LeftOutReason::broken_link, "a/2.png");
  left_out.add(LeftOutReason::broken_link, "a/3.png");
  EXPECT_THAT(error_text([&] { left_out.require_none_bad(); }),
              HasSubstr("a/2.png: a broken link; got 2 that cannot be read, this the first"));
  EXPECT_EQ(words_of(left_out), "1 .txt, 2 broken links (2.png, ...)");
}

}  // namespace
}  // namespace variegate
