// worker_conformance COMMAND...: whether a worker keeps to trial/protocol.h. Every row starts a worker of its
// own and gives it a small IDX data set. Prints a line a row; ends with 1 when one does not hold.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "tests/data/made_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/trial/conformance/rows.h"

int main(int count, char** arguments) {
  using namespace variegate;
  const std::vector<std::string> command(arguments + 1, arguments + count);
  if (command.empty()) {
    std::fprintf(stderr, "usage: worker_conformance COMMAND...\n");
    return 2;
  }
  const TemporaryFolder folder;
  write_idx_folder(folder, "data", 80, 4, 16);
  int broken = 0;
  for (const conformance::Row& row : conformance::rows()) {
    std::string fault;
    try {
      conformance::Conversation worker(command);
      row.check(worker, folder.file("data"));
    } catch (const std::exception& error) {
      fault = error.what();
      ++broken;
    }
    std::printf("%s  %s%s%s\n", fault.empty() ? "holds " : "BROKEN", row.name, fault.empty() ? "" : ": ",
                fault.c_str());
    std::fflush(stdout);
  }
  return broken == 0 ? 0 : 1;
}
