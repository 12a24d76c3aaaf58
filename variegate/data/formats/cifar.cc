#include "variegate/data/formats/cifar.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "variegate/core/error.h"
#include "variegate/data/format.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr int kSide = 32;
constexpr std::size_t kPictureBytes = 3 * kSide * kSide;

CifarKind kind_of(const std::string& file) {
  return file == "train.bin" || file == "test.bin" ? kCifar100 : kCifar10;
}

bool is_training_file(const std::string& file) {
  return file == "train.bin" || (file.starts_with("data_batch_") && file.ends_with(".bin"));
}

bool is_test_file(const std::string& file) { return file == "test.bin" || file == "test_batch.bin"; }

std::vector<std::string> class_names(const fs::path& folder, const CifarKind& kind) {
  const fs::path path = folder / (kind.classes == 10 ? "batches.meta.txt" : "fine_label_names.txt");
  std::vector<std::string> names;
  if (!fs::exists(path)) {
    for (int label = 0; label < kind.classes; ++label) names.push_back(std::to_string(label));
    return names;
  }
  const std::vector<std::uint8_t> bytes = read_bytes(path.string());
  std::istringstream text(std::string(bytes.begin(), bytes.end()));
  for (std::string line; std::getline(text, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) names.push_back(line);
  }
  if (names.size() != static_cast<std::size_t>(kind.classes)) {
    throw Error({.where = path.string(),
                 .what = "the wrong number of class names",
                 .got = fmt::format("{}", names.size()),
                 .expected = fmt::format("{}, one a line", kind.classes),
                 .mend = "correct the file, or remove it: classes are then called by their numbers"});
  }
  return names;
}

DataPart part_of(const fs::path& folder, std::vector<std::string> files) {
  if (files.empty()) return {};
  std::sort(files.begin(), files.end());
  const std::string place = fs::weakly_canonical(folder / files.front()).string();
  return {.place = place, .open = [folder, files] {
            const CifarKind kind = kind_of(files.front());
            PackedImages images;
            images.class_names = class_names(folder, kind);
            for (const std::string& file : files) {
              const std::string path = (folder / file).string();
              parse_cifar(read_bytes(path, kLargestPackedFile), path, kind, images);
            }
            return std::make_unique<PackedDataset>(std::move(images));
          }};
}

}  // namespace

void parse_cifar(ByteView bytes, const std::string& name, const CifarKind& kind, PackedImages& images) {
  const std::size_t record = kind.label_bytes + kPictureBytes;
  if (bytes.empty() || bytes.size() % record != 0) {
    throw Error({.where = name,
                 .what = bytes.empty() ? "the file is empty"
                                       : "not a whole number of records (truncated, or not CIFAR)",
                 .got = fmt::format("{} bytes", bytes.size()),
                 .expected = fmt::format("a multiple of {}", record),
                 .mend = "fetch the file again"});
  }
  images.width = kSide;
  images.height = kSide;
  images.channels = 3;
  images.layout = PixelLayout::planes;
  images.files.push_back({.name = name, .first = images.labels.size()});
  images.pixels.reserve(images.pixels.size() + bytes.size());
  for (std::size_t i = 0; i < bytes.size() / record; ++i) {
    const ByteView one = bytes.subspan(i * record, record);
    const int label = one[kind.label_bytes - 1];
    if (label >= kind.classes) {
      throw Error({.where = fmt::format("{}, record {}", name, i),
                   .what = "the label is out of range (corrupt, or not CIFAR)",
                   .got = std::to_string(label),
                   .expected = fmt::format("0 .. {}", kind.classes - 1),
                   .mend = "fetch the file again"});
    }
    images.labels.push_back(label);
    images.pixels.insert(images.pixels.end(), one.begin() + static_cast<std::ptrdiff_t>(kind.label_bytes),
                         one.end());
  }
}

bool is_cifar(const std::string& path) {
  if (!fs::is_directory(path)) return fs::path(path).extension() == ".bin";
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string file = entry.path().filename().string();
    if (is_training_file(file) || is_test_file(file)) return true;
  }
  return false;
}

DataParts locate_cifar(const std::string& path) {
  if (!fs::is_directory(path)) {
    const fs::path file(path);
    return {.train = part_of(file.parent_path(), {file.filename().string()}), .validation = {}, .test = {}};
  }
  std::vector<std::string> train;
  std::vector<std::string> test;
  for (const auto& entry : fs::directory_iterator(path)) {
    const std::string file = entry.path().filename().string();
    if (is_training_file(file)) train.push_back(file);
    if (is_test_file(file)) test.push_back(file);
  }
  for (const auto& files : {train, test}) {
    const auto other = [&](const std::string& file) {
      return kind_of(file).label_bytes != kind_of(files.front()).label_bytes;
    };
    if (std::none_of(files.begin(), files.end(), other)) continue;
    throw Error({.where = path,
                 .what = "files of CIFAR-10 and of CIFAR-100 in one folder",
                 .got = "",
                 .expected = "one data set a folder",
                 .mend = "move them into folders of their own"});
  }
  return {.train = part_of(path, train),
          .validation = {},
          .test = TestPart(part_of(path, test)),
          .divided = true};
}

namespace data_formats {

const Format& cifar() {
  static const Format format{
      .name = "cifar",
      .holds = "CIFAR binary files",
      .order = 20,
      .recognises = is_cifar,
      .locate =
          [](const std::string& path, const Reading& how) {
            if (how.rule.kind != GroupRule::Kind::none) fail_group_rule(how.rule, path, "CIFAR data");
            return locate_cifar(path);
          },
      .packed = true,
  };
  return format;
}

}  // namespace data_formats

}  // namespace variegate
