// Files written whole or not at all.
#pragma once

#include <string>
#include <string_view>

namespace variegate {

struct AtomicWrite {
  std::string folder_of_draft = {};  // on the same file system; empty: beside the file
  bool sure = true;                  // also after a loss of power: waits for the disk
};

// Writes text to path so that a reader (or a crash) sees the old file or the new one, never half. A link
// stays one: the file that it leads to is written. What is no regular file (a device, a pipe) cannot be
// replaced: the text is written into it.
void write_file_atomically(const std::string& path, std::string_view text, const AtomicWrite& options = {});

}  // namespace variegate
