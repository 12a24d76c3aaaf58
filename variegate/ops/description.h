// What an operation is: the form in which it changes a field, and the description beside it, from which the
// command line, the search spaces, the policy reader and the docs all take what they know.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "variegate/core/field_kind.h"
#include "variegate/ops/audio_op.h"
#include "variegate/ops/image_op.h"
#include "variegate/ops/parameter.h"
#include "variegate/ops/text_op.h"

namespace variegate {

struct Op {
  std::string name;                        // "rotate"; the same as its file
  std::string summary;                     // one line: what it does to a picture, a sound, a text
  std::string source;                      // where it is defined: paper or library whose rule it follows
  std::vector<Parameter> parameters = {};  // the first is the magnitude, when there is one
  Magnitude magnitude = {};
  bool random = false;                                                 // draws from Arguments::random
  std::variant<ImageOp, AudioOp, TextOp> does = ImageOp(Unchanged{});  // in the order of FieldKind

  FieldKind kind() const { return static_cast<FieldKind>(does.index()); }

  // How it moves the points of a picture; nullptr when it moves none.
  const Geometric* geometric() const;
};

}  // namespace variegate
