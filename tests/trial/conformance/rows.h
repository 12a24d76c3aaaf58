// The laws that every worker keeps, one a row.
#pragma once

#include <string>
#include <vector>

#include "tests/trial/conformance/conversation.h"

namespace variegate::conformance {

struct Row {
  const char* name;
  void (*check)(Conversation& worker, const std::string& data);  // Breach when it does not hold
};

const std::vector<Row>& rows();

}  // namespace variegate::conformance
