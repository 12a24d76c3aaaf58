// What every kind of store must do (the contract in store/store.h): a fixture with one row a kind. A new kind
// is one more row in conformance_test.cc, which alone includes this.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <thread>

#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/store/store.h"
#include "variegate/store/utc.h"

namespace variegate::conformance {

struct Row {
  std::string name;
  // The store of a study, for which a folder is there; opened again it has the same events. A kind of store
  // that keeps nothing after its objects are gone is opened once per test.
  std::function<std::unique_ptr<Store>(const std::string& folder, StoreMode mode)> open;
  bool outlives_its_objects = true;  // may be opened again, by readers too
  bool has_lease = true;
};

inline void PrintTo(const Row& row, std::ostream* out) { *out << row.name; }

class StoreConformance : public testing::TestWithParam<Row> {
 protected:
  std::unique_ptr<Store> open(StoreMode mode = StoreMode::write) const {
    return GetParam().open(folder_.path(), mode);
  }

 private:
  TemporaryFolder folder_;
};

TEST_P(StoreConformance, AnEmptyLogHasNoEvents) {
  const auto store = open();
  EXPECT_TRUE(store->events().empty());
  EXPECT_TRUE(store->events(7).empty());
  EXPECT_FALSE(store->name().empty());
}

TEST_P(StoreConformance, EventsAreNumberedFromOneAndComeBackAsTheyWereGivenBack) {
  const auto store = open();
  std::vector<Event> appended;
  appended.push_back(store->append("study-started", std::nullopt, {{"seed", 1}}));
  appended.push_back(store->append("proposed", 0, {{"point", {1, 2, 3}}}));
  appended.push_back(store->append("proposed", std::numeric_limits<std::int64_t>::max(), Json::object()));
  EXPECT_EQ(store->events(), appended);
  for (std::size_t i = 0; i < appended.size(); ++i)
    EXPECT_EQ(appended[i].id, static_cast<std::int64_t>(i) + 1);
  EXPECT_EQ(appended[0].trial, std::nullopt);
  EXPECT_EQ(appended[1].trial, 0) << "no trial and trial 0 are different things";
  EXPECT_EQ(appended[1].kind, "proposed");
}

TEST_P(StoreConformance, PayloadsComeBackToTheLastBitAndByte) {
  const auto store = open();
  const Json payload{{"seed", std::numeric_limits<std::uint64_t>::max()},
                     {"least", std::numeric_limits<std::int64_t>::min()},
                     {"third", 1.0 / 3.0},
                     {"tiny", std::numeric_limits<double>::denorm_min()},
                     {"text", "Gr\u00fc\u00dfe \"x\"\n\t'; DROP TABLE event; -- \\"},
                     {"nothing", nullptr},
                     {"nested", {{"list", {1, 2.5, "three", false, Json::array(), Json::object()}}}},
                     {"long", std::string(100'000, 'x')}};
  store->append("report", 3, payload);
  EXPECT_EQ(store->events().front().payload, payload);
}

TEST_P(StoreConformance, TheTailBeginsAfterTheEventThatIsNamed) {
  const auto store = open();
  for (int i = 0; i < 5; ++i) store->append("report", i, Json::object());
  const std::vector<Event> all = store->events();
  EXPECT_EQ(store->events(0), all);
  for (std::int64_t after = 1; after <= 6; ++after) {
    const std::vector<Event> tail = store->events(after);
    ASSERT_EQ(tail.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, 5 - after))) << after;
    EXPECT_TRUE(std::equal(tail.rbegin(), tail.rend(), all.rbegin())) << after;
  }
}

TEST_P(StoreConformance, StampsAreUtcAndCanBeSubtracted) {
  const auto store = open();
  const Event first = store->append("report", 0, Json::object());
  const Event second = store->append("report", 0, Json::object());
  EXPECT_GE(seconds_between(first.time, second.time), 0.0);
}

TEST_P(StoreConformance, WhatWasAppendedIsThereWhenItIsOpenedAgain) {
  if (!GetParam().outlives_its_objects) GTEST_SKIP();
  std::vector<Event> before;
  {
    const auto store = open();
    store->append("proposed", 0, {{"point", {1}}});
    before = store->events();
  }
  EXPECT_EQ(open(StoreMode::read)->events(), before);
  const auto again = open();
  EXPECT_EQ(again->events(), before);
  EXPECT_EQ(again->append("proposed", 1, Json::object()).id, 2);
}

TEST_P(StoreConformance, AReaderSeesWhatTheWriterHasAppendedAndCannotAppend) {
  if (!GetParam().outlives_its_objects) GTEST_SKIP();
  const auto writer = open();
  const auto reader = open(StoreMode::read);
  EXPECT_TRUE(reader->events().empty());
  writer->append("proposed", 0, Json::object());
  EXPECT_EQ(reader->events(), writer->events());
  EXPECT_THROW(reader->append("proposed", 1, Json::object()), Error);
  EXPECT_EQ(writer->events().size(), 1u);
}

TEST_P(StoreConformance, AReaderInAnotherThreadSeesABeginningOfTheLogWhole) {
  if (!GetParam().outlives_its_objects) GTEST_SKIP();
  constexpr std::int64_t kEvents = 60;
  const auto writer = open();
  writer->append("report", 0, {{"number", 1}});
  std::jthread reading([&] {
    const auto reader = open(StoreMode::read);
    std::vector<Event> seen;
    while (std::ssize(seen) < kEvents) {
      const std::vector<Event> more = reader->events(std::ssize(seen));
      for (const Event& event : more) {
        ASSERT_EQ(event.id, std::ssize(seen) + 1);
        ASSERT_EQ(event.payload.at("number"), event.id);
        seen.push_back(event);
      }
    }
  });
  for (std::int64_t number = 2; number <= kEvents; ++number)
    writer->append("report", 0, {{"number", number}});
}

TEST_P(StoreConformance, AReaderNeedsALogThatIsThere) {
  if (!GetParam().outlives_its_objects) GTEST_SKIP();
  EXPECT_THROW(open(StoreMode::read), Error);
}

TEST_P(StoreConformance, ASecondWriterIsRefusedUntilTheFirstIsGone) {
  if (!GetParam().has_lease) GTEST_SKIP();
  auto first = open();
  EXPECT_THAT(error_text([&] { open(); }), testing::HasSubstr("is working on this study"));
  EXPECT_EQ(first->append("proposed", 0, Json::object()).id, 1) << "the first goes on";
  first.reset();
  EXPECT_EQ(open()->events().size(), 1u);
}

}  // namespace variegate::conformance
