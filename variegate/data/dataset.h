// The Dataset port: labelled samples that can be read in any order from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "variegate/data/decode.h"
#include "variegate/data/sample.h"

namespace variegate {

class Dataset {
 public:
  virtual ~Dataset() = default;

  virtual std::size_t size() const = 0;

  // Reads sample i (0 .. size()-1); thread-safe; its index is i. Error naming the file when it
  // cannot be read.
  virtual Sample load(std::size_t i) const = 0;

  // As load, and what decoding changed of the file; facts are those of a plain picture when there is no file.
  virtual Sample load_with_facts(std::size_t i, PictureFacts& facts) const {
    facts = {};
    return load(i);
  }

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
  // How they are to be decoded.
  virtual DecodeOptions decode_options() const { return {}; }

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
