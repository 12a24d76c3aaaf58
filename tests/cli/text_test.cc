#include "cli/text.h"

#include <gtest/gtest.h>

#include "cli/progress.h"

namespace variegate::cli {
namespace {

TEST(Text, CountsCharactersNotBytes) {
  EXPECT_EQ(text_width("━━ 猫"), 4);
  EXPECT_EQ(padded("é", 3), "é  ");
  EXPECT_EQ(cut("ééééé", 3), "éé…");
  EXPECT_EQ(cut("abc", 3), "abc");
}

TEST(Text, WrapsAtSpacesAndKeepsLongWordsWhole) {
  EXPECT_EQ(wrapped("one two three", 7), (std::vector<std::string>{"one two", "three"}));
  EXPECT_EQ(wrapped("a verylongword b", 5), (std::vector<std::string>{"a", "verylongword", "b"}));
  EXPECT_EQ(wrapped("", 5), (std::vector<std::string>{""}));
}

TEST(Text, TablesKeepWithinTheWidthByWrappingTheLastColumn) {
  const TextTable table{{"a", "b"}, {{"x", "one two three four five six seven eight"}}, {}};
  const std::string text = table.text(30);
  std::size_t start = 0;
  int lines = 0;
  for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', start)) {
    EXPECT_LE(end - start, 30U);
    start = end + 1;
    ++lines;
  }
  EXPECT_EQ(lines, 3);
}

TEST(Progress, LineFitsTheTerminalAndDropsTheBarBeforeTheNumbers) {
  const ProgressState state{
      .title = "search", .done = 12, .total = 40, .seconds = 60.0, .text = "best 51.2 %"};
  for (const int width : {120, 80, 50, 30, 10})
    EXPECT_LE(text_width(progress_line(state, width)), width) << width;
  EXPECT_NE(progress_line(state, 120).find("━"), std::string::npos);
  EXPECT_EQ(progress_line(state, 44).find("━"), std::string::npos);
  EXPECT_NE(progress_line(state, 44).find("12/40"), std::string::npos);
}

TEST(Progress, TellsTheTimeLeftFromTheMeanPace) {
  const ProgressState state{.title = "t", .done = 10, .total = 40, .seconds = 60.0, .text = ""};
  EXPECT_NE(progress_log_line(state).find("3m 00s left"), std::string::npos);
  const ProgressState unknown{.title = "t", .done = 10, .total = 0, .seconds = 60.0, .text = ""};
  EXPECT_EQ(progress_log_line(unknown).find("left"), std::string::npos);
}

}  // namespace
}  // namespace variegate::cli
