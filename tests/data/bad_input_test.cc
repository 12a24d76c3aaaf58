// Data that cannot be used, and what is said about each: the file, the cause and, where there is one, the way
// out.
#include <gmock/gmock.h>
#include <sys/stat.h>
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

// A folder of two classes whose first picture is these bytes, and pictures to validate on.
std::function<DataSpec(const TemporaryFolder&)> picture(std::string file, std::string bytes) {
  return [=](const TemporaryFolder& folder) {
    write_file(folder, "d/a/" + file, bytes);
    write_png(folder, "d/b/1.png", plain_image(2, 2, {1, 2, 3}));
    write_png(folder, "v/a/1.png", plain_image(2, 2, {7, 8, 9}));
    DataSpec spec = opened(folder, "d");
    spec.validation = folder.file("v");
    return spec;
  };
}

std::function<DataSpec(const TemporaryFolder&)> manifest(std::string text, std::string group_by = "") {
  return [=](const TemporaryFolder& folder) {
    write_png(folder, "a.png", plain_image(2, 2, {1, 2, 3}));
    write_png(folder, "b.png", plain_image(2, 2, {4, 5, 6}));
    write_png(folder, "v/1/1.png", plain_image(2, 2, {7, 8, 9}));
    write_file(folder, "m.csv", text);
    return DataSpec{.train = folder.file("m.csv"), .validation = folder.file("v"), .group_by = group_by};
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

// A BMP of 24 bits that is black; of a huge size the header alone.
std::string bmp(std::uint32_t width, std::uint32_t height) {
  const auto le32 = [](std::uint32_t value) {
    const std::string big = be32(value);
    return std::string(big.rbegin(), big.rend());
  };
  const std::string head = "BM" + le32(0) + le32(0) + le32(54) + le32(40) + le32(width) + le32(height);
  const std::string pixels(width < 100 ? (3 * width + 3) / 4 * 4 * height : 0, '\0');
  return head + std::string("\1\0\x18\0", 4) + std::string(24, '\0') + pixels;
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
       {"--format: unknown name; got 'cifr' (did you mean 'cifar'?)"}},
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
       {"d: no training images; got the test part alone"}},
      {"picture, empty", picture("1.png", ""), {"d/a/1.png: the file is empty", "--skip-bad"}},
      {"picture, wrong magic",
       picture("1.jpg", "%PDF-1.4"),
       {"d/a/1.jpg: not a picture of a known format (wrong magic number); got 25 50 44 46"}},
      {"gif, truncated", picture("1.gif", "GIF89a"), {"d/a/1.gif: the GIF data cannot be decoded"}},
      {"gif, huge header",
       picture("1.gif", std::string("GIF89a\xFF\xFF\xFF\xFF\0\0\0", 13)),
       {"d/a/1.gif: the header gives an impossible size; got 65535 x 65535 pixels"}},
      {"gif, without a picture",
       picture("1.gif", std::string("GIF89a\2\0\2\0\0\0\0;", 14)),
       {"d/a/1.gif: the GIF data cannot be decoded; got no picture in it"}},
      {"bmp, truncated", picture("1.bmp", bmp(9, 9).substr(0, 100)), {"1.bmp: the BMP data", "truncated"}},
      {"bmp, header cut",
       picture("1.bmp", bmp(2, 2).substr(0, 20)),
       {"1.bmp: the BMP data cannot be decoded"}},
      {"bmp, huge header", picture("1.bmp", bmp(100000, 100000)), {"1.bmp: ", "100000 x 100000 pixels"}},
      {"tiff, header alone", picture("1.tif", std::string("II*\0\xFF\0\0\0", 8)), {"1.tif: the TIFF data"}},
      {"tiff, without a size",
       picture("1.tif", std::string("II*\0\x08\0\0\0\1\0\x06\1\3\0\1\0\0\0\1\0\0\0\0\0\0\0", 26)),
       {"1.tif: the TIFF data cannot be decoded; got "}},
      {"avif, header alone",
       picture("1.avif", std::string("\0\0\0\x14", 4) + "ftypavif" + std::string(8, '\0')),
       {"1.avif: the AVIF data cannot be decoded"}},
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
       {"d/b: a class folder without a picture; got 1 .txt", "remove the folder"}},
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
       manifest("path,label,split\na.png,1,trianing\n"),
       {"m.csv, line 2: an unknown split; got 'trianing'"}},
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
      {"mask of the stored pixels of a turned picture",
       [](const TemporaryFolder& folder) {
         write_file(folder, "turned.jpg", with_orientation(text_of(encode_jpeg(Image(8, 4, 3), 90)), 6));
         write_png(folder, "stored.png", Image(8, 4, 1));
         return manifest("path,label,mask\nturned.jpg,1,stored.png\nb.png,2,\n")(folder);
       },
       {"stored.png: the mask has not the size of its picture",
        "got 8 x 4 pixels, the picture's size as it is stored",
        "expected 4 x 8 pixels, after it was turned by its EXIF orientation", "--orientation ignore"}},
      {"named pipe",
       [](const TemporaryFolder& folder) {
         ::mkfifo(folder.file("pipe.png").c_str(), 0600);
         return manifest("path,label\npipe.png,1\nb.png,2\n")(folder);
       },
       {"pipe.png: the file cannot be read; got not a regular file"}},
      {"file larger than memory",
       [](const TemporaryFolder& folder) {
         write_file(folder, "large.png", "");
         std::filesystem::resize_file(folder.file("large.png"), std::uintmax_t{1} << 35U);
         return manifest("path,label\nlarge.png,1\nb.png,2\n")(folder);
       },
       {"large.png: too large to be read into memory; got 34359738368 bytes; expected at most 2147483648"}},
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
