#include "variegate/core/error.h"

namespace variegate {
namespace {

std::string sentence(const ErrorText& text) {
  std::string out;
  if (!text.where.empty()) out += text.where + ": ";
  out += text.what;
  if (!text.got.empty()) out += "; got " + text.got;
  if (!text.expected.empty()) out += "; expected " + text.expected;
  if (!text.mend.empty()) out += "; " + text.mend;
  return out;
}

}  // namespace

Error::Error(const ErrorText& text, ErrorKind kind)
    : std::runtime_error(sentence(text)), text_(text), kind_(kind) {}

}  // namespace variegate
