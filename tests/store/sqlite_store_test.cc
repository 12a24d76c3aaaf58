#include "variegate/store/sqlite_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "tests/support/error_text.h"
#include "tests/support/temporary_folder.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"

namespace variegate {
namespace {

using ::testing::HasSubstr;
using Mode = StoreMode;

void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

std::string read_bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(SqliteStore, GivesBackWhatWasAppendedInOrder) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  std::vector<Event> appended;
  {
    SqliteStore store(path, Mode::write);
    appended.push_back(store.append("study-started", std::nullopt, {{"seed", 18446744073709551615ULL}}));
    appended.push_back(store.append("proposed", 0, {{"point", {1, 2, 3}}, {"text", "Grüße \"x\"\n"}}));
    appended.push_back(store.append("finished", 0, {{"reward", 0.1}}));
    EXPECT_EQ(store.events(), appended);
  }
  SqliteStore again(path, Mode::write);
  EXPECT_EQ(again.events(), appended);
  EXPECT_EQ(again.append("proposed", 1, Json::object()).id, 4);
}

TEST(SqliteStore, StampsEventsInUtc) {
  const TemporaryFolder folder;
  SqliteStore store(folder.file("study.sqlite"), Mode::write);
  EXPECT_THAT(store.append("proposed", 0, Json::object()).time,
              ::testing::MatchesRegex("[0-9]+-[0-9]+-[0-9]+T[0-9]+:[0-9]+:[0-9]+.[0-9]+Z"));
}

TEST(SqliteStore, EventsCanBeReadWhileTheWriterIsAtWork) {
  const TemporaryFolder folder;
  SqliteStore writer(folder.file("study.sqlite"), Mode::write);
  const SqliteStore reader(folder.file("study.sqlite"), Mode::read);
  writer.append("proposed", 0, Json::object());
  EXPECT_EQ(reader.events().size(), 1U);
}

TEST(SqliteStore, AReaderCannotAppend) {
  const TemporaryFolder folder;
  const SqliteStore writer(folder.file("study.sqlite"), Mode::write);
  SqliteStore reader(folder.file("study.sqlite"), Mode::read);
  EXPECT_THROW(reader.append("proposed", 0, Json::object()), Error);
  EXPECT_TRUE(reader.events().empty());
}

TEST(SqliteStore, EventsCanBeNeitherChangedNorRemoved) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  SqliteStore(path, Mode::write).append("proposed", 0, Json::object());
  SQLite::Database other(path, SQLite::OPEN_READWRITE);
  EXPECT_THROW(other.exec("UPDATE event SET kind = 'x'"), SQLite::Exception);
  EXPECT_THROW(other.exec("DELETE FROM event"), SQLite::Exception);
}

TEST(SqliteStore, AMissingLogIsNotMadeByReading) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  EXPECT_THAT(error_text([&] { SqliteStore(path, Mode::read); }),
              HasSubstr(path + ": there is no event log"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(SqliteStore, AnEmptyFileLeftByAKilledCreationIsANewLog) {
  const TemporaryFolder folder;
  write_bytes(folder.file("study.sqlite"), "");
  SqliteStore store(folder.file("study.sqlite"), Mode::write);
  EXPECT_EQ(store.append("proposed", 0, Json::object()).id, 1);
}

TEST(SqliteStore, RefusesAFileOfAnotherKind) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  write_bytes(path, std::string(5000, 'x'));
  EXPECT_THAT(error_text([&] { SqliteStore(path, Mode::write); }),
              HasSubstr(path + ": is not a study's event log; got a file of another kind"));
  EXPECT_EQ(read_bytes(path), std::string(5000, 'x'));
}

TEST(SqliteStore, RefusesTheDatabaseOfAnotherProgram) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE event (id INTEGER)");
  EXPECT_THAT(error_text([&] { SqliteStore(path, Mode::write); }),
              HasSubstr("an SQLite file of another program"));
}

TEST(SqliteStore, RefusesANewerFormatAndSaysSo) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  { const SqliteStore store(path, Mode::write); }
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("PRAGMA user_version = 99");
  EXPECT_THAT(error_text([&] { SqliteStore(path, Mode::write); }),
              AllOf(HasSubstr("format 99"), HasSubstr("use the version of variegate that wrote it")));
}

TEST(SqliteStore, ADamagedLogIsAnErrorThatSaysSo) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  {
    SqliteStore store(path, Mode::write);
    for (int i = 0; i < 50; ++i) store.append("proposed", i, {{"text", std::string(500, 'a')}});
  }
  std::string bytes = read_bytes(path);
  for (std::size_t i = 4096; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 37);
  write_bytes(path, bytes);
  EXPECT_THAT(error_text([&] { SqliteStore(path, Mode::write); }),
              AllOf(HasSubstr(path), HasSubstr("the event log is damaged")));
}

TEST(SqliteStore, ACutLogIsAnErrorThatSaysSo) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  {
    SqliteStore store(path, Mode::write);
    for (int i = 0; i < 50; ++i) store.append("proposed", i, {{"text", std::string(500, 'a')}});
  }
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  EXPECT_THAT(error_text([&] { SqliteStore(path, Mode::write).events(); }), HasSubstr("damaged"));
}

TEST(SqliteStore, AFolderThatIsNotThereIsAnErrorThatNamesIt) {
  EXPECT_THAT(error_text([] { SqliteStore("/nonexistent/study.sqlite", Mode::write); }),
              AllOf(HasSubstr("/nonexistent/study.sqlite"), HasSubstr("check that the folder exists")));
}

// Appends without end and tells the parent of every event that was acknowledged.
[[noreturn]] void append_until_killed(const std::string& path, int acknowledge) {
  SqliteStore store(path, Mode::write);
  while (true) {
    const std::int64_t id = store.append("report", 3, {{"text", std::string(300, 'b')}}).id;
    if (::write(acknowledge, &id, sizeof id) != static_cast<ssize_t>(sizeof id)) ::_exit(1);
  }
}

std::int64_t last_acknowledged(int pipe_end) {
  std::int64_t last = 0;
  std::int64_t id = 0;
  while (::read(pipe_end, &id, sizeof id) == static_cast<ssize_t>(sizeof id)) last = id;
  return last;
}

TEST(SqliteStore, KilledAtAnyMomentItHoldsEveryAcknowledgedEvent) {
  const TemporaryFolder folder;
  const std::string path = folder.file("study.sqlite");
  Stream random({.seed = 1});
  std::int64_t before = 0;
  for (int round = 0; round < 25; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) append_until_killed(path, ends[1]);
    ::close(ends[1]);
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(40'000)));
    ::kill(child, SIGKILL);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    const std::int64_t acknowledged = std::max(before, last_acknowledged(ends[0]));
    ::close(ends[0]);
    if (!std::filesystem::exists(path)) continue;  // killed before it made the file

    // A writer repairs what a reader would too: take turns.
    const SqliteStore store(path, round % 2 == 0 || acknowledged == 0 ? Mode::write : Mode::read);
    const std::vector<Event> events = store.events();
    const auto count = static_cast<std::int64_t>(events.size());
    ASSERT_GE(count, acknowledged);
    ASSERT_LE(count, acknowledged + 1);  // the one whose acknowledgement the kill cut off
    for (std::int64_t i = 0; i < count; ++i) ASSERT_EQ(events[static_cast<std::size_t>(i)].id, i + 1);
    before = count;
  }
  EXPECT_GT(before, 0) << "the children never got as far as appending: the test shows nothing";
}

}  // namespace
}  // namespace variegate
