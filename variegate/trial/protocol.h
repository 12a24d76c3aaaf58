// What a coordinator and a `variegate worker` say to each other: one JSON object a line. docs/protocol.md has
// an example of every message.
//   coordinator -> worker:  open, run, verdict, stop, quit
//   worker -> coordinator:  ready, epoch, report, done, failed
// The worker reads a run's data and child once (open) and keeps them. At each of a run's report epochs it
// sends a report and waits for the verdict, so that whether a trial is given up never depends on timing. Only
// a budget of time that is spent stops a run between its reports.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "variegate/trial/run.h"

namespace variegate {

using ToWorker = std::variant<OpenRequest, RunRequest, Verdict, StopRun, Quit>;
using FromWorker = std::variant<Ready, EpochEnded, Report, Done, Failed>;

// One line, without the newline. Strings may hold any bytes, as file names may: see core/json_line.h.
std::string line_of(const ToWorker& message);
std::string line_of(const FromWorker& message);

// Error naming `source` when the line is not such a message. A Ready of a newer protocol than kProtocol has
// its protocol and version alone.
ToWorker to_worker(std::string_view line, const std::string& source);
FromWorker from_worker(std::string_view line, const std::string& source);

}  // namespace variegate
