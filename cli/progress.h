// Progress of something long, on standard error: one line redrawn on a terminal, a plain line now and then in
// a file.
#pragma once

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>

namespace variegate::cli {

// "search  12/40 ━━━━━━────────  2m 10s left · best 51.2 %": the line for a terminal of that width.
struct ProgressState {
  std::string title;
  std::int64_t done = 0;
  std::int64_t total = 0;           // 0: not known
  bool about = false;               // the total is an estimate
  std::string unit = {};            // of both: "trials"; may be ""
  std::optional<double> left = {};  // seconds, where something better is known than the mean pace
  double seconds = 0.0;             // since the start
  std::string text;                 // what else there is to say
};
std::string progress_line(const ProgressState& state, int width);

// The same without the bar: for a log file.
std::string progress_log_line(const ProgressState& state);

class Progress {
 public:
  // Nothing is written when `shown` is false (--json, --quiet).
  Progress(std::string title, std::int64_t total, bool shown = true, std::FILE* stream = stderr,
           std::string unit = "");
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Redraws at most ten times a second on a terminal; else writes a line at most every ten seconds.
  void update(std::int64_t done, const std::string& text = "");
  // What is known of the rest, better than by the pace so far; shown from the next update() on.
  void expect(std::int64_t total, bool about, std::optional<double> left);
  // A line that stays, above the bar.
  void line(const std::string& text);
  // Draws the last state and leaves it there. Without it the destructor wipes the bar: an error message
  // follows.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  void draw();
  void wipe();
  double seconds_since(Clock::time_point then) const;

  std::FILE* stream_;
  bool terminal_;
  bool shown_;
  bool drawn_ = false;      // the bar is on the screen
  bool unwritten_ = false;  // the state has changed since it was last written
  ProgressState state_;
  Clock::time_point start_;
  Clock::time_point written_;
};

}  // namespace variegate::cli
