#include "variegate/data/formats/parts/class_walk.h"

#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/data/formats/parts/folder_contents.h"
#include "variegate/data/formats/parts/part_names.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

class Walk {
 public:
  Walk(std::size_t folders, const WalkRules& rules) : rules_(rules) {
    found_.of_folder.resize(folders);
    const fs::path root = fs::weakly_canonical(rules.root);
    for (fs::path above = root; first_met(above) && above != above.parent_path();)
      above = above.parent_path();
  }

  void folder(std::size_t number, const fs::path& path) {
    if (fs::is_symlink(path)) {
      refuse_other_part(path);
      links_.emplace_back(path, number);
    } else {
      real_folder(number, path);
    }
  }

  ClassPictures finish() {
    // Following a link may find others, which wait for their turn again.
    while (!links_.empty()) {
      auto links = std::exchange(links_, {});
      std::sort(links.begin(), links.end());
      for (const auto& [path, number] : links) real_folder(number, path);
    }
    for (auto& pictures : found_.of_folder) std::sort(pictures.begin(), pictures.end());
    return std::move(found_);
  }

 private:
  bool first_met(const fs::path& path) {
    struct ::stat status {};
    return ::stat(path.c_str(), &status) != 0 || met_.emplace(status.st_dev, status.st_ino).second;
  }

  void real_folder(std::size_t number, const fs::path& path) {
    if (!first_met(path)) {
      found_.left_out.add(LeftOutReason::met_before, path.string());
      return;
    }
    const FolderContents contents = contents_of(path);
    found_.left_out.add(contents.left_out);
    auto& pictures = found_.of_folder[number];
    pictures.insert(pictures.end(), contents.pictures.begin(), contents.pictures.end());
    for (const fs::path& below : contents.folders) {
      if (!rules_.any_name && part_named(below.filename().string()) == Part::test) refuse_test_part(below);
      folder(number, below);
    }
  }

  void refuse_other_part(const fs::path& link) const {
    const fs::path target = fs::weakly_canonical(link);
    for (const fs::path& part : rules_.apart) {
      const fs::path below = target.lexically_relative(fs::weakly_canonical(part));
      if (below.empty() || *below.begin() == "..") continue;
      throw Error({.where = link.string(),
                   .what = "a link leads from one part of the data into another",
                   .got = target.string(),
                   .expected = "different pictures in each part",
                   .mend = "remove the link"});
    }
  }

  [[noreturn]] static void refuse_test_part(const fs::path& path) {
    throw Error(
        {.where = path.string(),
         .what = "a folder that is called as a test part is lies within a class",
         .got = "",
         .expected = "every class with the same parts in it, or none",
         .mend = "move it out of the class; or, if its pictures do belong to the class, say --parts none"});
  }

  const WalkRules& rules_;
  ClassPictures found_;
  std::set<std::pair<::dev_t, ::ino_t>> met_;
  std::vector<std::pair<fs::path, std::size_t>> links_;
};

}  // namespace

ClassPictures pictures_below(const std::vector<fs::path>& folders, const WalkRules& rules) {
  Walk walk(folders.size(), rules);
  for (std::size_t number = 0; number < folders.size(); ++number) walk.folder(number, folders[number]);
  return walk.finish();
}

}  // namespace variegate
