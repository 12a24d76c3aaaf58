#include "variegate/data/formats/parts/part_names.h"

#include <gmock/gmock.h>

namespace variegate {
namespace {

TEST(PartNames, TellThePartHoweverTheyAreWritten) {
  for (const char* name : {"train", "Training", "TRAIN", "train2017", "training_set", "train-images",
                           "trainset", "split=train", "TrainImages", "images_train", "01_train"}) {
    EXPECT_EQ(part_named(name), Part::train) << name;
  }
  for (const char* name : {"val", "VALID", "Validation", "dev", "eval", "val2017", "valset", "split=Val"})
    EXPECT_EQ(part_named(name), Part::validation) << name;
  for (const char* name :
       {"test", "Testing", "TEST", "test1", "held_out", "hold-out", "heldOut", "holdout", "testset"})
    EXPECT_EQ(part_named(name), Part::test) << name;
}

TEST(PartNames, AreNotFoundInWordsThatOnlyHoldThem) {
  for (const char* name :
       {"", "cat", "trains", "untrained", "latest", "contest", "interval", "carnival", "device", "test tube",
        "seg_train", "evaluate this", "invalid", "images", "2017", "=", "split="}) {
    EXPECT_EQ(part_named(name), std::nullopt) << name;
  }
}

TEST(PartNames, AWordOfALongerNameTellsTheOneThatMustNotTrain) {
  EXPECT_EQ(part_told_in("cats-train-000"), Part::train);
  EXPECT_EQ(part_told_in("emnist-letters-Train-images-idx3-ubyte"), Part::train);
  EXPECT_EQ(part_told_in("PrivateTest"), Part::test);
  EXPECT_EQ(part_told_in("IMAGENET_VAL_3"), Part::validation);
  EXPECT_EQ(part_told_in("train-test-0"), Part::test);
  EXPECT_EQ(part_told_in("train-val-0"), Part::validation);
  EXPECT_EQ(part_told_in("trainstation"), std::nullopt);
}

}  // namespace
}  // namespace variegate
