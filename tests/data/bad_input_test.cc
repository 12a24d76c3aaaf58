// Data that cannot be used, and what is said about each: the file, the cause and, where there is one, the way
// out.
#include <gmock/gmock.h>
#include <zlib.h>

#include <functional>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/data/splits.h"

namespace variegate {
namespace {

struct BadInput {
  std::string name;
  // Writes the data and says how they are opened.
  std::function<DataSpec(const TemporaryFolder&)> make;
  std::vector<std::string> says;  // parts of the message, in order
};

DataSpec opened(const TemporaryFolder& folder, const std::string& path) {
  return {.train = folder.file(path)};
}

// An IDX folder with these two files.
std::function<DataSpec(const TemporaryFolder&)> idx(std::string pictures, std::string labels) {
  return [=](const TemporaryFolder& folder) {
    write_file(folder, "d/train-images-idx3-ubyte", pictures);
    write_file(folder, "d/train-labels-idx1-ubyte", labels);
    return opened(folder, "d");
  };
}

std::function<DataSpec(const TemporaryFolder&)> cifar(std::string bytes) {
  return [=](const TemporaryFolder& folder) {
    write_file(folder, "d/data_batch_1.bin", bytes);
    return opened(folder, "d");
  };
}

// A folder of two classes whose first picture is these bytes.
std::function<DataSpec(const TemporaryFolder&)> picture(std::string file, std::string bytes) {
  return [=](const TemporaryFolder& folder) {
    write_file(folder, "d/a/" + file, bytes);
    write_png(folder, "d/b/1.png", plain_image(2, 2, {1, 2, 3}));
    return opened(folder, "d");
  };
}

std::function<DataSpec(const TemporaryFolder&)> manifest(std::string text, std::string group_by = "") {
  return [=](const TemporaryFolder& folder) {
    write_png(folder, "a.png", plain_image(2, 2, {1, 2, 3}));
    write_png(folder, "b.png", plain_image(2, 2, {4, 5, 6}));
    write_file(folder, "m.csv", text);
    return DataSpec{.train = folder.file("m.csv"), .group_by = group_by};
  };
}

std::string png_text(int width, int height) {
  return std::string(text_of(encode_png(plain_image(width, height, {1, 2, 3}))));
}

// A PNG whose header claims another width; the checksum of the header is corrected.
std::string png_with_width(std::uint32_t width) {
  std::string bytes = png_text(2, 2);
  bytes.replace(16, 4, be32(width));
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(bytes.data() + 12), 17);
  return bytes.replace(29, 4, be32(static_cast<std::uint32_t>(sum)));
}

const std::string kLabels = idx_labels({0, 1, 0, 1});

std::vector<BadInput> bad_inputs() {
  const std::string good = idx_pictures(4, 2, 2);
  const std::string huge =
      std::string("\0\0\x08\x03", 4) + be32(0xFFFFFFFF) + be32(0xFFFFFFFF) + be32(0xFFFFFFFF);
  // 12 bytes of noise where deflate data should be.
  const std::string gzip_head("\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
  return {
      {"nothing there",
       [](const auto& folder) { return opened(folder, "absent"); },
       {"absent: no data there (the path does not exist)"}},
      {"unknown file",
       [](const auto& folder) {
         write_file(folder, "x.txt", "text");
         return opened(folder, "x.txt");
       },
       {"x.txt: the format of these data is not known", "a file", "CSV manifest"}},
      {"empty folder",
       [](const auto& folder) {
         std::filesystem::create_directories(folder.file("d"));
         return opened(folder, "d");
       },
       {"the format of these data is not known", "a folder"}},
      {"misspelt format",
       [](const auto& folder) {
         write_idx_folder(folder, "d", 4, 2, 2);
         return DataSpec{.train = folder.file("d"), .format = "cifr"};
       },
       {"--format: no such format (did you mean 'cifar'?)"}},
      {"idx, empty", idx("", kLabels), {"train-images-idx3-ubyte: the file is empty"}},
      {"idx, header cut", idx(good.substr(0, 9), kLabels), {"the IDX header is truncated; got 9 bytes"}},
      {"idx, truncated",
       idx(good.substr(0, 20), kLabels),
       {"train-images-idx3-ubyte: the file is truncated; got 4 bytes after the header; expected 16"}},
      {"idx, too long", idx(good + "more", kLabels), {"the file is longer than its header says"}},
      {"idx, swapped",
       idx(kLabels + std::string(8, '\0'), good),
       {"not an IDX file of this kind (wrong magic number); got 00 00 08 01; expected 00 00 08 03",
        "not swapped"}},
      {"idx, huge header", idx(huge, kLabels), {"the IDX header claims more than 2^33 values"}},
      {"idx, no pictures", idx(idx_pictures(0, 2, 2), kLabels), {"the IDX header gives a size of 0"}},
      {"idx, fewer labels",
       idx(good, idx_labels({0, 1})),
       {"train-labels-idx1-ubyte: labels and pictures", "got 2 labels; expected 4"}},
      {"idx, no labels",
       [=](const auto& folder) {
         write_file(folder, "d/train-images-idx3-ubyte", good);
         return opened(folder, "d");
       },
       {"the labels of these pictures are missing", "train-labels-idx1-ubyte"}},
      {"idx, corrupt gzip",
       idx(gzip_head + "\xFF\xFF\xFF\xFF\xFF\xFF", kLabels),
       {"the gzip data are corrupt"}},
      {"idx, truncated gzip", idx(gzip_head, kLabels), {"the gzip data stop too early (truncated)"}},
      {"idx, one class", idx(good, idx_labels({3, 3, 3, 3})), {"too few classes to learn from; got 1"}},
      {"idx, grouped",
       [](const auto& folder) {
         write_idx_folder(folder, "d", 8, 2, 2);
         return DataSpec{.train = folder.file("d"), .group_by = "folder:1"};
       },
       {"IDX data cannot be grouped by 'folder:1'", "leave --group-by out"}},
      {"cifar, truncated",
       cifar(cifar_file(3, 0).substr(0, 5000)),
       {"data_batch_1.bin: not a whole number of records", "got 5000 bytes; expected a multiple of 3073"}},
      {"cifar, empty", cifar(""), {"data_batch_1.bin: the file is empty"}},
      {"cifar, label out of range",
       cifar(cifar_file(30, 0, 20)),
       {"data_batch_1.bin, record 10: the label is out of range", "got 10; expected 0 .. 9"}},
      {"cifar, test alone",
       [](const auto& folder) {
         write_file(folder, "d/test_batch.bin", cifar_file(4, 0));
         return opened(folder, "d");
       },
       {"d: no training images; got other parts alone"}},
      {"picture, empty", picture("1.png", ""), {"d/a/1.png: the file is empty", "--skip-bad"}},
      {"picture, wrong magic",
       picture("1.jpg", "GIF89a..."),
       {"d/a/1.jpg: not a picture of a known format (wrong magic number); got 47 49 46 38"}},
      {"png, truncated",
       picture("1.png", png_text(9, 9).substr(0, 60)),
       {"d/a/1.png: the PNG data cannot be decoded; got the data stop too early (truncated)"}},
      {"png, huge header",
       picture("1.png", png_with_width(0x7FFFFFFF)),
       {"d/a/1.png: the header gives an impossible size; got 2147483647 x 2 pixels"}},
      {"png, broken checksum",
       picture("1.png", png_text(2, 2).replace(30, 1, "x")),
       {"d/a/1.png: the PNG data cannot be decoded"}},
      {"jpeg, truncated",
       picture("1.jpg", "\xFF\xD8\xFF\xE0"),
       {"d/a/1.jpg: the JPEG data cannot be decoded"}},
      {"webp, truncated",
       picture("1.webp", "RIFF\x20\x20\x20\x20WEBPVP8 "),
       {"d/a/1.webp: the WebP data cannot be decoded; got the data stop too early"}},
      {"folder, class without picture",
       [](const auto& folder) {
         write_png(folder, "d/a/1.png", plain_image(2, 2, {1}));
         write_file(folder, "d/b/notes.txt", "text");
         return opened(folder, "d");
       },
       {"d/b: a class folder without a picture; got 1 files of other kinds", "remove the folder"}},
      {"folder, class with one picture",
       [](const auto& folder) {
         std::uint8_t grey = 0;
         for (const char* name : {"d/a/1.png", "d/a/2.png", "d/b/1.png"})
           write_png(folder, name, plain_image(2, 2, {++grey}));
         return opened(folder, "d");
       },
       {"class 'b' has too few images to train and to validate; got 1; expected at least 2"}},
      {"manifest, empty", manifest(""), {"m.csv: the manifest is empty"}},
      {"manifest, no label column",
       manifest("path,lable\na.png,1\n"),
       {"m.csv, line 1: the header has no column 'label' (did you mean 'lable'?); got path, lable"}},
      {"manifest, cell missing",
       manifest("path,label\na.png,1\nb.png\n"),
       {"m.csv, line 3: the wrong number of cells; got 1; expected 2"}},
      {"manifest, open quote", manifest("path,label\n\"a.png,1\n"), {"m.csv, line 2: a quote is not closed"}},
      {"manifest, empty label", manifest("path,label\na.png,\n"), {"m.csv, line 2: the label is empty"}},
      {"manifest, path twice",
       manifest("path,label\na.png,1\na.png,2\n"),
       {"m.csv, line 3: a path is given twice; got 'a.png', as in line 2"}},
      {"manifest, unknown split",
       manifest("path,label,split\na.png,1,training\n"),
       {"m.csv, line 2: an unknown split; got 'training'"}},
      {"manifest, box with a number too few",
       manifest("path,label,boxes\na.png,1,\nb.png,1,cell 1 2 3\n"),
       {"m.csv, line 3, column boxes: not a box; got 'cell 1 2 3'; expected LABEL LEFT TOP RIGHT BOTTOM"}},
      {"manifest, box of no number",
       manifest("path,label,boxes\na.png,1,cell 1 2 nan 4\n"),
       {"m.csv, line 2, column boxes: not a box"}},
      {"manifest, box inside out",
       manifest("path,label,boxes\na.png,1,cell 0 0 1 1; cell 3 2 1 4\n"),
       {"m.csv, line 2, column boxes: a box without an inside; got ' cell 3 2 1 4'"}},
      {"manifest, keypoint without a label",
       manifest("path,label,keypoints\na.png,1,4 5\n"),
       {"m.csv, line 2, column keypoints: not a keypoint; got '4 5'; expected LABEL X Y"}},
      {"manifest, mask of another size",
       [](const TemporaryFolder& folder) {
         write_png(folder, "small.png", Image(1, 2, 1));
         return manifest("path,label,mask\na.png,1,small.png\nb.png,2,\n")(folder);
       },
       {"small.png: the mask has not the size of its picture", "got 1 x 2 pixels; expected 2 x 2"}},
      {"manifest, mask in colour",
       [](const TemporaryFolder& folder) {
         write_png(folder, "red.png", Image(2, 2, 3));
         return manifest("path,label,mask\na.png,1,red.png\nb.png,2,\n")(folder);
       },
       {"red.png: a mask whose pixels are not labels; got colour; expected a PNG that is grey"}},
      {"manifest, file missing",
       manifest("path,label\nabsent.png,1\nb.png,2\n"),
       {"m.csv, line 2: no such file; got 'absent.png', looked for at ", "absent.png"}},
      {"manifest, no group column",
       manifest("path,label\na.png,1\n", "column:speaker"),
       {"the header has no column 'speaker'"}},
      {"group rule, unknown",
       manifest("path,label\na.png,1\n", "speaker"),
       {"--group-by: not a rule for groups; got 'speaker'; expected folder:N"}},
      {"group rule, finds nothing",
       manifest("path,label\na.png,1\n", "name:_:1"),
       {"a.png: the rule 'name:_:1' finds no group in this path"}},
      {"group rule, bad expression",
       manifest("path,label\na.png,1\n", "match:(a"),
       {"not a regular expression"}},
      {"too many asked for",
       [](const auto& folder) {
         write_idx_folder(folder, "d", 20, 2, 2);
         return DataSpec{.train = folder.file("d"), .train_size = 18, .validation_size = 6};
       },
       {"the training part cannot have this size; got 18 images; expected 2 .. 14 beside 6 validation "
        "images"}},
      {"size below zero",
       [](const auto& folder) {
         write_idx_folder(folder, "d", 20, 2, 2);
         return DataSpec{.train = folder.file("d"), .train_size = -1};
       },
       {"--train-size: out of range; got -1"}},
  };
}

TEST(BadInput, GivesOneClearErrorThatNamesFileAndCause) {
  for (const BadInput& bad : bad_inputs()) {
    const TemporaryFolder folder;
    const DataSpec spec = bad.make(folder);
    const std::string text = error_text([&] { open_search_data(spec); });
    std::size_t from = 0;
    for (const std::string& part : bad.says) {
      const std::size_t at = text.find(part, from);
      EXPECT_NE(at, std::string::npos) << bad.name << "\n  said: " << text << "\n  without: " << part;
      if (at != std::string::npos) from = at + part.size();
    }
  }
}

}  // namespace
}  // namespace variegate
