// What a reader found among the data and does not read: counted by reason, so that nothing is lost in
// silence.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "variegate/core/error.h"

namespace variegate {

enum class LeftOutReason {
  other_kind,   // a file that is not a picture we read; kind: its extension
  hidden_file,  // its name begins with a dot
  hidden_folder,
  tool_folder,        // of a file system or a program: __MACOSX, @eaDir, caches
  study,              // of variegate search
  copies,             // of variegate apply
  special_file,       // a pipe, socket or device
  met_before,         // a linked folder that is read already, or leads back to where it lies
  link_without_file,  // of an archive: a link to a folder, or to what it does not hold
  outside_classes,    // a picture beside the class folders
  beside_parts,       // a folder beside train/, val/ and test/
  broken_link,        // leads to nothing; cannot be read
  unreadable_folder,  // cannot be read
};

class LeftOut {
 public:
  struct Entry {
    LeftOutReason reason{};
    std::string kind;  // the extension, for other_kind; else empty
    std::size_t count = 0;
    std::string first;  // the path met first
  };

  void add(LeftOutReason reason, const std::string& path, const std::string& kind = "",
           std::size_t count = 1);
  void add(const LeftOut& other);

  bool empty() const { return entries_.empty(); }
  std::vector<Entry> entries() const;  // the most frequent first within a reason

  // How many cannot be read, as opposed to those that need not be: broken links, folders without permission.
  std::size_t bad() const;

  // Error that names the first that cannot be read and says how many there are; nothing when there is none.
  void require_none_bad() const;

 private:
  std::map<std::pair<LeftOutReason, std::string>, Entry> entries_;
};

// "2 .gif, 1 broken link, 1 folder of augmented copies (augmented)"; "" for nothing.
std::string words_of(const LeftOut& left_out);

}  // namespace variegate
