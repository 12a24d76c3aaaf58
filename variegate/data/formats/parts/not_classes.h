// Folders of pictures that are no classes, and what to say of them.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace variegate {

// Error when the folders, which lie in root, are images/ beside masks/ (labels/, Annotations/, ...), or
// images/ alone with pictures in it.
void refuse_what_is_no_class(const std::filesystem::path& root,
                             const std::vector<std::filesystem::path>& folders);

// What to do about pictures without class folders: name the manifest that lies in root, if one does.
std::string advice_without_classes(const std::filesystem::path& root);

// "a/, b/, c/ and 7 more"
std::string list_of(const std::vector<std::filesystem::path>& folders);

}  // namespace variegate
