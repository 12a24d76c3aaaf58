// A kind of space may come with the method that its source searches it by.
#pragma once

#include <string>

namespace variegate {

struct UsualMethod {
  std::string method;  // as search methods are named
  std::string why;     // half a sentence
};

}  // namespace variegate
