#include "cli/processes.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "variegate/core/error.h"

namespace variegate::cli {
namespace {

constexpr auto kPollEvery = std::chrono::milliseconds(100);
constexpr std::size_t kLongestText = 4000;  // of an error: fits into a pipe that nobody reads yet

struct Child {
  ::pid_t pid = -1;
  int pipe = -1;  // what it has to tell: the kind of its error, a digit, and the text
  bool ended = false;
  int status = 0;
};

[[noreturn]] void fail(const std::string& what, const std::string& got) {
  throw Error({.where = "", .what = what, .got = got, .expected = "", .mend = "run the same command again"});
}

[[noreturn]] void run_child(const std::function<void(int)>& body, int number, int pipe, ::pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);  // the parent died before prctl
  std::string told;
  try {
    body(number);
  } catch (const Error& error) {
    told = fmt::format("{}{}", static_cast<int>(error.kind()), error.what());
  } catch (const std::exception& error) {
    told = fmt::format("{}{}", static_cast<int>(ErrorKind::failure), error.what());
  }
  const std::size_t length = std::min(told.size(), kLongestText);
  const bool sent = ::write(pipe, told.data(), length) == static_cast<::ssize_t>(length);
  ::_exit(told.empty() && sent ? 0 : 1);
}

Child start(const std::function<void(int)>& body, int number) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) fail("a process cannot be started", std::strerror(errno));
  std::fflush(nullptr);  // else what is buffered would be written twice
  const ::pid_t parent = ::getpid();
  const ::pid_t pid = ::fork();
  if (pid == 0) run_child(body, number, ends[1], parent);
  ::close(ends[1]);
  if (pid < 0) {
    ::close(ends[0]);
    fail("a process cannot be started", std::strerror(errno));
  }
  return {.pid = pid, .pipe = ends[0]};
}

std::optional<Error> error_of(const Child& child) {
  std::string told(kLongestText, '\0');
  const ::ssize_t got = ::read(child.pipe, told.data(), told.size());
  told.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  if (!told.empty()) {
    return Error({.where = "", .what = told.substr(1), .got = "", .expected = "", .mend = ""},
                 static_cast<ErrorKind>(told[0] - '0'));
  }
  if (WIFEXITED(child.status) && WEXITSTATUS(child.status) == 0) return std::nullopt;
  return Error({.where = "",
                .what = "a process died",
                .got = WIFSIGNALED(child.status) ? ::strsignal(WTERMSIG(child.status)) : "no reason told",
                .expected = "",
                .mend = "run the same command again: it goes on where this stopped"});
}

}  // namespace

void run_in_processes(int count, const std::function<void(int)>& body,
                      const std::function<void()>& meanwhile) {
  std::vector<Child> children;
  for (int i = 0; i < count; ++i) children.push_back(start(body, i));
  const auto running = [&] {
    return std::any_of(children.begin(), children.end(), [](const Child& child) { return !child.ended; });
  };
  while (running()) {
    for (Child& child : children)
      child.ended = child.ended || ::waitpid(child.pid, &child.status, WNOHANG) == child.pid;
    meanwhile();
    if (running()) std::this_thread::sleep_for(kPollEvery);
  }
  std::optional<Error> first;
  for (const Child& child : children) {
    if (!first) first = error_of(child);
    ::close(child.pipe);
  }
  if (first) throw *first;
}

}  // namespace variegate::cli
