// Where the parts of a data set lie. Finding them lists names; nothing is opened before it is asked for.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/dataset.h"
#include "variegate/data/test_key.h"

namespace variegate {

using OpenDataset = std::function<std::unique_ptr<Dataset>()>;

struct DataPart {
  std::string place;  // what it is read from: two parts of one place are the same data
  OpenDataset open;   // empty when there is no such part

  explicit operator bool() const { return open != nullptr; }
};

// A part that opens only for who holds the key to the test set.
class TestPart {
 public:
  TestPart() = default;
  explicit TestPart(DataPart part) : part_(std::move(part)) {}

  explicit operator bool() const { return static_cast<bool>(part_); }
  const std::string& place() const { return part_.place; }
  std::unique_ptr<Dataset> open(const TestKey&) const { return part_.open(); }

 private:
  DataPart part_;
};

struct DataParts {
  DataPart train;  // of undivided data: all of them
  DataPart validation;
  TestPart test;
  bool divided = false;                // whether the data name their parts
  std::vector<std::string> notes{};    // what was understood and is not plain from the names, a clause each
  std::optional<ErrorText> overlap{};  // a picture that two parts name, as far as names tell
};

}  // namespace variegate
