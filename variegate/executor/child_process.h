// A process at our service: lines to its standard input, lines from its standard output, its last words from
// standard error. It does not outlive us, and Ctrl-C on the terminal does not reach it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace variegate {

class ChildProcess {
 public:
  // Starts command[0] (searched in PATH when it has no slash). Error when it cannot be run. The kernel kills
  // it when the calling *thread* ends, so start it from the thread that will keep using it.
  explicit ChildProcess(const std::vector<std::string>& command);
  // Kills it, if it still runs, and waits for its end.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // Sends one line; the newline is added. A process that is gone ignores it: its end shows when reading.
  void send(std::string_view line);

  // Descriptors to wait on (poll) before read_lines() and read_errors(); negative once closed.
  int output() const { return channel_; }
  int errors() const { return errors_; }

  // Appends the lines that have come. False when the process has closed its output (or sent a line of more
  // than 16 MiB): nothing will come any more.
  bool read_lines(std::vector<std::string>& lines);
  void read_errors();

  // Waits for its end, at most so long, then kills it. Says how it ended: "exited with code 3: LAST LINES".
  std::string end(std::chrono::milliseconds patience);

 private:
  std::string last_words() const;

  pid_t pid_ = -1;
  int channel_ = -1;
  int errors_ = -1;
  bool ended_ = false;
  int status_ = 0;
  std::string unfinished_;  // the part of a line that has come
  std::string error_tail_;
};

}  // namespace variegate
