#include "variegate/executor/child_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

#include "variegate/core/error.h"

namespace variegate {
namespace {

constexpr std::size_t kLongestLine = std::size_t{16} << 20;
constexpr std::size_t kErrorTail = 4096;
constexpr std::size_t kQuotedLines = 6;

[[noreturn]] void cannot_run(const std::string& program, int cause) {
  throw Error({.where = program,
               .what = fmt::format("cannot be run ({})", std::strerror(cause)),
               .got = "",
               .expected = "an executable program",
               .mend = "check that it is installed beside variegate"});
}

// A descriptor as its owner: closed when it goes.
struct Descriptor {
  int number = -1;
  Descriptor() = default;
  explicit Descriptor(int number_) : number(number_) {}
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  // A program started with its standard streams closed gets 0..2 for these; the child needs those numbers.
  void move_above_standard() {
    if (number > STDERR_FILENO) return;
    const int higher = ::fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    ::close(number);
    number = higher;
  }
  int release() {
    const int given = number;
    number = -1;
    return given;
  }
};

struct Pair {
  Descriptor ours, theirs;
  void take(const std::array<int, 2>& ends) {
    ours.number = ends[0];
    theirs.number = ends[1];
    ours.move_above_standard();
    theirs.move_above_standard();
  }
};

// In the child, between fork and exec: only async-signal-safe calls.
[[noreturn]] void become(char* const* arguments, pid_t parent, int channel, int errors, int failure) {
  ::setpgid(0, 0);  // Ctrl-C is for the coordinator, which decides what becomes of the workers
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // the parent died before prctl
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  for (const int name : {SIGINT, SIGTERM, SIGPIPE, SIGHUP}) ::signal(name, SIG_DFL);
  ::dup2(channel, STDIN_FILENO);
  ::dup2(channel, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::execvp(arguments[0], arguments);
  const int cause = errno;
  [[maybe_unused]] const ssize_t told = ::write(failure, &cause, sizeof cause);
  ::_exit(127);
}

}  // namespace

ChildProcess::ChildProcess(const std::vector<std::string>& command) {
  const std::string program = command.empty() ? "(no command)" : command.front();
  if (command.empty()) cannot_run(program, ENOENT);
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);

  // A socket and not two pipes: writing to a dead process must not raise SIGPIPE, whose handling is the
  // program's.
  Pair channel, errors, failure;
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) cannot_run(program, errno);
  channel.take(ends);
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot_run(program, errno);
  errors.take(ends);
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) cannot_run(program, errno);
  failure.take(ends);

  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ < 0) cannot_run(program, errno);
  if (pid_ == 0) {
    become(arguments.data(), parent, channel.theirs.number, errors.theirs.number, failure.theirs.number);
  }
  ::close(failure.theirs.release());
  int cause = 0;
  ssize_t count = 0;
  while ((count = ::read(failure.ours.number, &cause, sizeof cause)) < 0 && errno == EINTR) {
  }
  if (count > 0) {
    ::waitpid(pid_, nullptr, 0);
    cannot_run(program, cause);
  }
  ::fcntl(errors.ours.number, F_SETFL, O_NONBLOCK);
  channel_ = channel.ours.release();
  errors_ = errors.ours.release();
}

ChildProcess::~ChildProcess() {
  if (!ended_) end(std::chrono::milliseconds(0));
  ::close(channel_);
  if (errors_ >= 0) ::close(errors_);
}

void ChildProcess::send(std::string_view line) {
  std::string text(line);
  text += '\n';
  std::string_view left = text;
  while (!left.empty()) {
    const ssize_t count = ::send(channel_, left.data(), left.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return;
    left.remove_prefix(static_cast<std::size_t>(count));
  }
}

bool ChildProcess::read_lines(std::vector<std::string>& lines) {
  std::array<char, 65536> buffer;
  while (true) {
    const ssize_t count = ::recv(channel_, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return true;
    if (count <= 0) return false;
    std::string_view come(buffer.data(), static_cast<std::size_t>(count));
    for (std::size_t newline; (newline = come.find('\n')) != std::string_view::npos;) {
      unfinished_ += come.substr(0, newline);
      lines.push_back(std::move(unfinished_));
      unfinished_.clear();
      come.remove_prefix(newline + 1);
    }
    unfinished_ += come;
    if (unfinished_.size() > kLongestLine) return false;
  }
}

void ChildProcess::read_errors() {
  std::array<char, 4096> buffer;
  while (errors_ >= 0) {
    const ssize_t count = ::read(errors_, buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) {  // closed: a descriptor at its end would wake poll() for ever
      ::close(errors_);
      errors_ = -1;
    }
    if (count <= 0) return;
    error_tail_.append(buffer.data(), static_cast<std::size_t>(count));
    if (error_tail_.size() > kErrorTail) error_tail_.erase(0, error_tail_.size() - kErrorTail);
  }
}

std::string ChildProcess::last_words() const {
  std::string_view tail = error_tail_;
  while (!tail.empty() && (tail.back() == '\n' || tail.back() == ' ')) tail.remove_suffix(1);
  std::size_t start = tail.size();
  for (std::size_t line = 0; line < kQuotedLines && start != std::string_view::npos; ++line) {
    start = start == 0 ? std::string_view::npos : tail.rfind('\n', start - 1);
  }
  return std::string(start == std::string_view::npos ? tail : tail.substr(start + 1));
}

std::string ChildProcess::end(std::chrono::milliseconds patience) {
  bool killed = false;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!ended_) {
    const bool late = std::chrono::steady_clock::now() >= deadline;
    if (late && !killed) {
      killed = ::waitpid(pid_, &status_, WNOHANG) == 0;
      if (!killed) break;
      ::kill(-pid_, SIGKILL);  // with whatever it has started
      ::kill(pid_, SIGKILL);   // in case it has left its group
    }
    const pid_t gone = ::waitpid(pid_, &status_, late ? 0 : WNOHANG);
    if (gone == pid_ || (gone < 0 && errno != EINTR)) break;
    if (gone == 0) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  ended_ = true;
  read_errors();
  std::string how;
  if (killed) {
    how = "did not end and was stopped";
  } else if (WIFSIGNALED(status_)) {
    const int name = WTERMSIG(status_);
    how = fmt::format("was killed by signal {} ({})", name, ::strsignal(name));
    if (name == SIGKILL) how += ", as the system does when memory runs out";
  } else {
    how = fmt::format("exited with code {}", WEXITSTATUS(status_));
  }
  const std::string words = last_words();
  return words.empty() ? how : how + ": " + words;
}

}  // namespace variegate
