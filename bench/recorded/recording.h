// Recorded children: the validation accuracy of named policies, for several seeds and at several epochs.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace variegate::recorded {

// Validation accuracy in 1/10,000 at each of the recording's epochs.
using Curve = std::vector<int>;

struct Recording {
  std::vector<std::pair<std::string, std::string>> facts;  // where the numbers come from: the file's header
  std::vector<int> epochs;                                 // increasing; the last is the full budget
  int seeds = 0;                                           // of the child, recorded for every policy
  std::vector<std::string> names;                          // of the policies
  std::vector<std::vector<Curve>> curves;                  // of a policy (as above), of a seed

  // At an epoch of the recording (its index; -1: the last), 0..1, of every seed.
  std::vector<double> accuracies(std::size_t policy, int epoch = -1) const;
  // Mean over seeds of those: the truth about a policy.
  double accuracy(std::size_t policy, int epoch = -1) const;
};

// Where a line of a policy is in the file, for messages.
std::string line_of(const std::string& path, const Recording& recording, std::size_t policy);

// Error, naming the line, unless every policy has every seed at every epoch.
Recording read_recording(const std::string& path);
std::string recording_text(const Recording& recording);

// The Error of a file that does not hold what it should.
[[noreturn]] void refuse_recording(const std::string& where, const std::string& what, const std::string& got,
                                   const std::string& expected);

}  // namespace variegate::recorded
