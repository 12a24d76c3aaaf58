// Links in a tar archive, to the members that they lead to.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "variegate/data/formats/parts/tar.h"

namespace variegate {

// A member that is a link, of which list_tar knows only the name of its target.
struct TarLink {
  std::size_t member = 0;  // its place among the members
  std::string target;      // as written
  bool hard = false;       // the target is named from the top of the archive, not from the link's own folder
};

// A path within the archive without "." and ".."; nothing when it leads out of it.
std::optional<std::string> path_in_archive(const std::string& path);

// Gives every link the contents of what it leads to, over other links too, or marks it as lost.
void resolve_links(std::vector<TarMember>& members, const std::vector<TarLink>& links);

}  // namespace variegate
