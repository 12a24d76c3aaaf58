#include "variegate/data/size_survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/core/random.h"
#include "variegate/data/decode/decode.h"

namespace variegate {
namespace {

constexpr std::size_t kLookedAt = 200;
constexpr std::size_t kDecoded = 15;  // for their colour
constexpr int kSmall = 40;
constexpr int kUsual = 96;
constexpr int kSides[] = {224, 160, 128, 96, 64};

struct Size {
  int width = 0;
  int height = 0;
  bool operator<(const Size& other) const {
    return std::pair(width, height) < std::pair(other.width, other.height);
  }
};

// What a header says, thrown so that nothing is decoded after it.
Size size_of(ByteView bytes, const std::string& name, const DecodeOptions& options) {
  struct Read : std::exception {};
  Size size;
  Image none;
  try {
    decode_image_part(
        bytes, name,
        [&](int width, int height) -> PartRequest {
          size = {width, height};
          throw Read();
        },
        none, options);
  } catch (const Read&) {
  }
  return size;
}

struct Seen {
  Size size;
  int channels = 0;  // 0: not decoded
};

Seen look_at(const Dataset& dataset, std::size_t i, bool decode) {
  std::vector<std::uint8_t> file;
  if (!dataset.read_compressed(i, file)) {
    const Sample sample = dataset.load(i);
    const Image& image = sample.image();
    return {{image.width, image.height}, image.channels};
  }
  if (!decode) return {size_of(file, dataset.name(i), dataset.decode_options()), 0};
  Image image;
  const auto small = [](int width, int height) {
    return PartRequest{.box = {.width = width, .height = height}, .least_width = 1, .least_height = 1};
  };
  const DecodedPart part = decode_image_part(file, dataset.name(i), small, image, dataset.decode_options());
  return {{part.picture_width, part.picture_height}, image.channels};
}

int median(std::vector<int> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

SizeSurvey survey_sizes(const Dataset& dataset) {
  const std::vector<std::size_t> order =
      Stream({.seed = 0, .epoch = 0, .sample = 0, .place = hash_text("size survey")})
          .permutation(dataset.size());
  std::vector<int> widths, heights, shorter;
  std::map<Size, std::size_t> shapes;
  std::size_t decoded = 0, colour = 0;
  std::exception_ptr fault;
  for (const std::size_t i : order) {
    if (widths.size() == kLookedAt) break;
    try {
      const Seen seen = look_at(dataset, i, decoded < kDecoded);
      if (seen.channels > 0 && ++decoded > 0 && seen.channels >= 3) ++colour;
      widths.push_back(seen.size.width);
      heights.push_back(seen.size.height);
      shorter.push_back(std::min(seen.size.width, seen.size.height));
      ++shapes[seen.size];
    } catch (const Error&) {
      if (!fault) fault = std::current_exception();
    }
  }
  if (widths.empty()) {
    if (fault) std::rethrow_exception(fault);
    throw Error({.where = "", .what = "the data set is empty", .got = "", .expected = "", .mend = ""});
  }
  const auto commonest =
      std::max_element(shapes.begin(), shapes.end(),
                       [](const auto& one, const auto& other) { return one.second < other.second; });
  SizeSurvey survey{.pictures = widths.size(),
                    .width = median(widths),
                    .height = median(heights),
                    .shorter = median(shorter),
                    .alike = shapes.size() == 1,
                    .colour = 2 * colour > decoded};
  const bool common = 2 * commonest->second > widths.size();
  survey.shape_width = common ? commonest->first.width : survey.width;
  survey.shape_height = common ? commonest->first.height : survey.height;
  return survey;
}

SizeChoice choose_size(const SizeSurvey& survey) {
  SizeChoice choice;
  if (survey.shorter <= kSmall) return choice;
  for (const int side : kSides) {
    if (side <= survey.shorter) choice.sides.push_back(side);
  }
  if (choice.sides.empty()) choice.sides.push_back(survey.shorter);
  choice.usual = choice.sides.back();
  for (const int side : choice.sides) {
    if (side <= kUsual) choice.usual = std::max(choice.usual, side);
  }
  return choice;
}

std::string size_in_words(const SizeSurvey& survey) {
  if (survey.alike) return fmt::format("{} x {}", survey.shape_width, survey.shape_height);
  return fmt::format("about {} x {}", survey.width, survey.height);
}

Preparation preparation_for(const SizeSurvey& survey, int resolution, const std::string& fit) {
  const bool small = survey.shorter <= kSmall;
  Preparation preparation;
  preparation.fit = fit == "auto" ? (small ? DataFit::stretch : DataFit::crop) : data_fit(fit);
  const int side = resolution > 0 ? resolution : choose_size(survey).usual;
  preparation.width = side > 0 ? side : survey.shape_width;
  preparation.height = side > 0 ? side : survey.shape_height;
  return preparation;
}

DataFit data_fit(const std::string& name) {
  if (name == "stretch") return DataFit::stretch;
  if (name == "crop") return DataFit::crop;
  if (name == "pad") return DataFit::pad;
  throw Error({.where = "--fit",
               .what = "no such fit",
               .got = name,
               .expected = "auto, stretch, crop or pad",
               .mend = ""},
              ErrorKind::usage);
}

std::string name_of(DataFit fit) {
  return fit == DataFit::stretch ? "stretch" : fit == DataFit::crop ? "crop" : "pad";
}

}  // namespace variegate
