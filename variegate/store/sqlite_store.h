// The event log in one SQLite file. Every event is a transaction of its own with a rollback journal and full
// synchronisation, so a process killed at any moment leaves a log that holds every acknowledged event.
#pragma once

#include <memory>
#include <string>

#include "variegate/store/coordinator_lock.h"
#include "variegate/store/store.h"

namespace variegate {

// Written into the file; a file of a newer format is refused, not misread.
inline constexpr int kLogFormat = 1;

class SqliteStore final : public Store {
 public:
  // lease: kept as long as the store; nullptr: whoever writes sees to it that nobody else does. Error when
  // the file cannot be opened, is not an event log of variegate, is damaged, or is of a newer format.
  SqliteStore(const std::string& path, StoreMode mode, std::unique_ptr<CoordinatorLock> lease = nullptr);
  ~SqliteStore() override;

  Event append(const std::string& kind, std::optional<std::int64_t> trial, const Json& payload) override;
  std::vector<Event> events(std::int64_t after = 0) const override;
  std::string name() const override;

 private:
  struct State;
  std::unique_ptr<CoordinatorLock> lease_;
  std::unique_ptr<State> state_;
};

}  // namespace variegate
