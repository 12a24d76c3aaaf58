// The pictures of a search, decoded once by whoever leads it and mapped by its workers: N workers cost their
// memory once.
#pragma once

#include <cstdint>
#include <string>

#include "variegate/data/splits.h"
#include "variegate/data/unnamed_file.h"

namespace variegate {

class PreparedFile {
 public:
  // Opens the search data of the spec, never the test part, and decodes them into the file, which is empty.
  // Errors as open_search_data(), and when the disk is full.
  PreparedFile(const DataSpec& spec, UnnamedFile file);

  std::size_t pictures() const { return pictures_; }  // of both parts
  int width() const { return width_; }                // as a model takes them
  int height() const { return height_; }
  std::uint64_t bytes() const { return file_.size(); }
  std::string path() const { return file_.path(); }  // for open_prepared(), while this lives

 private:
  UnnamedFile file_;
  std::size_t pictures_ = 0;
  int width_ = 0;
  int height_ = 0;
};

// The same pictures, labels and digest as open_search_data(spec) would give. Error when the file is not
// there, damaged, or of another spec: open_search_data() is then what is left.
SearchData open_prepared(const std::string& path, const DataSpec& spec);

// A folder on whose disk temporary files may be large: TMPDIR, else /tmp.
std::string temporary_folder();

}  // namespace variegate
