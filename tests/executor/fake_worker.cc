// A worker that keeps to the protocol without training anything: accuracy is a function of policy, seed and
// epoch. A policy's name makes it misbehave (crash, exit, hang, garbage, impostor, crash-once FILE) or train
// until it is stopped (endless), and so does the path of the training data (die, refuse, hang).
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "variegate/core/random.h"
#include "variegate/trial/protocol.h"

namespace {

using namespace variegate;

void say(const FromWorker& message) { std::cout << line_of(message) << std::endl; }

[[noreturn]] void hang() {
  while (true) ::pause();
}

void open_data(const OpenRequest& request) {
  if (request.data.train == "die") {
    std::cerr << "first line of many\ncannot load libtorch.so: no such file" << std::endl;
    ::_exit(4);
  }
  if (request.data.train == "hang") hang();
  if (request.data.train == "refuse") {
    say(Failed{.trial = -1, .reason = "pictures: no such file or directory"});
    return;
  }
  Ready ready;
  ready.train_images = 1000;
  ready.evaluation_images = request.opens_test() ? 10000 : 200;
  ready.class_names = {"cat", "dog"};
  ready.data_digest = "0123456789abcdef";
  ready.parameters = 35000;
  // As a measured choice might fall out differently in every process.
  const std::string chosen = ::getpid() % 2 == 0 ? "bf16" : "fp32";
  ready.precision = request.child.precision == "auto" ? chosen : request.child.precision;
  say(ready);
}

void misbehave(const std::string& how) {
  if (how == "crash") ::raise(SIGKILL);
  if (how == "exit") {
    std::cerr << "out of file handles" << std::endl;
    ::_exit(3);
  }
  if (how == "hang") hang();
  if (how == "garbage") std::cout << "[W] some library prints a warning" << std::endl;
  if (how == "impostor")
    say(Done{.trial = 4711, .epochs = 1, .stopped = false, .accuracy = 1.0, .seconds = 0.0});
  if (how.starts_with("crash-once ")) {
    const std::string mark = how.substr(11);
    if (std::filesystem::exists(mark)) return;
    std::ofstream(mark) << "crashed\n";
    ::raise(SIGKILL);
  }
}

bool goes_on(std::int64_t trial) {
  std::string line;
  if (!std::getline(std::cin, line)) ::_exit(0);
  const auto verdict = std::get<Verdict>(to_worker(line, "coordinator"));
  return verdict.trial == trial && verdict.go_on;
}

// Trains until it is asked to stop.
void run_until_stopped(const RunRequest& request) {
  std::string line;
  if (!std::getline(std::cin, line)) ::_exit(0);
  const auto stop = std::get<StopRun>(to_worker(line, "coordinator"));
  if (stop.trial != request.trial) ::_exit(5);
  say(Done{.trial = request.trial, .epochs = 3, .stopped = true, .accuracy = 0.25, .seconds = 1.5});
}

void run(const RunRequest& request) {
  if (request.policy.name == "fail")
    return say(Failed{.trial = request.trial, .reason = "loss is not finite"});
  if (request.policy.name == "endless") return run_until_stopped(request);
  misbehave(request.policy.name);
  const auto accuracy = [&](int epoch) {
    const double quality =
        static_cast<double>(derive(request.seed, request.policy.name.size()) % 1000) / 2000.0;
    return quality + 0.4 * epoch / request.epochs;
  };
  int trained = request.epochs;
  bool stopped = false;
  for (const int epoch : request.report_epochs) {
    Report report;
    report.trial = request.trial;
    report.epoch = epoch;
    report.accuracy = accuracy(epoch);
    say(report);
    if (!goes_on(request.trial)) {
      trained = epoch;
      stopped = true;
      break;
    }
  }
  say(Done{.trial = request.trial,
           .epochs = trained,
           .stopped = stopped,
           .accuracy = accuracy(trained),
           .seconds = 0.5});
}

}  // namespace

int main() {
  std::string line;
  while (std::getline(std::cin, line)) {
    const ToWorker message = to_worker(line, "coordinator");
    if (const auto* request = std::get_if<OpenRequest>(&message)) open_data(*request);
    if (const auto* request = std::get_if<RunRequest>(&message)) run(*request);
    if (std::holds_alternative<Quit>(message)) return 0;
  }
}
