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

#include "variegate/apply/source_state.h"
#include "variegate/core/json_fwd.h"
#include "variegate/data/facts_count.h"

namespace variegate {

struct UnitResult {
  std::size_t written = 0;           // copies, and originals
  std::vector<std::string> skipped;  // why, one a sample left out
  FactsCount facts = {};             // of the files that were read
  std::size_t dropped = 0;           // boxes that cannot be right
  std::size_t clipped = 0;           // boxes that reached outside by more than a pixel
  SourceState sources;
};

class CopyFolder {
 public:
  // Creates the folder with its record, or opens one that has the same. Error when the folder holds something
  // else: other files, or copies of another record, naming the first member that differs.
  CopyFolder(const std::string& path, const Json& record);

  const std::string& path() const { return path_; }

  // Writes a file below the folder, and the folders above it. sure: also after a loss of power.
  void write(const std::string& name, std::string_view bytes, bool sure) const;

  bool is_done(std::size_t unit) const;
  void mark_done(std::size_t unit, const UnitResult& result) const;
  void forget(std::size_t unit) const;  // so that it is done anew
  std::size_t count_done(std::size_t units) const;
  UnitResult result(std::size_t unit) const;  // of a unit that is done

  // What a unit gives to a file that is put together when all are done ("manifest"), under a name of its own
  // in DIR/.apply.
  void write_piece(std::size_t unit, const std::string& name, std::string_view text) const;
  std::string piece(std::size_t unit, const std::string& name) const;  // "" when it was not written

  // Removes what killed runs left of drafts; only when nobody writes any more.
  void remove_drafts() const;

 private:
  std::string mark_path(std::size_t unit) const;
  std::string piece_path(std::size_t unit, const std::string& name) const;

  std::string path_;
};

}  // namespace variegate
