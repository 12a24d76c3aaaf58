// Which files a data set in shards consists of.
#pragma once

#include <string>
#include <vector>

namespace variegate {

// "a{00..02}b{x,y}" to "a00bx", "a00by", "a01bx", ...: ranges of whole numbers, as wide as they are written,
// and lists. Error for braces that do not close, nested ones, and for more than a million names.
std::vector<std::string> expand_braces(const std::string& pattern);

// Whether the path is a pattern of tar files: it holds one of {*?[ and ends in .tar.
bool is_shard_pattern(const std::string& path);

// The tar files that a path names, in byte order of their names: a file is itself; a folder, all *.tar in it;
// a pattern, the files that match ({} as above, and *, ?, [...] as in a shell). Empty when there are none in
// a folder. Error for a pattern that matches nothing, naming it.
std::vector<std::string> shard_files(const std::string& path);

}  // namespace variegate
