// The folder that augmented copies are written to, and what it keeps of how far they are.
//
// Work is cut into units, ranges of samples that do not depend on how many processes there are. A unit's
// files come under their final names whole or not at all, and then a mark in DIR/.apply says that it is done.
// So a run that is killed at any moment leaves nothing half-written, and the next one does what has no mark.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/data/facts_count.h"

namespace variegate {

struct UnitResult {
  std::size_t written = 0;           // copies
  std::vector<std::string> skipped;  // why, one a sample left out
  FactsCount facts = {};             // of the files that were read
};

class CopyFolder {
 public:
  // Creates the folder with its record, or opens one that has the same. Error when the folder holds something
  // else: other files, or copies of another record, naming the first member that differs.
  CopyFolder(const std::string& path, const Json& record);

  // Writes a file below the folder, and the folders above it. sure: also after a loss of power.
  void write(const std::string& name, std::string_view bytes, bool sure) const;

  bool is_done(std::size_t unit) const;
  void mark_done(std::size_t unit, const UnitResult& result) const;
  std::size_t count_done(std::size_t units) const;
  UnitResult result(std::size_t unit) const;  // of a unit that is done
  // Removes what killed runs left of drafts; only when nobody writes any more.
  void remove_drafts() const;

 private:
  std::string mark_path(std::size_t unit) const;

  std::string path_;
};

}  // namespace variegate
