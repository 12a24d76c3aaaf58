// docs/protocol.md: every example in it is a message, and every message is in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/trial/protocol.h"

namespace variegate {
namespace {

std::vector<std::string> examples() {
  std::ifstream file(PROTOCOL_DOCUMENT);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("{\"message\"")) lines.push_back(line);
  }
  return lines;
}

bool comes_from_a_worker(const std::string& name) {
  return std::set<std::string>{"ready", "epoch", "report", "done", "failed"}.contains(name);
}

TEST(ProtocolDocument, EveryExampleIsAMessageAndIsWrittenAsItStandsThere) {
  ASSERT_FALSE(examples().empty()) << PROTOCOL_DOCUMENT;
  for (const std::string& example : examples()) {
    const auto json = nlohmann::json::parse(example);  // whatever the order of the members
    const bool from = comes_from_a_worker(json.at("message").get<std::string>());
    const std::string written = from ? line_of(from_worker(example, "docs/protocol.md"))
                                     : line_of(to_worker(example, "docs/protocol.md"));
    EXPECT_EQ(nlohmann::json::parse(written), json) << written;
  }
}

TEST(ProtocolDocument, EveryMessageHasAnExample) {
  std::set<std::string> names;
  for (const std::string& example : examples()) {
    const Json json = parse_json(example, "docs/protocol.md");
    const std::string name = json.at("message").get<std::string>();
    names.insert(name);
    for (const char* member : {"train", "score", "embed", "super_train", "scored", "features", "right"}) {
      if (json.contains(member)) names.insert(name + "." + member);
    }
  }
  EXPECT_THAT(names, ::testing::UnorderedElementsAre("open", "run", "run.train", "run.score", "run.embed",
                                                     "run.super_train", "verdict", "stop", "quit", "ready",
                                                     "epoch", "report", "done", "done.right", "done.scored",
                                                     "done.features", "failed"));
}

// Whatever a line holds, it is a message or an Error, and a message can be written again.
TEST(ProtocolDocument, LinesCutShortOrChangedAreMessagesOrErrors) {
  Stream random({.seed = 1, .epoch = 0, .sample = 0, .place = hash_text("changed lines")});
  const auto read = [](const std::string& line) {
    try {
      line_of(from_worker(line, "test"));
    } catch (const Error&) {
    }
    try {
      line_of(to_worker(line, "test"));
    } catch (const Error&) {
    }
  };
  for (const std::string& example : examples()) {
    for (int repeat = 0; repeat < 200; ++repeat) {
      read(example.substr(0, random.below(example.size())));
      std::string line = example;
      for (int change = 0; change < 2; ++change) {
        const std::size_t at = random.below(line.size());
        constexpr std::string_view kBytes = "0123456789-.eE\"\\{}[]:,tfn \xFF";
        line[at] = kBytes[random.below(kBytes.size())];
      }
      read(line);
    }
  }
}

TEST(ProtocolDocument, NamesTheProtocolThatIsSpoken) {
  std::ifstream file(PROTOCOL_DOCUMENT);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_THAT(text, ::testing::HasSubstr("**protocol " + std::to_string(kProtocol) + "**"));
}

}  // namespace
}  // namespace variegate
