#include "variegate/pipeline/fields/text_field.h"

#include <fmt/format.h>

#include "variegate/core/error.h"
#include "variegate/core/utf8.h"
#include "variegate/ops/description.h"

namespace variegate {

void TextField::check(const Text& text) {
  const auto fail = [](const char* what, const std::string& got, const std::string& expected) {
    throw Error({.where = "", .what = what, .got = got, .expected = expected, .mend = ""});
  };
  if (!is_utf8(text.utf8)) fail("not a text", "bytes that are not UTF-8", "UTF-8");
  std::size_t end = 0;
  for (const ByteRange& range : text.kept) {
    const bool fits = range.first >= end && range.first <= text.utf8.size() &&
                      range.count <= text.utf8.size() - range.first;
    if (!fits) {
      fail("a range to be kept is not in the text",
           fmt::format("{} bytes from byte {} of {}", range.count, range.first, text.utf8.size()),
           "ranges in ascending order, without overlaps");
    }
    end = range.first + range.count;
  }
}

void TextField::begin(const Text& source, Text& text, bool) {
  text_ = &text;
  if (&source != &text) text = source;
}

void TextField::call(const FieldCall& call, Scratch& scratch) {
  const auto* pass = std::get_if<TextPass>(&std::get<TextOp>(call.op.does));
  if (pass != nullptr) pass->apply(*text_, {call.values, call.random, scratch.text});
}

double TextField::property(Property) const { return static_cast<double>(text_->utf8.size()); }

}  // namespace variegate
