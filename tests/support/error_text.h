// What a piece of work that must fail says.
#pragma once

#include <string>

#include "variegate/core/error.h"

namespace variegate {

// The text of the Error that it throws; "" (which no expectation of a message meets) when it throws none.
template <typename Work>
std::string error_text(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace variegate
