// What copies are called: as their pictures are, below the folder that holds all of these.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "variegate/apply/copy_options.h"
#include "variegate/data/dataset.h"

namespace variegate {

class CopyNames {
 public:
  // Names are "CLASS/FOLDERS/NAME" for pictures in class folders and manifests, "FOLDERS/NAME" for others,
  // and a number of eight digits for records of one file. Where two pictures would have the same name the
  // later gets another. Error when a class's name cannot be that of a folder.
  CopyNames(const Dataset& dataset, const CopyOptions& options);

  // The name of a sample without extension and without the number of the copy.
  const std::string& stem(std::size_t sample) const { return stems_.at(sample); }
  // Ending of the picture's own name, in small letters, without the dot; "" of records.
  const std::string& extension(std::size_t sample) const { return extensions_.at(sample); }

  std::size_t renamed() const { return renamed_; }
  const std::string& first_renamed() const { return first_renamed_; }  // "a/x.png is a/x_png-0"
  std::uint64_t digest() const;                                        // of all names, in order

 private:
  std::vector<std::string> stems_;
  std::vector<std::string> extensions_;
  std::size_t renamed_ = 0;
  std::string first_renamed_;
};

}  // namespace variegate
