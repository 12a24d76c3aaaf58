#include "variegate/core/json.h"
#include "variegate/core/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <limits>
#include <thread>

#include "variegate/core/error.h"
#include "variegate/core/random.h"

namespace variegate {
namespace {

using testing::HasSubstr;

std::string error_of(const std::function<void()>& body) {
  try {
    body();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(ParseJson, ErrorsNameSourceLineAndColumn) {
  EXPECT_THAT(error_of([] { parse_json("{\n  \"a\": 1,\n  b}", "x.json"); }),
              HasSubstr("x.json: line 3, column 3"));
  EXPECT_THAT(error_of([] { parse_json("", "x.json"); }), HasSubstr("empty, not JSON"));
  EXPECT_THAT(error_of([] { parse_json("{} {}", "x.json"); }), HasSubstr("not valid JSON"));
  EXPECT_THAT(error_of([] { parse_json("\"\xff\"", "x.json"); }), HasSubstr("not valid JSON"));
}

TEST(ParseJson, RefusesTwinsAndDeepNesting) {
  EXPECT_THAT(error_of([] { parse_json(R"({"a": {"b": 1, "b": 2}})", "x"); }),
              HasSubstr("given twice; got 'b'"));
  EXPECT_NO_THROW(parse_json(R"([{"b": 1}, {"b": 2}])", "x"));
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  EXPECT_NO_THROW(parse_json(nested(60), "x"));
  EXPECT_THAT(error_of([&] { parse_json(nested(100), "x"); }), HasSubstr("nested too deeply"));
  EXPECT_THAT(error_of([&] { parse_json(nested(200000), "x"); }), HasSubstr("nested too deeply"));
}

TEST(ReadJsonFile, SaysWhyItCannot) {
  EXPECT_THAT(error_of([] { read_json_file("/no/such/file.json"); }), HasSubstr("No such file"));
  EXPECT_THAT(error_of([] { read_json_file("/"); }), HasSubstr("a folder"));
}

TEST(JsonText, ShortValuesStayOnOneLine) {
  EXPECT_EQ(json_text(Json{{"a", {1, 2}}, {"b", Json::object()}}), "{\"a\": [1, 2], \"b\": {}}\n");
  const std::string word(60, 'x');
  EXPECT_EQ(json_text(Json{{"a", {word, word}}, {"b", 1}}),
            "{\n  \"a\": [\n    \"" + word + "\",\n    \"" + word + "\"\n  ],\n  \"b\": 1\n}\n");
}

TEST(JsonText, ReadsBackAsTheSameValue) {
  Json value = Json::array();
  for (int i = 0; i < 200; ++i) {
    value.push_back(
        {{"name", std::string(static_cast<std::size_t>(i), 'a')}, {"list", {i, i * 0.1, nullptr, true}}});
    const std::string text = json_text(value);
    ASSERT_EQ(parse_json(text, "again"), value);
  }
}

TEST(Numbers, ReadBackAsTheSameDoubleAndHaveOneForm) {
  EXPECT_EQ(json_number(21.0).dump(), "21");
  EXPECT_EQ(json_number(-0.0).dump(), "0");
  EXPECT_EQ(json_number(0.1).dump(), "0.1");
  EXPECT_EQ(number_text(0.1), "0.1");
  EXPECT_EQ(number_text(3.0), "3");
  EXPECT_EQ(number_text(1e-7), "1e-07");
  Stream stream({1, 0, 0, 0});
  for (int i = 0; i < 20000; ++i) {
    const double value = std::ldexp(stream.uniform(-1.0, 1.0), static_cast<int>(stream.below(200)) - 100);
    const Json written = json_number(value);
    ASSERT_EQ(Json::parse(written.dump()).get<double>(), value);
    ASSERT_EQ(json_number(Json::parse(written.dump()).get<double>()).dump(), written.dump());
    ASSERT_EQ(std::stod(number_text(value)), value);
  }
}

TEST(WriteFileAtomically, ReplacesTheFileOrLeavesIt) {
  const std::string path = testing::TempDir() + "/json_test_atomic.txt";
  write_file_atomically(path, "one");
  write_file_atomically(path, "two");
  std::ifstream file(path);
  std::string text;
  file >> text;
  EXPECT_EQ(text, "two");
  EXPECT_THAT(error_of([] { write_file_atomically("/no/such/folder/file", "x"); }),
              HasSubstr("/no/such/folder/file: cannot be written"));
  std::filesystem::remove(path);
}

TEST(WriteFileAtomically, WritesWhatALinkLeadsToAndLeavesTheLink) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(testing::TempDir()) / "json_test_links";
  fs::remove_all(folder);
  fs::create_directories(folder / "elsewhere");
  fs::create_symlink("elsewhere/target", folder / "dangling");
  fs::create_symlink(folder / "dangling", folder / "chain");
  fs::create_symlink("loop", folder / "loop");
  const auto text_of = [&](const char* name) {
    std::ifstream file(folder / name);
    std::string text;
    file >> text;
    return text;
  };
  for (const std::string name : {"dangling", "chain", "dangling"}) {
    write_file_atomically((folder / name).string(), name);
    EXPECT_TRUE(fs::is_symlink(folder / name));
    EXPECT_TRUE(fs::is_regular_file(fs::symlink_status(folder / "elsewhere/target")));
    EXPECT_EQ(text_of("elsewhere/target"), name);
  }
  EXPECT_THAT(error_of([&] { write_file_atomically((folder / "loop").string(), "x"); }),
              HasSubstr("cannot be written"));
  fs::remove_all(folder);
}

TEST(WriteFileAtomically, WritesIntoDevicesAndPipesAndRefusesFolders) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::path(testing::TempDir()) / "json_test_pipe";
  fs::remove_all(folder);
  fs::create_directories(folder);
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::string read;
  std::thread reader([&] {
    std::ifstream file(pipe);
    file >> read;
  });
  write_file_atomically(pipe, "through");
  reader.join();
  EXPECT_EQ(read, "through");
  EXPECT_TRUE(fs::is_fifo(pipe));
  fs::create_symlink("/dev/null", folder / "null");
  write_file_atomically((folder / "null").string(), "x");
  EXPECT_TRUE(fs::is_symlink(folder / "null"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  EXPECT_THAT(error_of([&] { write_file_atomically(folder.string(), "x"); }), HasSubstr("cannot be written"));
  EXPECT_TRUE(fs::is_directory(folder));
  fs::remove_all(folder);
}

TEST(JsonReader, NamesSourceAndPathOfEveryFault) {
  const Json json =
      parse_json(R"({"a": {"b": [1, {"c": "text"}]}, "n": 1.5, "big": 18446744073709551615})", "f");
  const auto fault = [&](const std::function<void(JsonReader&)>& body) {
    return error_of([&] {
      JsonReader reader(json, "f.json");
      body(reader);
    });
  };
  EXPECT_EQ(fault([](JsonReader& r) { r.member("a").member("b").array()[1].member("c").number(0, 1); }),
            "f.json: $.a.b[1].c: wrong type; got \"text\"; expected a number, 0 .. 1");
  EXPECT_THAT(fault([](JsonReader& r) { r.member("x"); }), HasSubstr("f.json: $: a member is missing"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("n").number(0, 1); }),
              HasSubstr("$.n: out of range; got 1.5"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("n").integer(0, 9); }), HasSubstr("a whole number"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("big").integer(0, 9); }), HasSubstr("out of range"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("n").boolean(); }), HasSubstr("true or false"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("n").string(); }), HasSubstr("a string"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("n").member("x"); }), HasSubstr("an object"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("n").array(); }), HasSubstr("an array"));
  EXPECT_THAT(fault([](JsonReader& r) { r.member("a").member("b").array(3); }),
              HasSubstr("wrong number of elements"));
  EXPECT_THAT(fault([](JsonReader& r) {
                r.member("a").member("b").array()[1].member("c").one_of({"test", "other"});
              }),
              HasSubstr("did you mean 'test'?"));
  EXPECT_EQ(fault([](JsonReader& r) { EXPECT_EQ(r.member("big").unsigned_integer(), UINT64_MAX); }),
            "no error");
}

TEST(JsonReader, AMemberNobodyAskedForIsAnError) {
  const Json json = parse_json(R"({"epochs": 1, "epoch": 2})", "f");
  JsonReader reader(json, "f");
  reader.member("epochs");
  EXPECT_THAT(error_of([&] { reader.finish(); }), HasSubstr("'epoch' (did you mean 'epochs'?)"));
  reader.optional_member("epoch");
  EXPECT_EQ(error_of([&] { reader.finish(); }), "no error");
  EXPECT_FALSE(reader.optional_member("absent").has_value());
  EXPECT_EQ(reader.names(), (std::vector<std::string>{"epochs", "epoch"}));
}

}  // namespace
}  // namespace variegate
