// Which part of a data set a name tells: of a folder, a shard, an IDX file or the cell of a manifest.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace variegate {

enum class Part { train, validation, test };

// "training", "validation" or "test".
std::string_view name_of(Part part);

// The part that the whole name stands for, however it is written: train, training, trn; val, valid,
// validation, dev, development, eval, evaluation; test, testing, tst, held_out, holdout. Capitals, digits at
// the end (val2017), words such as "set" or "images" beside it (test_images) and a key (split=train) make no
// difference.
std::optional<Part> part_named(std::string_view name);

// The part that one of the name's words tells: cats-train-000, seg_test, PrivateTest. Of several that it
// tells, the test part before the validation part before the training part, so that no doubt trains on test
// data.
std::optional<Part> part_told_in(std::string_view name);

}  // namespace variegate
