// A store for tests: events in memory, with time stamps a second apart.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "variegate/store/store.h"

namespace variegate {

class MemoryStore final : public Store {
 public:
  MemoryStore() = default;
  explicit MemoryStore(std::vector<Event> events) : events_(std::move(events)) {}

  Event append(const std::string& kind, std::optional<std::int64_t> trial, const Json& payload) override {
    const auto id = static_cast<std::int64_t>(events_.size()) + 1;
    events_.push_back(
        {.id = id,
         .time = fmt::format("2026-01-01T{:02}:{:02}:{:02}.000Z", id / 3600 % 24, id / 60 % 60, id % 60),
         .kind = kind,
         .trial = trial,
         .payload = payload});
    return events_.back();
  }

  std::vector<Event> events(std::int64_t after = 0) const override {
    const auto first = std::clamp<std::int64_t>(after, 0, std::ssize(events_));
    return {events_.begin() + first, events_.end()};
  }

  std::string name() const override { return "log in memory"; }

  std::size_t count(const std::string& kind) const {
    return static_cast<std::size_t>(std::count_if(events_.begin(), events_.end(),
                                                  [&](const Event& event) { return event.kind == kind; }));
  }

 private:
  std::vector<Event> events_;
};

}  // namespace variegate
