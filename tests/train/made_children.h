// Data with a planted rule in two fields, a sound and a text, and families of children for either field and
// for both: declared here and nowhere in the library.
#pragma once

#include <cstddef>
#include <cstdint>

#include "variegate/train/child_family.h"
#include "variegate/train/task_data.h"

namespace variegate::test {

// Four classes: whether a sound ("sound", 48 frames of one channel) swings slowly or fast, and whether a text
// ("words", 16 tokens) is about cats or dogs. Of either field alone half of the labels can be told.
TaskData sounds_with_words(std::size_t train, std::size_t evaluation);

const ChildFamily& made_sound();  // "made-sound": takes audio
const ChildFamily& made_words();  // "made-words": takes text
const ChildFamily& made_pair();   // "made-pair": takes audio and text, and embeds each

}  // namespace variegate::test
