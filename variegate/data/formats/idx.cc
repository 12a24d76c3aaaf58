#include "variegate/data/formats/idx.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/format.h"
#include "variegate/data/formats/parts/part_names.h"
#include "variegate/data/gzip.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLargestRank = 3;
constexpr std::size_t kMostValues = std::size_t{1} << 33;

std::size_t big_endian(const std::uint8_t* bytes) {
  return std::size_t{bytes[0]} << 24 | std::size_t{bytes[1]} << 16 | std::size_t{bytes[2]} << 8 | bytes[3];
}

[[noreturn]] void fail(const std::string& name, const std::string& what, const std::string& got,
                       const std::string& expected, const std::string& mend = "fetch the file again") {
  throw Error({.where = name, .what = what, .got = got, .expected = expected, .mend = mend});
}

std::vector<std::size_t> parse_shape(ByteView header, const std::string& name, std::size_t rank) {
  std::vector<std::size_t> shape;
  std::size_t count = 1;
  for (std::size_t axis = 0; axis < rank; ++axis) {
    const std::size_t length = big_endian(header.data() + 4 + 4 * axis);
    if (length == 0) fail(name, "the IDX header gives a size of 0", "", "at least 1 everywhere");
    // Lengths are below 2^32 and count at most 2^33: the product stays inside 64 bits only when checked.
    if (length > kMostValues / count) {
      fail(name, "the IDX header claims more than 2^33 values", "", "at most 8 GiB");
    }
    count *= length;
    shape.push_back(length);
  }
  return shape;
}

std::size_t product(const std::vector<std::size_t>& shape) {
  std::size_t count = 1;
  for (const std::size_t length : shape) count *= length;
  return count;
}

// Which part of a data set a file of pictures holds, by its name.
std::optional<Part> part_of_file(const std::string& file) {
  if (const auto told = part_told_in(file)) return told;
  // t10k, and the like for other sizes.
  const bool counted =
      file.size() > 2 && file[0] == 't' && std::isdigit(static_cast<unsigned char>(file[1])) != 0;
  return counted ? std::optional(Part::test) : std::nullopt;
}

bool names_pictures(const std::string& file) {
  return file.find("images") != std::string::npos && file.find("idx") != std::string::npos;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.rfind(from);
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

std::string labels_beside(const fs::path& pictures) {
  const std::string file =
      replaced(replaced(pictures.filename().string(), "images", "labels"), "idx3", "idx1");
  const fs::path beside = pictures.parent_path() / file;
  const bool zipped = beside.extension() == ".gz";
  const fs::path other = zipped ? fs::path(beside).replace_extension() : fs::path(beside.string() + ".gz");
  if (file != pictures.filename().string()) {
    if (fs::is_regular_file(beside)) return beside.string();
    if (fs::is_regular_file(other)) return other.string();
  }
  fail(pictures.string(), "the labels of these pictures are missing", "",
       fmt::format("'{}' or '{}' beside them", beside.string(), other.filename().string()),
       "name the files as MNIST does: ...images-idx3-ubyte and ...labels-idx1-ubyte");
}

DataPart part_of(const fs::path& pictures) {
  const std::string path = pictures.string();
  return {.place = fs::weakly_canonical(pictures).string(), .open = [path] {
            const std::string labels = labels_beside(path);
            IdxArray pictures_array = parse_idx(read_bytes(path, kLargestPackedFile), path, 3);
            const IdxArray labels_array = parse_idx(read_bytes(labels), labels, 1);
            return std::make_unique<PackedDataset>(
                idx_images(std::move(pictures_array), path, labels_array, labels));
          }};
}

}  // namespace

IdxArray parse_idx(ByteView bytes, const std::string& name, std::size_t rank) {
  if (bytes.empty()) fail(name, "the file is empty", "", "an IDX file");
  std::optional<GzipReader> gzip;
  std::array<std::uint8_t, 4 + 4 * kLargestRank> header{};
  const std::size_t header_size = 4 + 4 * rank;
  std::size_t got = std::min(header_size, bytes.size());
  if (is_gzip(bytes)) {
    gzip.emplace(bytes, name);
    got = gzip->read(header.data(), header_size);
  } else {
    std::copy_n(bytes.begin(), got, header.begin());
  }
  if (got < 4) fail(name, "the IDX header is truncated", fmt::format("{} bytes", got), "");
  const std::array<std::uint8_t, 4> magic{0, 0, 8, static_cast<std::uint8_t>(rank)};
  if (!std::equal(magic.begin(), magic.end(), header.begin())) {
    fail(name, "not an IDX file of this kind (wrong magic number)",
         fmt::format("{:02x} {:02x} {:02x} {:02x}", header[0], header[1], header[2], header[3]),
         fmt::format("00 00 08 {:02x}: unsigned bytes, {} dimension{}", rank, rank, rank == 1 ? "" : "s"),
         "check that pictures and labels are not swapped");
  }
  if (got < header_size) fail(name, "the IDX header is truncated", fmt::format("{} bytes", got), "");
  IdxArray array{.shape = parse_shape(header, name, rank), .values = {}};
  const std::size_t count = product(array.shape);
  if (!gzip) {
    const ByteView body = bytes.subspan(header_size);
    if (body.size() != count) {
      fail(name, body.size() < count ? "the file is truncated" : "the file is longer than its header says",
           fmt::format("{} bytes after the header", body.size()), fmt::format("{}", count));
    }
    array.values.assign(body.begin(), body.end());
    return array;
  }
  if (count > most_inflated(bytes.size())) {
    fail(name, "the IDX header claims more than the gzip data can hold",
         fmt::format("{} bytes claimed", count), fmt::format("at most {}", most_inflated(bytes.size())));
  }
  array.values.resize(count);
  const std::size_t read = gzip->read(array.values.data(), count);
  if (read != count) {
    fail(name, "the file is truncated", fmt::format("{} bytes after the header", read),
         fmt::format("{}", count));
  }
  std::uint8_t extra = 0;
  if (gzip->read(&extra, 1) != 0) fail(name, "the file is longer than its header says", "", "");
  return array;
}

PackedImages idx_images(IdxArray pictures, const std::string& pictures_name, const IdxArray& labels,
                        const std::string& labels_name) {
  if (pictures.shape[0] != labels.shape[0]) {
    fail(labels_name, fmt::format("labels and pictures ('{}') are not of one number", pictures_name),
         fmt::format("{} labels", labels.shape[0]), fmt::format("{}", pictures.shape[0]),
         "check that both belong to the same part");
  }
  check_pixel_count(pictures.shape[2], pictures.shape[1], {}, pictures_name);
  PackedImages images;
  images.height = static_cast<int>(pictures.shape[1]);
  images.width = static_cast<int>(pictures.shape[2]);
  images.channels = 1;
  images.pixels = std::move(pictures.values);
  images.files.push_back({.name = pictures_name, .first = 0});
  std::array<int, 256> class_of{};
  for (const std::uint8_t value : labels.values) class_of[value] = 1;
  for (std::size_t value = 0; value < class_of.size(); ++value) {
    if (class_of[value] == 0) continue;
    class_of[value] = static_cast<int>(images.class_names.size());
    images.class_names.push_back(std::to_string(value));
  }
  images.labels.reserve(labels.values.size());
  for (const std::uint8_t value : labels.values) images.labels.push_back(class_of[value]);
  return images;
}

bool is_idx(const std::string& path) {
  if (!fs::is_directory(path)) return names_pictures(fs::path(path).filename().string());
  for (const auto& entry : fs::directory_iterator(path)) {
    if (names_pictures(entry.path().filename().string()) && entry.is_regular_file()) return true;
  }
  return false;
}

DataParts locate_idx(const std::string& path) {
  if (!fs::is_directory(path)) return {.train = part_of(path), .validation = {}, .test = {}};
  std::map<std::optional<Part>, fs::path> found;
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string file = entry.path().filename().string();
    if (!names_pictures(file) || !entry.is_regular_file()) continue;
    const auto [place, is_new] = found.emplace(part_of_file(file), entry.path());
    if (!is_new && place->second.stem() == entry.path().filename()) {
      place->second = entry.path();  // the same file gzipped and not: take the plain one
    } else if (!is_new && entry.path().stem() != place->second.filename()) {
      const auto [first, second] = std::minmax(place->second.filename().string(), file);
      fail(path, "two IDX files of pictures for one part", fmt::format("'{}' and '{}'", first, second),
           "one a part", "name the file itself instead of its folder");
    }
  }
  if (found.empty())
    fail(path, "no IDX file of pictures in this folder", "", "e.g. train-images-idx3-ubyte.gz", "");
  const auto part = [&](Part which) {
    const auto place = found.find(which);
    return place == found.end() ? DataPart{} : part_of(place->second);
  };
  if (const auto only = found.find(std::nullopt); only != found.end()) {
    if (found.size() > 1) {
      fail(path, "an IDX file of pictures whose name tells no part", only->second.filename().string(),
           "'train', 'test', 't10k' or 'val' in the name", "name the file itself instead of its folder");
    }
    return {.train = part_of(only->second), .validation = {}, .test = {}};
  }
  return {.train = part(Part::train),
          .validation = part(Part::validation),
          .test = TestPart(part(Part::test)),
          .divided = true};
}

namespace data_formats {

const Format& idx() {
  static const Format format{
      .name = "idx",
      .holds = "IDX files",
      .order = 10,
      .recognises = is_idx,
      .locate =
          [](const std::string& path, const Reading& how) {
            if (how.rule.kind != GroupRule::Kind::none) fail_group_rule(how.rule, path, "IDX data");
            return locate_idx(path);
          },
      .packed = true,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
