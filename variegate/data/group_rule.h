// How the group of a sample (its speaker, patient, camera) is recognised: the option --group-by.
#pragma once

#include <string>

namespace variegate {

struct GroupRule {
  enum class Kind {
    none,    // "": samples are independent
    folder,  // "folder:N": the N-th folder of the path below the data set's own, from 1
    name,    // "name:SEP:K": the K-th part, from 0, of the file name without extension split at SEP
    match,   // "match:REGEX": the first bracketed group of an ECMAScript expression in the path
    column,  // "column:NAME": that column of a manifest
  };
  Kind kind = Kind::none;
  int number = 0;    // N or K
  std::string text;  // SEP, REGEX or NAME

  bool operator==(const GroupRule&) const = default;
};

// Error of kind usage for anything but the forms above.
GroupRule parse_group_rule(const std::string& text);

// The group of a file by a rule of kind folder, name or match; "" for none. path: relative to the data
// set's own folder, with '/'. Error naming the path when the rule finds nothing in it.
std::string group_of_path(const GroupRule& rule, const std::string& path);

// Error when the data cannot follow the rule at all. data: "IDX files", "an image folder".
[[noreturn]] void fail_group_rule(const GroupRule& rule, const std::string& path, const std::string& data);

}  // namespace variegate
