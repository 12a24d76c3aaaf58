// The samples that a child is judged by, batch after batch.
#pragma once

#include <functional>

#include "variegate/train/child_batch.h"

namespace variegate {

// Every sample of the data set, in its order and without augmentation, read as `loading` says. Of pictures
// that have their own shapes the part in the middle is taken.
void for_each_batch(const Dataset& data, const LoaderOptions& loading,
                    const std::function<void(const ChildBatch&)>& use);

}  // namespace variegate
