#include "cli/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cli/terminal.h"
#include "cli/text.h"
#include "variegate/core/duration.h"

namespace variegate::cli {
namespace {

constexpr double kRedrawEvery = 0.1;  // seconds
constexpr double kLogEvery = 10.0;

std::string count_text(const ProgressState& state) {
  std::string text = fmt::format("{}", state.done);
  if (state.total > 0) text += fmt::format("{}{}", state.about ? " of about " : "/", state.total);
  return text + (state.unit.empty() ? "" : " " + state.unit);
}

// The time left, estimated from the mean pace so far where nothing better is known; "" while nothing is done
// or nothing is left.
std::string left_text(const ProgressState& state) {
  if (state.left) return duration_text(*state.left) + " left";
  if (state.total <= 0 || state.done <= 0 || state.done >= state.total) return "";
  const double left =
      state.seconds / static_cast<double>(state.done) * static_cast<double>(state.total - state.done);
  return duration_text(left) + " left";
}

std::string bar(const ProgressState& state, int width) {
  const double share =
      std::clamp(static_cast<double>(state.done) / static_cast<double>(state.total), 0.0, 1.0);
  const int full = static_cast<int>(std::lround(share * width));
  std::string out;
  for (int i = 0; i < width; ++i) out += i < full ? "━" : "─";
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) {
    if (!part.empty()) out += (out.empty() ? "" : " · ") + part;
  }
  return out;
}

}  // namespace

std::string progress_line(const ProgressState& state, int width) {
  const std::string head = state.title + "  " + count_text(state);
  const std::string tail = joined({left_text(state), state.text});
  constexpr int kLongestBar = 30;
  constexpr int kShortestBar = 6;
  const int room = width - text_width(head) - text_width(tail) - 4;
  std::string line = head + "  ";
  if (state.total > 0 && room >= kShortestBar) line += bar(state, std::min(room, kLongestBar)) + "  ";
  return cut(line + tail, width);
}

std::string progress_log_line(const ProgressState& state) {
  return joined(
      {state.title + " " + count_text(state), duration_text(state.seconds), left_text(state), state.text});
}

Progress::Progress(std::string title, std::int64_t total, bool shown, std::FILE* stream, std::string unit)
    : stream_(stream),
      terminal_(terminal_width(stream) > 0),
      shown_(shown),
      start_(Clock::now()),
      written_(start_ - std::chrono::hours(1)) {
  state_.title = std::move(title);
  state_.total = total;
  state_.unit = std::move(unit);
}

Progress::~Progress() { wipe(); }

double Progress::seconds_since(Clock::time_point then) const {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

void Progress::update(std::int64_t done, const std::string& text) {
  state_.done = done;
  state_.text = text;
  unwritten_ = true;
  if (seconds_since(written_) >= (terminal_ ? kRedrawEvery : kLogEvery)) draw();
}

void Progress::expect(std::int64_t total, bool about, std::optional<double> left) {
  state_.total = total;
  state_.about = about;
  state_.left = left;
}

void Progress::line(const std::string& text) {
  if (!shown_) return;
  const bool redraw = drawn_;
  wipe();
  fmt::print(stream_, "{}\n", text);
  if (redraw) draw();
  std::fflush(stream_);
}

void Progress::finish() {
  if (unwritten_ || terminal_) draw();
  if (drawn_) fmt::print(stream_, "\n");
  drawn_ = false;
  std::fflush(stream_);
}

void Progress::draw() {
  if (!shown_) return;
  state_.seconds = seconds_since(start_);
  written_ = Clock::now();
  unwritten_ = false;
  if (!terminal_) {
    fmt::print(stream_, "{}\n", progress_log_line(state_));
  } else {
    // One write: the cursor to the left, the line, and the rest of the old line erased, so that nothing
    // flickers.
    fmt::print(stream_, "\r{}\x1b[K", progress_line(state_, terminal_width(stream_) - 1));
    drawn_ = true;
  }
  std::fflush(stream_);
}

void Progress::wipe() {
  if (!drawn_) return;
  fmt::print(stream_, "\r\x1b[K");
  std::fflush(stream_);
  drawn_ = false;
}

}  // namespace variegate::cli
