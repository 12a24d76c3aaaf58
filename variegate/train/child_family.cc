#include "variegate/train/child_family.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "variegate/core/error.h"
#include "variegate/core/spelling.h"
#include "variegate/train/child_list.h"

namespace variegate {
namespace {

// The library's, and those that a program has added.
std::vector<const ChildFamily*>& known_families() {
  static std::vector<const ChildFamily*> families = [] {
    std::vector<const ChildFamily*> all;
    for (const auto factory : child_family_factories()) all.push_back(&factory());
    return all;
  }();
  return families;
}

[[noreturn]] void refuse_child(const std::string& what, const std::string& got, const std::string& expected) {
  std::string examples;
  for (const ChildFamily* family : known_families())
    examples += (examples.empty() ? "for example " : " or ") + family->example;
  throw Error(
      {.where = "child model", .what = what, .got = "'" + got + "'", .expected = expected, .mend = examples},
      ErrorKind::usage);
}

// The name of the family in a model's name, where no letter follows it.
std::string family_name(const std::string& model) {
  std::string name = model.substr(0, model.find_first_of(":0123456789"));
  if (name.ends_with('-')) name.pop_back();
  return name;
}

const ChildFamily& family_of(const std::string& model) {
  const std::string name = family_name(model);
  std::vector<std::string> names;
  std::string patterns;
  for (const ChildFamily* family : known_families()) {
    if (family->name == name) return *family;
    names.push_back(family->name);
    patterns += (patterns.empty() ? "" : " or ") + family->pattern;
  }
  refuse_child("unknown child" + did_you_mean(name, names), model, patterns);
}

std::string kinds_text(const std::vector<FieldKind>& kinds) {
  std::string text;
  for (const FieldKind kind : kinds) text += (text.empty() ? "" : ", ") + std::string(name_of(kind));
  return text;
}

void require_kinds(const ChildFamily& family, const std::string& model, const ChildInputs& inputs) {
  std::vector<FieldKind> kinds;
  for (const FieldSpec& field : inputs.fields) kinds.push_back(field.kind());
  if (kinds == family.takes) return;
  throw Error({.where = "child model " + model,
               .what = "it does not take the fields of these data",
               .got = kinds_text(kinds),
               .expected = kinds_text(family.takes),
               .mend = "choose a child for such data"},
              ErrorKind::usage);
}

void add(const ChildFamily& family) {
  const auto refuse = [&](const std::string& what, const std::string& expected) {
    throw Error({.where = "family of children '" + family.name + "'",
                 .what = what,
                 .got = "",
                 .expected = expected,
                 .mend = ""},
                ErrorKind::usage);
  };
  if (family.name.empty() || family_name(family.name) != family.name)
    refuse("models cannot be told by this name", "a name without colons and digits, e.g. 'small-conv'");
  if (family.takes.empty()) refuse("it takes no field", "at least one");
  if (family.make == nullptr) refuse("nothing makes its children", "a function");
  std::vector<const ChildFamily*>& families = known_families();
  if (std::any_of(families.begin(), families.end(),
                  [&](const ChildFamily* known) { return known->name == family.name; }))
    refuse("there is one of this name", "another name");
  families.push_back(&family);
}

void remove(const std::vector<const ChildFamily*>& own) {
  for (const ChildFamily* family : own) std::erase(known_families(), family);
}

}  // namespace

OwnChildren::OwnChildren(std::vector<const ChildFamily*> families) {
  try {
    for (const ChildFamily* family : families) {
      add(*family);
      families_.push_back(family);
    }
  } catch (...) {
    remove(families_);
    throw;
  }
}

OwnChildren::~OwnChildren() { remove(families_); }

std::optional<int> whole_number(std::string_view text, int most) {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < 1 || value > most)
    return std::nullopt;
  return value;
}

std::string child_list() {
  std::size_t width = 0;
  for (const ChildFamily* family : known_families()) width = std::max(width, family->pattern.size());
  std::string text;
  for (const ChildFamily* family : known_families())
    text += fmt::format("{:{}}  {} ({})\n", family->pattern, width, family->summary, family->example);
  return text;
}

std::unique_ptr<ChildModel> make_child(const std::string& model, const ChildInputs& inputs) {
  const ChildFamily& family = family_of(model);
  require_kinds(family, model, inputs);
  auto child = family.make(std::string_view(model).substr(family.name.size()), inputs);
  if (child == nullptr) refuse_child("not a child of the family " + family.name, model, family.expects);
  return child;
}

}  // namespace variegate
