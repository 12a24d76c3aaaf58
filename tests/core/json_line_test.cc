// Any bytes survive JSON, and documents of UTF-8 are read and written as before.
#include "variegate/core/json_line.h"

#include <gmock/gmock.h>

#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/core/utf8.h"

namespace variegate {
namespace {

Json there_and_back(const Json& value) { return parse_json(json_line(value), "line"); }

TEST(JsonLine, WritesBytesAsPythonWritesFileNames) {
  EXPECT_EQ(json_line(Json("caf\xE9")), R"("caf\udce9")");
  EXPECT_EQ(json_line(Json("caf\xC3\xA9 \"x\"")), "\"caf\xC3\xA9 \\\"x\\\"\"");
  EXPECT_EQ(json_text(Json{{"path", "\xFF"}}), "{\"path\": \"\\udcff\"}\n");
}

TEST(JsonLine, IsThatOfTheLibraryForUtf8) {
  const Json value{{"a", {1, -2.5, 1e300, true, nullptr, "\t\x01\xC3\xA9"}}, {"b", Json::object()}, {"", ""}};
  EXPECT_EQ(json_line(value), value.dump());
}

TEST(JsonLine, AnyBytesComeBack) {
  // Parts that could be taken for one another: escapes in words, NUL, the replacement character, true pairs.
  const std::vector<std::string> parts{
      "a",        "\\",     "\\u",          "\\udce9",      "\"",   "\xE9",
      "\xC3\xA9", "\xC3",   "\xED\xB3\xA9", "\xEF\xBF\xBD", "\x80", "\xF0\x9F\x98\x80",
      "\xFF",     "dc80",   "\n",           "\x7F",         "/",    std::string(1, '\0'),
      "\xC2\x80", "\\u0000"};
  Stream stream({.seed = 1});
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (std::uint64_t left = stream.below(8); left > 0; --left) text += parts[stream.below(parts.size())];
    const Json value{{text, {text, {{"inner", text}}}}};
    ASSERT_EQ(there_and_back(value), value) << json_line(value);
    ASSERT_TRUE(is_utf8(json_line(value)));
  }
}

TEST(ParseJson, ReadsALoneSurrogateInEitherCaseBesideTruePairs) {
  EXPECT_EQ(parse_json(R"("\uDCE9\ud83d\ude00\\udce9\u0000")", "t"),
            Json(std::string("\xE9\xF0\x9F\x98\x80\\udce9") + '\0'));
  EXPECT_EQ(parse_json(R"("\ud83d\udce9")", "t"), Json("\xF0\x9F\x93\xA9"));  // a pair, an envelope
  for (const char* bad : {R"("\udc7f")", R"("\ud800")", R"("\udd00\udce9")"})
    EXPECT_THROW(parse_json(bad, "t"), std::exception) << bad;
}

TEST(Utf8, IsWhatRfc3629Allows) {
  for (const char* good : {"", "a", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xFF"})
    EXPECT_FALSE(is_utf8(bad)) << bad;
  std::string all;
  for (const char32_t point : {U'a', U'\u00E9', U'\u20AC', U'\U0001F600'}) append_utf8(point, all);
  EXPECT_EQ(all, "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
}

}  // namespace
}  // namespace variegate
