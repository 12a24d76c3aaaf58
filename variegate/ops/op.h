// What an operation is: a function over one field and the description beside it, from which the
// command line, the search spaces, the policy reader and the docs all take what they know.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "variegate/core/image.h"
#include "variegate/core/random.h"
#include "variegate/kernels/table.h"
#include "variegate/ops/image/parts/geometry.h"

namespace variegate {

enum class FieldKind { image };

// One parameter of an operation, in physical units.
struct Parameter {
  std::string name;       // as in policy files: "degrees", "factor", "bits"
  std::string unit;       // "degrees", "fraction of the side", "factor", "bits", "pixels", ...
  std::string summary;    // one line
  double low = 0.0;       // smallest value allowed
  double high = 0.0;      // largest value allowed
  double fallback = 0.0;  // used when a policy does not give it
  double neutral = 0.0;   // changes nothing; what a mirrored draw is reflected about
  bool integer = false;
  std::vector<std::string> choices = {};  // not empty: an enumeration; the value is an index into it
};

// How search strength 0..1 maps to the magnitude, the first parameter. Strength 0 is the weakest.
// "mirrored" magnitudes are drawn on either side of the parameter's neutral value with equal chance:
// rotate by +-30 degrees (neutral 0), brightness by 1 +- 0.9 (neutral 1).
struct Magnitude {
  bool searchable = false;  // false: the operation has no magnitude (flip, equalize)
  double weakest = 0.0;
  double strongest = 0.0;
  bool mirrored = false;
  std::string source = {};  // paper and table (or code) the range is taken from
};

// Memory reused between applications, one a thread. Operations may leave anything in it.
struct Scratch {
  Image image;  // a second picture
  std::vector<int> integers;
  std::vector<std::uint16_t> words;

  Displacement displacement;  // of a map: kept until the next operation

  // Of maps that are not affine: the points of one row.
  struct {
    std::vector<double> x, y;
    std::vector<std::int64_t> fixed_x, fixed_y;
  } points;

  // `image` with the shape of another picture, its pixels whatever they were: an operation that cannot
  // work in place writes here and swaps.
  Image& image_like(const Image& other);

  // Of the pipeline, which mixes pictures: operations leave it alone.
  struct {
    Image original;
    std::vector<std::uint32_t> sum;
  } mixing;

  // Of annotations that follow (ops/image/parts/annotations.h), apart from `image`, so that a picture and its
  // mask, which have other sizes in bytes, do not take each other's memory.
  struct {
    Image mask;
    std::vector<PicturePoint> outline, clipped;
  } following;
};

struct OpArguments {
  std::span<const double> values;  // one a parameter, in the order of Op::parameters
  Stream& random;                  // for what the operation itself draws (crop position, noise)
  Scratch& scratch;
};

struct Op {
  std::string name;     // "rotate"; the same as its file
  std::string summary;  // one line: what it does to a picture
  std::string source;   // where it is defined: paper or library whose rule it follows
  FieldKind field = FieldKind::image;
  std::vector<Parameter> parameters = {};  // the first is the magnitude, when there is one
  Magnitude magnitude = {};
  bool random = false;  // draws from OpArguments::random

  // What the operation does to a picture, in one of four forms; one that has none changes nothing. All but
  // the last say what to do, so that the pipeline can join neighbours into one pass over the picture.
  // Operations on colour do nothing to a picture of 1 channel. Values that stand for whole numbers are
  // rounded as their parameter's summary says.

  // A point operation: what becomes of every value of a colour channel (0, 1, 2; of a grey picture 0),
  // whatever the picture. Alpha is left alone.
  Table (*table)(std::span<const double> values, int channel) = nullptr;
  bool table_a_channel = false;  // the tables of the channels differ

  // A point operation whose tables depend on what is in the picture; false: it stays as it is. The tables are
  // written to `made`, not returned: GCC 12.2 at -O3 copies a returned std::optional<Tone> from a wrong place
  // where a loop that fills a table was made vectors.
  bool (*tone)(const Image& image, std::span<const double> values, Tone& made) = nullptr;

  // A geometric operation, which boxes, masks and keypoints follow. Moves alpha with the colours; what comes
  // from outside the picture is transparent (alpha 0).
  GeometricMap (*map)(const OpArguments& arguments, int width, int height) = nullptr;
  bool affine = true;  // its maps always are, and can be composed

  // Anything else. The picture is at least 1x1 with 1, 3 or 4 channels; it keeps its shape. Alpha is left
  // alone.
  void (*apply)(Image& image, const OpArguments& arguments) = nullptr;

  bool geometric() const { return map != nullptr; }
  // Of an operation that has the form `table`, for a picture of that many channels.
  Tone tone_of(std::span<const double> values, int channels) const;
  // Applies it by whichever form it has.
  void run(Image& image, const OpArguments& arguments) const;
};

// All operations, by name. The list is generated from the file names in variegate/ops/image.
const std::vector<const Op*>& all_ops();

// nullptr when there is no such operation.
const Op* find_op(const std::string& name);

// As find_op; Error (usage) with the nearest name when there is none. `where` is put first in the text.
const Op& require_op(const std::string& name, const std::string& where);

// Index of a parameter, or -1.
int find_parameter(const Op& op, const std::string& name);

// Applies one operation to a picture with named values, the others at their fallback: for tests, docs
// and one-off use. values in the order of op.parameters; may be shorter.
void apply_op(const Op& op, Image& image, std::span<const double> values, Stream& random, Scratch& scratch);

}  // namespace variegate
