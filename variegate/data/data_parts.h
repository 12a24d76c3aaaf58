// Where the parts of a data set lie. Finding them lists names; nothing is opened before it is asked for.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "variegate/core/error.h"
#include "variegate/data/dataset.h"
#include "variegate/data/formats/parts/open_options.h"
#include "variegate/data/test_key.h"

namespace variegate {

// How a part is opened. Of a part that is not there, an Error that says what is missing.
class OpenDataset {
 public:
  OpenDataset() = default;
  template <typename Body>
  requires std::is_invocable_r_v<std::unique_ptr<Dataset>, Body> OpenDataset(Body body)
      : body_(std::move(body)) {}

  // A part that the data lack. missing: the error when it is opened all the same.
  static OpenDataset nothing(ErrorText missing) {
    OpenDataset none;
    none.missing_ = std::move(missing);
    return none;
  }

  explicit operator bool() const { return body_ != nullptr; }
  std::unique_ptr<Dataset> operator()() const {
    if (!body_) throw Error(missing_);
    return body_();
  }

 private:
  std::function<std::unique_ptr<Dataset>()> body_;
  ErrorText missing_{.where = "", .what = "the data lack this part", .got = "", .expected = "", .mend = ""};
};

struct DataPart {
  std::string place{};  // what it is read from: two parts of one place are the same data
  OpenDataset open{};   // empty when there is no such part

  explicit operator bool() const { return static_cast<bool>(open); }
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
  DataPart train{};  // of undivided data: all of them
  DataPart validation{};
  TestPart test{};
  bool divided = false;                // whether the data name their parts
  std::string format{};                // "folder", "tar", ...: how they are stored
  std::vector<std::string> notes{};    // what was understood and is not plain from the names, a clause each
  std::optional<ErrorText> overlap{};  // a picture that two parts name, as far as names tell
  LeftOut left_out{};                  // what lies beside the parts; each part knows what lies in it
};

}  // namespace variegate
