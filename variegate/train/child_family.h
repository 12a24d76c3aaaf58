// Families of child models: one a file in variegate/train/children, listed by the names of the files.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "variegate/core/field_kind.h"
#include "variegate/train/child_model.h"

namespace variegate {

struct ChildFamily {
  std::string name;     // what a model's name begins with: "small-conv"
  std::string pattern;  // of such a name: "small-conv:WIDTH"
  std::string example;  // "small-conv:16"
  std::string summary;
  std::vector<FieldKind> takes;  // the kinds of fields that a child is built for, in their order
  // A child of what follows the family's name in the model's ("" .. ":16"), for inputs of the kinds it takes.
  // nullptr when that follows no pattern of the family; `expects` says what would.
  std::unique_ptr<ChildModel> (*make)(std::string_view parameters, const ChildInputs& inputs);
  std::string expects;  // "small-conv:WIDTH with 1 <= WIDTH <= 1024"
};

// Those of the library, in the order of their names.
const std::vector<const ChildFamily& (*)()>& child_family_factories();

// Families of a program's own, beside those of the library: while it lives, make_child() finds them by name.
// The families must outlive it. It is not to be made or destroyed while another thread makes children:
// programs make it first of all. It reaches this process alone: a worker program knows the families that it
// was linked with.
class OwnChildren {
 public:
  // Error (usage) when one cannot be found by its name, has the name of another, takes no field, or has no
  // function that makes a child; then none is added.
  explicit OwnChildren(std::vector<const ChildFamily*> families);
  ~OwnChildren();
  OwnChildren(const OwnChildren&) = delete;
  OwnChildren& operator=(const OwnChildren&) = delete;

 private:
  std::vector<const ChildFamily*> families_;
};

// A whole number in 1 .. most, and nothing else; for readers of a model's name.
std::optional<int> whole_number(std::string_view text, int most);

}  // namespace variegate
