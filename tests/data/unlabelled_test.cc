// Pictures that have no class are no data for a classifier, and nobody takes their boxes for classes.
#include "variegate/data/formats/parts/unlabelled.h"

#include <gmock/gmock.h>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/data/formats.h"
#include "variegate/data/splits.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Unlabelled, PicturesAreReadButNotLearntFrom) {
  const TemporaryFolder folder;
  write_png(folder, "flat/b.png", plain_image(8, 8, {1}));
  write_png(folder, "flat/a.png", plain_image(8, 8, {2}));
  write_png(folder, "voc/JPEGImages/a.png", plain_image(8, 8, {3}));
  write_file(
      folder, "voc/Annotations/a.xml",
      "<annotation><object><name>x</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>4</xmax><ymax>5</ymax>"
      "</bndbox></object></annotation>");
  const auto flat = locate_data(folder.file("flat"), "auto", "").train.open();
  EXPECT_FALSE(has_classes(*flat));
  ASSERT_EQ(flat->size(), 2U);
  EXPECT_THAT(flat->name(0), testing::EndsWith("a.png"));
  const auto voc = locate_data(folder.file("voc"), "auto", "").train.open();
  EXPECT_THAT(voc->object_names(), ElementsAre("x"));
  const Sample sample = voc->load(0);
  const ObjectBox box = std::get<Boxes>(sample.find("boxes")->value).boxes.at(0);
  EXPECT_EQ(std::vector({box.left, box.top, box.right, box.bottom}), std::vector<double>({0, 1, 4, 5}));
  const auto refusal = [&](const char* data) {
    DataSpec spec;
    spec.train = folder.file(data);
    const std::string early = error_text([&] { training_part(spec); });
    EXPECT_EQ(early, error_text([&] { open_search_data(spec); }));
    return early;
  };
  EXPECT_THAT(refusal("flat"), HasSubstr("the pictures have no class"));
  EXPECT_THAT(refusal("voc"), HasSubstr("these data have boxes and no class of the picture"));
}

}  // namespace
}  // namespace variegate
