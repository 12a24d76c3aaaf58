// What an operation does to a text.
#pragma once

#include <variant>

#include "variegate/ops/form.h"

namespace variegate {

struct Text;
struct TextScratch;

using TextArguments = Arguments<TextScratch>;

// The text is UTF-8 and stays so. What is in its ranges Text::kept is not changed; where it moves, they move
// with it.
struct TextPass {
  void (*apply)(Text& text, const TextArguments& arguments) = nullptr;
};

using TextOp = std::variant<Unchanged, TextPass>;

}  // namespace variegate
