// Pictures that are not stored as they are shown; which pixels come out is held against Pillow in
// pillow_oracle_test.py.
#include <gmock/gmock.h>

#include <cstring>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/decode/exif.h"
#include "variegate/data/facts_count.h"
#include "variegate/data/formats.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// A picture of 8 x 4 pixels whose file says that it is to be shown turned to 4 x 8, its mask and its places.
void write_turned(const TemporaryFolder& folder, const Image& labels) {
  write_file(folder, "a.jpg", with_orientation(text_of(encode_jpeg(Image(8, 4, 3, 90), 90)), 6));
  write_png(folder, "mask.png", labels);
  write_file(folder, "m.csv", "path,label,mask,boxes,keypoints\na.jpg,x,mask.png,1 0 2 2 4,1 3 3.5\n");
}

TEST(Orientation, AnnotationsAreOfThePictureAsItIsShown) {
  const TemporaryFolder folder;
  write_turned(folder, Image(4, 8, 1, 3));
  PictureFacts facts;
  const auto data = locate_data(folder.file("m.csv"), "auto", "").train.open();
  const Sample sample = data->load_with_facts(0, facts);
  EXPECT_EQ(sample.image().width, 4);
  EXPECT_EQ(sample.image().height, 8);
  EXPECT_EQ(facts.orientation, 6);
  const ObjectBox& box = std::get<Boxes>(sample.find("boxes")->value).boxes.at(0);
  EXPECT_THAT((std::array{box.left, box.top, box.right, box.bottom}), ElementsAre(0, 2, 2, 4));
  EXPECT_EQ(std::get<Keypoints>(sample.find("keypoints")->value).points.at(0).y, 3.5);
  EXPECT_EQ(std::get<Mask>(sample.find("mask")->value).labels, Image(4, 8, 1, 3));
}

TEST(Orientation, IgnoredLeavesPictureAndAnnotationsAsTheyAreStored) {
  const TemporaryFolder folder;
  write_turned(folder, Image(8, 4, 1, 3));
  const auto data =
      locate_data(folder.file("m.csv"), "auto", "", {.orientation = Orientation::ignore}).train.open();
  PictureFacts facts;
  const Sample sample = data->load_with_facts(0, facts);
  EXPECT_EQ(sample.image().width, 8);
  EXPECT_EQ(facts.orientation, 1);
  EXPECT_EQ(std::get<Mask>(sample.find("mask")->value).labels.height, 4);
  EXPECT_EQ(data->decode_options().orientation, Orientation::ignore);
}

TEST(Orientation, OfAMaskIsItsOwn) {
  const auto png = encode_png(Image(2, 1, 1, 7));
  // The chunk eXIf goes before the first IDAT; libpng does not compare checksums of chunks it does not use.
  std::string text(text_of(png));
  const std::string block = exif_block(6);
  text.insert(text.find("IDAT") - 4,
              be32(static_cast<std::uint32_t>(block.size())) + "eXIf" + block + be32(0));
  EXPECT_EQ(decode_labels(bytes_of(text), "made"), Image(1, 2, 1, 7));
  EXPECT_EQ(decode_labels(bytes_of(text), "made", {.orientation = Orientation::ignore}), Image(2, 1, 1, 7));
}

TEST(Exif, ThatMakesNoSenseIsAsNone) {
  const std::string sound = exif_block(8);
  ASSERT_EQ(exif_orientation(bytes_of(sound)), 8);
  for (std::size_t size = 0; size < 20; ++size)
    EXPECT_EQ(exif_orientation(bytes_of(sound.substr(0, size))), 1);
  for (const int orientation : {0, 9, 77}) EXPECT_EQ(exif_orientation(bytes_of(exif_block(orientation))), 1);
  const auto changed = [&](std::size_t at, std::string_view bytes) {
    std::string text = sound;
    return text.replace(at, bytes.size(), bytes);
  };
  EXPECT_EQ(exif_orientation(bytes_of(changed(0, "XX"))), 1);                // byte order
  EXPECT_EQ(exif_orientation(bytes_of(changed(3, "+"))), 1);                 // another version
  EXPECT_EQ(exif_orientation(bytes_of(changed(4, "\xFF\xFF\xFF\xFF"))), 1);  // a directory outside
  EXPECT_EQ(exif_orientation(bytes_of(changed(8, "\xFF\xFF"))), 8);          // more entries than there are
  EXPECT_EQ(exif_orientation(bytes_of(changed(12, std::string_view("\0\5", 2)))), 1);  // a fraction
}

TEST(Exif, OfAJpegIsFoundAmongOtherSegmentsAndBehindPadding) {
  const std::string plain(text_of(encode_jpeg(Image(8, 4, 1), 90)));
  const std::string turned = with_orientation(plain, 3);
  EXPECT_EQ(jpeg_orientation(bytes_of(plain)), 1);
  EXPECT_EQ(jpeg_orientation(bytes_of(turned)), 3);
  const std::string xmp = std::string("\xFF\xE1\0\x08http:/", 10);
  EXPECT_EQ(jpeg_orientation(bytes_of(turned.substr(0, 2) + xmp + "\xFF\xFF\xFF" + turned.substr(3))), 3);
  for (std::size_t size = 0; size < turned.size(); ++size) {
    const int found = jpeg_orientation(bytes_of(turned.substr(0, size)));
    ASSERT_TRUE(found == 1 || found == 3);
  }
}

TEST(FactsCount, SaysOnceWhatDecodingChanged) {
  EXPECT_THAT(sentences(FactsCount()), IsEmpty());
  FactsCount first;
  first.add({}, "plain.png");
  first.add({.orientation = 6}, "turned.jpg");
  first.add({.bits = 16, .values = 60000, .values_left = 256, .greatest = 65535}, "deep.png");
  EXPECT_THAT(sentences(first),
              ElementsAre(HasSubstr("1 picture was turned upright by the EXIF orientation"),
                          "1 picture has 16 bits a channel, of which 8 are kept: 60000 values became 256 in "
                          "deep.png"));
  FactsCount second;
  second.add({.bits = 16, .values = 256, .values_left = 17, .greatest = 4095}, "dark.png");
  second.add({.bits = 16, .values = 1, .values_left = 1, .greatest = 0}, "black.png");
  second.add({.orientation = 2}, "mirrored.jpg");
  FactsCount all = first;
  all.add(second);
  EXPECT_EQ(all.turned, 2U);
  EXPECT_EQ(all.deep, 3U);
  EXPECT_THAT(sentences(all).at(2), AllOf(HasSubstr("warning: 1 picture uses less than an eighth"),
                                          HasSubstr("dark.png is 4095 of 65535 (1/16 of the range")));
}

TEST(ReduceTo8Bits, CountsWhatIsLostWithoutAlpha) {
  const std::vector<std::uint16_t> values{0, 100, 4095, 65535, 16, 100, 4000, 65535};
  std::array<std::uint8_t, 8> out{};
  const PictureFacts facts = reduce_to_8_bits(values, 4, out.data());
  EXPECT_THAT(out, ElementsAre(0, 0, 16, 255, 0, 0, 16, 255));
  EXPECT_EQ(facts, (PictureFacts{.bits = 16, .values = 5, .values_left = 2, .greatest = 4095}));
}

TEST(PictureName, IsToldByItsEndingInAnyCase) {
  for (const char* name :
       {"a.JPG", "a.jpe", "a.jfif", "b.c.Tiff", "x.TIF", "x.bmp", "x.GIF", "x.avif", "x.WebP"})
    EXPECT_TRUE(is_picture_name(name)) << name;
  for (const char* name : {"a.txt", "jpg", "a.jpg.bak", ".png", "a.heic"})
    EXPECT_FALSE(is_picture_name(name)) << name;
}

}  // namespace
}  // namespace variegate
