#include "variegate/store/sqlite_store.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/store/utc.h"

namespace variegate {
namespace {

constexpr int kApplication = 0x56415249;  // "VARI", in SQLite's header field for whose file it is
constexpr int kPatienceMs = 10'000;       // a reader (the report) may hold the file for a moment

[[noreturn]] void fail(const std::string& path, const SQLite::Exception& cause) {
  ErrorText text{.where = path, .what = "", .got = "", .expected = "", .mend = ""};
  switch (cause.getErrorCode()) {
    case SQLITE_NOTADB:
      text.what = "is not a study's event log";
      text.got = "a file of another kind";
      text.expected = "an SQLite file written by variegate";
      text.mend = "name another folder for the study";
      break;
    case SQLITE_CORRUPT:
      text.what = fmt::format("the event log is damaged ({})", cause.what());
      text.mend = "restore it from a backup, or start a new study in another folder";
      break;
    case SQLITE_FULL:
    case SQLITE_IOERR:
      text.what = fmt::format("the event cannot be stored ({})", cause.what());
      text.mend = "make room on the disk, then go on with --resume";
      break;
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      text.what = fmt::format("the event log cannot be opened for this ({})", cause.what());
      text.mend = "check that the folder exists and that its files may be read and written";
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      text.what = "another program holds the event log";
      text.mend = "close programs that have the file open";
      break;
    default:
      text.what = fmt::format("the event log cannot be used ({})", cause.what());
  }
  throw Error(text);
}

// Runs a piece of work whose SQLite errors become Errors that name the file.
template <typename Work>
auto guarded(const std::string& path, const Work& work) {
  try {
    return work();
  } catch (const SQLite::Exception& cause) {
    fail(path, cause);
  }
}

int pragma(SQLite::Database& database, const char* name) {
  return database.execAndGet(std::string("PRAGMA ") + name).getInt();
}

// In one transaction: a process killed on the way leaves an empty file, which counts as no log yet.
void make_tables(SQLite::Database& database) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  database.exec(R"sql(
    CREATE TABLE event (
      id INTEGER PRIMARY KEY,
      time TEXT NOT NULL,
      kind TEXT NOT NULL,
      trial INTEGER,
      payload TEXT NOT NULL
    ) STRICT;
    CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
      BEGIN SELECT raise(ABORT, 'the event log is append-only'); END;
    CREATE TRIGGER event_is_never_removed BEFORE DELETE ON event
      BEGIN SELECT raise(ABORT, 'the event log is append-only'); END;
  )sql");
  database.exec(fmt::format("PRAGMA application_id = {}", kApplication));
  database.exec(fmt::format("PRAGMA user_version = {}", kLogFormat));
  transaction.commit();
}

void check_is_log(SQLite::Database& database, const std::string& path) {
  const int application = pragma(database, "application_id");
  if (application != kApplication) {
    throw Error({.where = path,
                 .what = "is not a study's event log",
                 .got = "an SQLite file of another program",
                 .expected = "one written by variegate",
                 .mend = "name another folder for the study"});
  }
  const int format = pragma(database, "user_version");
  if (format < 1 || format > kLogFormat) {
    throw Error({.where = path,
                 .what = "the event log has a format that this version does not know",
                 .got = fmt::format("format {}", format),
                 .expected = fmt::format("format 1 .. {}", kLogFormat),
                 .mend = "use the version of variegate that wrote it, or a newer one"});
  }
  const std::string verdict = database.execAndGet("PRAGMA quick_check(1)").getString();
  if (verdict != "ok") {
    throw Error({.where = path,
                 .what = fmt::format("the event log is damaged ({})", verdict),
                 .got = "",
                 .expected = "",
                 .mend = "restore it from a backup, or start a new study in another folder"});
  }
}

// SQLite takes an empty file for an empty database: one left by a process killed while making it.
bool is_empty(SQLite::Database& database) { return pragma(database, "page_count") == 0; }

std::string readable(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) {
    throw Error({.where = path,
                 .what = "there is no event log",
                 .got = "",
                 .expected = "the folder of a study",
                 .mend = "check the path"});
  }
  return path;
}

}  // namespace

struct SqliteStore::State {
  std::string path;
  SQLite::Database database;

  // A read-only connection could not roll back what a killed writer left half done, so readers open for
  // writing too (SQLite falls back to read-only where it must) and promise not to write.
  State(const std::string& path_, StoreMode mode)
      : path(mode == StoreMode::read ? readable(path_) : path_),
        database(path, SQLite::OPEN_READWRITE | (mode == StoreMode::write ? SQLite::OPEN_CREATE : 0),
                 kPatienceMs) {
    database.exec("PRAGMA journal_mode = DELETE");
    database.exec("PRAGMA synchronous = EXTRA");  // FULL, and the journal's removal is on disk too
    if (mode == StoreMode::write && is_empty(database)) make_tables(database);
    if (is_empty(database)) {
      throw Error({.where = path,
                   .what = "the event log is empty: its study was stopped before it began",
                   .got = "",
                   .expected = "",
                   .mend = "start it again, as before"});
    }
    check_is_log(database, path);
    if (mode == StoreMode::read) database.exec("PRAGMA query_only = ON");
  }
};

SqliteStore::SqliteStore(const std::string& path, StoreMode mode, std::unique_ptr<CoordinatorLock> lease)
    : lease_(std::move(lease)), state_(guarded(path, [&] { return std::make_unique<State>(path, mode); })) {}

SqliteStore::~SqliteStore() = default;

std::string SqliteStore::name() const { return state_->path; }

Event SqliteStore::append(const std::string& kind, std::optional<std::int64_t> trial, const Json& payload) {
  return guarded(state_->path, [&] {
    Event event{.id = 0, .time = utc_now(), .kind = kind, .trial = trial, .payload = payload};
    SQLite::Statement insert(state_->database,
                             "INSERT INTO event (time, kind, trial, payload) VALUES (?, ?, ?, ?)");
    insert.bind(1, event.time);
    insert.bind(2, event.kind);
    if (trial) insert.bind(3, *trial);
    insert.bind(4, json_line(payload));
    insert.exec();
    event.id = state_->database.getLastInsertRowid();
    return event;
  });
}

std::vector<Event> SqliteStore::events(std::int64_t after) const {
  return guarded(state_->path, [&] {
    std::vector<Event> events;
    SQLite::Statement select(state_->database,
                             "SELECT id, time, kind, trial, payload FROM event WHERE id > ? ORDER BY id");
    select.bind(1, after);
    while (select.executeStep()) {
      Event event{.id = select.getColumn(0).getInt64(),
                  .time = select.getColumn(1).getString(),
                  .kind = select.getColumn(2).getString(),
                  .trial = std::nullopt,
                  .payload = {}};
      if (!select.getColumn(3).isNull()) event.trial = select.getColumn(3).getInt64();
      event.payload =
          parse_json(select.getColumn(4).getString(), fmt::format("{}: event {}", state_->path, event.id));
      events.push_back(std::move(event));
    }
    return events;
  });
}

}  // namespace variegate
