// The Dataset port: labelled samples that can be read in any order from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "variegate/data/annotations/object_classes.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/field_spec.h"
#include "variegate/data/formats/parts/left_out.h"
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

  // Loads a sample and says what decoding changed; the facts are those of a plain picture when there is no
  // file.
  virtual Sample load_with_facts(std::size_t i, PictureFacts& facts) const {
    facts = {};
    return load(i);
  }

  // Loads into a sample whose memory is used again.
  virtual void load_into(std::size_t i, Sample& sample) const { sample = load(i); }

  // Sample i's picture where it lies decoded in memory, as long as the data set lives; nullopt when it does
  // not.
  virtual std::optional<ConstImageView> in_memory(std::size_t i) const {
    static_cast<void>(i);
    return std::nullopt;
  }

  // The compressed bytes of sample i's picture, into memory that is used again, for callers that decode only
  // a part. False, and nothing done, when the samples are not compressed pictures. Thread-safe; Error as
  // load.
  virtual bool read_compressed(std::size_t i, std::vector<std::uint8_t>& bytes) const {
    static_cast<void>(i);
    static_cast<void>(bytes);
    return false;
  }
  // How they are to be decoded.
  virtual DecodeOptions decode_options() const { return {}; }

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

  // Where the picture lies, for callers that keep its name or ask whether it has changed.
  struct Source {
    std::string file{};    // that is read; "" when there is none
    std::string member{};  // within the file: "KEY.jpg"; "" when the file is the picture
    std::string mask{};    // the file of its mask; "" when there is none
  };
  virtual Source source(std::size_t i) const {
    static_cast<void>(i);
    return {};
  }
  // A hash of boxes and keypoints, without reading the picture.
  virtual std::uint64_t annotations_digest(std::size_t i) const {
    static_cast<void>(i);
    return 0;
  }

  // Names of the classes; label k is the k-th. One name that is empty: the pictures have no class.
  virtual const std::vector<std::string>& class_names() const = 0;

  // Names of the labels of boxes and keypoints; empty when there are none or the labels are numbers.
  virtual const std::vector<std::string>& object_names() const {
    static const std::vector<std::string> none;
    return none;
  }

  // What lies among the samples and is not read.
  virtual const LeftOut& left_out() const {
    static const LeftOut nothing;
    return nothing;
  }

  // The fields that every sample has and operations can work on.
  virtual std::vector<FieldSpec> fields() const { return {{.name = "image", .shape = ImageShape{}}}; }

  // Names of the fields that samples may have beside them: "boxes", "keypoints", "mask".
  virtual std::vector<std::string> annotation_fields() const { return {}; }

  // The form in which boxes, masks and keypoints were read, and the classes of the boxes in the order of that
  // form.
  virtual AnnotationForm annotation_form() const { return AnnotationForm::manifest; }
  virtual const std::vector<ObjectClass>& object_classes() const {
    static const std::vector<ObjectClass> none;
    return none;
  }
};

// Whether the pictures have classes to learn.
inline bool has_classes(const Dataset& dataset) {
  const std::vector<std::string>& names = dataset.class_names();
  return !(names.size() == 1 && names.front().empty());
}

}  // namespace variegate
