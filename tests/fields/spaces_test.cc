// Search spaces over several fields.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fields/made_fields.h"
#include "tests/support/error_text.h"
#include "variegate/core/json.h"
#include "variegate/ops/own_ops.h"
#include "variegate/pipeline/pipeline.h"
#include "variegate/policy/shares.h"
#include "variegate/space/field_op.h"
#include "variegate/space/space.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;

const std::vector<PolicyField> kBoth{{"image", FieldKind::image}, {"sound", FieldKind::audio}};

class FieldSpaces : public testing::Test {
 protected:
  OwnOps own_{{&test::gain(), &test::invert(), &test::swap_words()}};

  static SubPolicySpace sub_policies() {
    SubPolicySpace space;
    space.ops = {"identity", "rotate", "gain", "image.invert", "sound.invert"};
    space.sub_policies = 2;
    space.fields = kBoth;
    return space;
  }

  static IntensitySpace intensities() {
    IntensitySpace space;
    space.ops = {"rotate", "gain"};
    space.fields = kBoth;
    return space;
  }

  static UniformSpace uniform() {
    UniformSpace space;
    space.ops = {"sound.gain", "rotate"};
    space.fields = kBoth;
    return space;
  }
};

TEST_F(FieldSpaces, OperationsAreNamedWithTheirFieldWhereItIsInDoubt) {
  EXPECT_EQ(&field_op("gain", kBoth).op, &test::gain());
  EXPECT_EQ(field_op("gain", kBoth).field.name, "sound");
  EXPECT_EQ(field_op("image.rotate", kBoth).field.name, "image");
  EXPECT_EQ(field_op("identity", kBoth).field.name, "image");
  EXPECT_EQ(field_op("gain", {{"voice", FieldKind::audio}}).field.name, "voice");
  EXPECT_THAT(error_text([] { field_op("invert", kBoth); }), HasSubstr("image.invert or sound.invert"));
  EXPECT_THAT(error_text([] { field_op("gian", kBoth); }),
              AllOf(HasSubstr("unknown operation"), HasSubstr("sound.gain")));
  EXPECT_THAT(error_text([] { field_op("sound.rotate", kBoth); }), HasSubstr("the field is of kind audio"));
  EXPECT_THAT(error_text([] { field_op("sund.gain", kBoth); }), HasSubstr("did you mean 'sound'"));
}

TEST_F(FieldSpaces, OfAnyKindStandForPoliciesThatRun) {
  for (const Space& space : {Space{sub_policies(), {}}, Space{uniform(), {}}, Space{intensities(), {}}}) {
    SCOPED_TRACE(space.name());
    check(space);
    Stream random({.seed = 3});
    std::vector<std::string> met;
    Scratch scratch;
    for (std::uint64_t i = 0; i < 60; ++i) {
      const Policy policy = decode(space, draw_point(space, random));
      EXPECT_EQ(policy.fields, kBoth);
      for (const OpShare& share : op_shares(policy)) met.push_back(share.name());
      Sample sample = image_sample(Image(8, 8, 3, 9), 0, i);
      sample.fields.push_back({"sound", Audio{.rate = 10, .channels = 1, .samples = {0.5F, 0.25F}}});
      Pipeline(policy, 1).apply(sample, 0, scratch);
    }
    EXPECT_THAT(met, AllOf(Contains("rotate"), Contains("sound.gain")));
  }
}

TEST_F(FieldSpaces, AreTheSameWrittenAndRead) {
  for (const Space& space : {Space{sub_policies(), {}}, Space{uniform(), {}}, Space{intensities(), {}}}) {
    const Json json = to_json(space);
    const Space again = space_from_json(JsonReader(json, "space"));
    EXPECT_EQ(to_json(again), json);
    Stream random({.seed = 3});
    const Point point = draw_point(space, random);
    EXPECT_EQ(decode(again, point), decode(space, point));
  }
  EXPECT_FALSE(to_json(Space{SubPolicySpace{}, {}}).contains("fields")) << "as studies of pictures have it";
}

TEST_F(FieldSpaces, DrawTheBroadPartFromOperationsOnThePicture) {
  const SubPolicySpace space = sub_policies();
  EXPECT_THAT(broad_ops(space), testing::ElementsAre(0, 1));
  SubPolicySpace sound = space;
  sound.ops = {"gain", "invert"};
  sound.fields = {{"sound", FieldKind::audio}};
  EXPECT_THAT(broad_ops(sound), testing::IsEmpty());
  check(Space{sound, {}});
  EXPECT_EQ(decode(Space{sound, {}}, Point(sizes_of(sound).size(), 0)).fields, sound.fields);
}

TEST_F(FieldSpaces, TakeEachOperationOnce) {
  SubPolicySpace twice = sub_policies();
  twice.ops = {"gain", "sound.gain"};
  EXPECT_THAT(error_text([&] { check(Space{twice, {}}); }), HasSubstr("an operation is given twice"));
}

}  // namespace
}  // namespace variegate
