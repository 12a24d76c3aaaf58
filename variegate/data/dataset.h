// The Dataset port: labelled samples that can be read in any order from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "variegate/data/sample.h"

namespace variegate {

// How a picture is stored: samples of one form and equal bytes are one picture (overlap.h).
struct StoredPicture {
  std::uint64_t form = 0;  // 0: a picture file, compressed; else pixels, and their shape
  std::uint64_t size = 0;  // in bytes
  // Which file it is, whatever the path says, when it is a file of its own; else 0.
  std::uint64_t device = 0;
  std::uint64_t inode = 0;
};

class Dataset {
 public:
  virtual ~Dataset() = default;

  virtual std::size_t size() const = 0;

  // Reads sample i (0 .. size()-1); thread-safe; its index is i. Error naming the file when it
  // cannot be read.
  virtual Sample load(std::size_t i) const = 0;

  // As load, into a sample whose memory is used again.
  virtual void load_into(std::size_t i, Sample& sample) const { sample = load(i); }

  // The bytes of sample i's picture as they are compressed, into memory that is used again: who decodes them
  // may decode a part. False, and nothing done, when the samples are not compressed pictures. Thread-safe;
  // Error as load.
  virtual bool read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const {
    static_cast<void>(i);
    static_cast<void>(bytes);
    return false;
  }

  // How sample i is stored, found without opening it; nullopt when nothing is there. Thread-safe.
  virtual std::optional<StoredPicture> stored(std::size_t i) const {
    static_cast<void>(i);
    return std::nullopt;
  }

  // Fills all of `to` with the stored bytes from that offset on, which lie inside the picture. Thread-safe;
  // Error as load.
  virtual void read_stored(std::size_t i, std::uint64_t offset, std::span<std::uint8_t> to) const {
    static_cast<void>(i);
    static_cast<void>(offset);
    static_cast<void>(to);
  }

  // What is known without reading the sample.
  virtual int label(std::size_t i) const = 0;
  virtual std::string group(std::size_t i) const = 0;  // e.g. speaker, patient; "" when not given
  virtual std::string name(std::size_t i) const = 0;   // for errors: file, or "FILE, record 12"

  // Names of the classes; label k is the k-th.
  virtual const std::vector<std::string>& class_names() const = 0;

  // Names of the labels of boxes and keypoints; empty when there are none or the labels are numbers.
  virtual const std::vector<std::string>& object_names() const {
    static const std::vector<std::string> none;
    return none;
  }
};

}  // namespace variegate
