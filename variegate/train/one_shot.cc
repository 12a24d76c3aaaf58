#include "variegate/train/one_shot.h"

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"

namespace variegate {

const std::vector<OneShotMethod>& one_shot_methods() {
  static const std::vector<OneShotMethod> methods;
  return methods;
}

const OneShotMethod& one_shot_method(const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (const OneShotMethod& method : one_shot_methods()) {
    if (method.name == name) return method;
    names.push_back(method.name);
    list += (list.empty() ? "" : ", ") + method.name;
  }
  throw Error({.where = "super_train",
               .what = "this worker knows no such one-shot method",
               .got = "'" + name + "'" + did_you_mean(name, names),
               .expected = list.empty() ? "none: this version has no one-shot method" : list,
               .mend = "choose a method that proposes trials"},
              ErrorKind::usage);
}

}  // namespace variegate
