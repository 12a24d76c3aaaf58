// A text on its way through a policy.
#pragma once

#include "variegate/core/text.h"
#include "variegate/ops/scratch.h"
#include "variegate/pipeline/fields/field_call.h"
#include "variegate/policy/property.h"

namespace variegate {

// Members as of ImageField, but that texts are not mixed; nothing is put off.
class TextField {
 public:
  using Value = Text;

  // Error unless it is UTF-8 and its kept ranges lie in it, in ascending order.
  static void check(const Text& text);

  void begin(const Text& source, Text& text, bool fuse);
  void call(const FieldCall& call, Scratch& scratch);
  void settle(Scratch&) {}
  double property(Property property) const;

 private:
  Text* text_ = nullptr;
};

}  // namespace variegate
