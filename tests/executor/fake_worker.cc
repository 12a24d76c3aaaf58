// A worker that keeps to the protocol without training anything: accuracy is a function of policy, seed and
// epoch. A policy's name makes it misbehave (crash, exit, hang, garbage, impostor, crash-once FILE) or train
// until it is stopped (endless; a million epochs), and so does the path of the training data (die, refuse,
// hang).
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

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
  if (request.data.train == "refuse" || request.data.train.ends_with("nowhere"))
    throw std::runtime_error("pictures: no such file or directory");
  if (request.metric != "accuracy") throw std::runtime_error("metric: this worker knows accuracy alone");
  Ready ready;
  ready.train_samples = 1000;
  ready.evaluation_samples = request.opens_test() ? 10000 : 200;
  ready.fields = {{.name = "image", .shape = ImageShape{32, 32, 3}}};
  ready.class_names = {"cat", "dog"};
  ready.data_digest = "0123456789abcdef";
  ready.version = "fake";
  ready.parameters = 35000;
  // A measured choice might come out differently in every process, and so does this one.
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
    say(Done{.trial = 4711, .epochs = 1, .stopped = false, .value = 1.0, .seconds = 0.0});
  if (how.starts_with("crash-once ")) {
    const std::string mark = how.substr(11);
    if (std::filesystem::exists(mark)) return;
    std::ofstream(mark) << "crashed\n";
    ::raise(SIGKILL);
  }
}

std::string next_line() {
  std::string line;
  if (!std::getline(std::cin, line)) ::_exit(0);
  return line;
}

bool goes_on(std::int64_t trial) {
  ToWorker message = to_worker(next_line(), "coordinator");
  while (std::holds_alternative<StopRun>(message)) message = to_worker(next_line(), "coordinator");
  const auto verdict = std::get<Verdict>(message);
  return verdict.trial == trial && verdict.go_on;
}

// Trains until it is asked to stop.
void run_until_stopped(const RunRequest& request) {
  const auto stop = std::get<StopRun>(to_worker(next_line(), "coordinator"));
  if (stop.trial != request.trial) ::_exit(5);
  say(Done{.trial = request.trial, .epochs = 3, .stopped = true, .value = 0.25, .seconds = 1.5});
}

void train(const RunRequest& request, const Train& work) {
  const std::string& name = work.policy.name;
  if (name == "fail") throw std::runtime_error("loss is not finite");
  if (name == "endless" || (work.report_epochs.empty() && work.epochs == 1'000'000))
    return run_until_stopped(request);
  misbehave(name);
  const auto accuracy = [&](int epoch) {
    const double quality = static_cast<double>(derive(request.seed, name.size()) % 1000) / 2000.0;
    return quality + 0.4 * epoch / work.epochs;
  };
  Done done{.trial = request.trial, .epochs = work.epochs, .seconds = 0.5};
  for (const int epoch : work.report_epochs) {
    say(Report{.trial = request.trial, .epoch = epoch, .value = accuracy(epoch)});
    if (goes_on(request.trial)) continue;
    done.stopped = epoch < work.epochs;
    done.epochs = epoch;
    break;
  }
  done.value = accuracy(done.epochs);
  say(done);
}

void score(const RunRequest& request, const Score& work) {
  const double accuracy = static_cast<double>(derive(request.seed, hash_text(work.frozen)) % 1000) / 1000.0;
  Done done{.trial = request.trial, .value = accuracy, .seconds = 0.1};
  done.scored = Scored{.loss = 1.0 - accuracy, .accuracy = accuracy, .samples = 200};
  say(done);
}

void embed(const RunRequest& request) {
  Done done{.trial = request.trial, .seconds = 0.1};
  done.features = Features{.size = 2, .values = std::vector<float>(400, static_cast<float>(request.seed))};
  say(done);
}

void run(const RunRequest& request) {
  if (const auto* work = std::get_if<Train>(&request.work)) return train(request, *work);
  if (const auto* work = std::get_if<Score>(&request.work)) return score(request, *work);
  if (std::holds_alternative<Embed>(request.work)) return embed(request);
  throw std::runtime_error("this worker knows no one-shot method");
}

}  // namespace

int main() {
  std::string line;
  bool is_open = false;
  while (std::getline(std::cin, line)) {
    std::int64_t trial = -1;
    try {
      const ToWorker message = to_worker(line, "coordinator");
      if (std::holds_alternative<Quit>(message)) return 0;
      if (std::holds_alternative<Verdict>(message)) throw std::runtime_error("no report waits for a verdict");
      if (const auto* request = std::get_if<OpenRequest>(&message)) {
        open_data(*request);
        is_open = true;
      }
      if (const auto* request = std::get_if<RunRequest>(&message)) {
        trial = request->trial;
        if (!is_open) throw std::runtime_error("no data have been opened");
        run(*request);
      }
    } catch (const std::exception& fault) {
      say(Failed{.trial = trial, .reason = fault.what()});
    }
  }
}
