#include "variegate/data/formats/parts/folder_layout.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/data/formats/parts/class_folders.h"
#include "variegate/data/formats/parts/folder_contents.h"
#include "variegate/data/formats/parts/not_classes.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSay =
    "say what is meant: --parts train=FOLDER,validation=FOLDER,test=FOLDER, or --parts none when every "
    "folder "
    "is a class";

[[noreturn]] void refuse(const fs::path& where, const std::string& what, const std::string& got,
                         const std::string& expected, const std::string& mend = kSay) {
  throw Error({.where = where.string(), .what = what, .got = got, .expected = expected, .mend = mend});
}

// A folder among others, and what its name and its inside tell.
struct Look {
  fs::path path;
  std::optional<Part> named;            // the whole name is that of a part
  std::optional<Part> told;             // a word of it is
  std::size_t pictures = 0;             // that lie in it directly
  std::vector<fs::path> class_folders;  // folders in it that hold pictures
};

std::vector<fs::path> paths_of(const std::vector<Look>& looks) {
  std::vector<fs::path> paths;
  for (const Look& look : looks) paths.push_back(look.path);
  return paths;
}

std::vector<Look> those(const std::vector<Look>& looks, bool (*wanted)(const Look&)) {
  std::vector<Look> some;
  std::copy_if(looks.begin(), looks.end(), std::back_inserter(some), wanted);
  return some;
}

Look look_at(const fs::path& path) {
  Look look{.path = path,
            .named = part_named(name_in(path)),
            .told = part_told_in(name_in(path)),
            .pictures = 0,
            .class_folders = {}};
  if (look.named) look.told = look.named;
  if (!look.told) return look;
  LeftOut ignored;
  const fs::path root = unwrapped(path, ignored);
  const FolderContents contents = contents_of(root);
  refuse_what_is_no_class(root, contents.folders);
  look.pictures = contents.pictures.size();
  std::copy_if(contents.folders.begin(), contents.folders.end(), std::back_inserter(look.class_folders),
               holds_pictures);
  return look;
}

// The folder of each part among those with class folders in them.
void find_parts(const std::vector<Look>& nested, FolderLayout& layout) {
  for (const Part part : {Part::train, Part::validation, Part::test}) {
    std::vector<Look> found;
    std::copy_if(nested.begin(), nested.end(), std::back_inserter(found),
                 [&](const Look& look) { return look.named == part; });
    if (found.empty()) {
      std::copy_if(nested.begin(), nested.end(), std::back_inserter(found),
                   [&](const Look& look) { return look.told == part; });
    }
    if (found.size() > 1) {
      refuse(layout.root, fmt::format("two folders for one part, the {} data", name_of(part)),
             list_of(paths_of(found)), "one", kSay);
    }
    if (found.size() == 1) layout.parts.emplace(part, found.front().path);
  }
  layout.divided = !layout.parts.empty();
}

// Folders beside the parts are not read. Some were meant to be parts, perhaps.
void leave_beside_parts(const std::vector<Look>& looks, FolderLayout& layout) {
  for (const Look& look : looks) {
    const auto is_this = [&](const auto& part) { return part.second == look.path; };
    if (std::any_of(layout.parts.begin(), layout.parts.end(), is_this)) continue;
    if (look.named && look.pictures > 0) {
      if (*look.named == Part::train) {
        refuse(look.path, "the training part has no class folders, and another part has",
               fmt::format("{} pictures in it", look.pictures), "one folder a class in every part",
               advice_without_classes(layout.root));
      }
      layout.notes.push_back(fmt::format("{}/ is left aside: it holds {} pictures without class folders",
                                         name_in(look.path), look.pictures));
    } else if (holds_pictures(look.path)) {
      layout.left_out.add(LeftOutReason::beside_parts, look.path.string());
    }
  }
}

// CLASS/train/*.jpg: every folder holds folders of parts and nothing else.
bool find_parts_within_classes(const std::vector<Look>& looks, FolderLayout& layout) {
  std::map<Part, std::size_t> times;
  for (const Look& look : looks) {
    const FolderContents contents = contents_of(look.path);
    if (contents.folders.empty() || !contents.pictures.empty()) return false;
    std::map<Part, fs::path> of_class;
    for (const fs::path& folder : contents.folders) {
      const auto part = part_named(name_in(folder));
      if (!part) return false;
      if (!of_class.emplace(*part, folder).second) {
        refuse(look.path, fmt::format("two folders for one part, the {} data", name_of(*part)),
               list_of(contents.folders), "one", "rename one of them");
      }
      ++times[*part];
    }
  }
  for (const auto& [part, count] : times) layout.within_classes.push_back(part);
  layout.divided = true;
  layout.notes.emplace_back("the parts lie within the classes");
  return true;
}

// Whether folders named like parts are parts, classes that happen to be called so, or in doubt.
void decide(const std::vector<Look>& looks, FolderLayout& layout) {
  const std::vector<Look> telling = those(looks, [](const Look& look) { return look.told.has_value(); });
  const std::vector<Look> nested =
      those(telling, [](const Look& look) { return !look.class_folders.empty(); });
  const std::vector<Look> flat =
      those(telling, [](const Look& look) { return look.class_folders.empty() && look.pictures > 0; });
  std::vector<fs::path> others;
  for (const Look& look : looks)
    if (!look.told && holds_pictures(look.path)) others.push_back(look.path);

  const auto is_named = [](const Look& look) { return look.named.has_value(); };
  std::map<Part, int> distinct;
  for (const Look& look : nested) ++distinct[*look.told];
  const bool named = std::any_of(nested.begin(), nested.end(), is_named);
  if (distinct.size() >= 2 || (!nested.empty() && others.empty())) {
    find_parts(nested, layout);
    leave_beside_parts(looks, layout);
    return;
  }
  if (named) {
    refuse(layout.root, fmt::format("{}/ may be a part of the data or a class", name_in(nested.front().path)),
           list_of(paths_of(looks)), "either parts or classes side by side");
  }
  if (others.empty() && flat.empty()) {
    refuse(layout.root, "no picture there", list_of(paths_of(looks)), "one folder a class in every part",
           advice_without_classes(layout.root));
  }
  if (others.empty()) {
    refuse(layout.root,
           fmt::format("the pictures of {} lie there without class folders", list_of(paths_of(flat))),
           fmt::format("{} pictures in {}/ itself", flat.front().pictures, name_in(flat.front().path)),
           "one folder a class in every part",
           advice_without_classes(layout.root) + "; or --parts none when every folder is a class");
  }
  // Classes, then, of which some are called as parts are.
  const auto parts = static_cast<std::size_t>(std::count_if(flat.begin(), flat.end(), is_named));
  for (const Look& look : flat) {
    if (look.named && (parts > 1 || look.named == Part::test)) {
      refuse(layout.root, fmt::format("{}/ may be a part of the data or a class", name_in(look.path)),
             fmt::format("beside {}", list_of(others)), "either parts or classes side by side");
    }
    layout.notes.push_back(
        fmt::format("{}/ is taken for a class, like {} beside it", name_in(look.path), list_of(others)));
  }
}

}  // namespace

FolderLayout folder_layout(const fs::path& path) {
  FolderLayout layout{.root = path};
  layout.root = unwrapped(path, layout.left_out);
  if (layout.root != path)
    layout.notes.push_back(
        fmt::format("all of it lies in {}/", layout.root.lexically_relative(path).generic_string()));
  const FolderContents contents = contents_of(layout.root);
  if (contents.folders.empty()) {
    refuse(layout.root, contents.pictures.empty() ? "no picture there" : "pictures without class folders",
           contents.pictures.empty() ? words_of(contents.left_out)
                                     : fmt::format("{} pictures", contents.pictures.size()),
           "one folder a class, with the pictures in it", advice_without_classes(layout.root));
  }
  refuse_what_is_no_class(layout.root, contents.folders);
  std::vector<Look> looks;
  for (const fs::path& folder : contents.folders) looks.push_back(look_at(folder));
  if (std::any_of(looks.begin(), looks.end(), [](const Look& look) { return look.told.has_value(); })) {
    decide(looks, layout);
  } else {
    find_parts_within_classes(looks, layout);
  }
  if (layout.divided) {
    layout.left_out.add(contents.left_out);
    if (!contents.pictures.empty()) {
      layout.left_out.add(LeftOutReason::outside_classes, contents.pictures.front().string(), "",
                          contents.pictures.size());
    }
  }
  return layout;
}

}  // namespace variegate
