// Where the parts of a data set lie. Finding them lists names; nothing is opened before it is asked for.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "variegate/data/dataset.h"
#include "variegate/data/orientation.h"
#include "variegate/data/test_key.h"

namespace variegate {

using OpenDataset = std::function<std::unique_ptr<Dataset>()>;

// How data are read, whatever their format.
struct OpenOptions {
  bool skip_bad =
      false;  // what is damaged in a tar shard is a sample that cannot be read, instead of an error
  Orientation orientation = Orientation::apply;
};

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
  bool divided = false;  // whether the data name their parts
};

}  // namespace variegate
