// Pictures a second through a loader, from files to batches.
#pragma once

#include "variegate/data/dataset.h"
#include "variegate/loader/loader.h"
#include "variegate/throughput/rate.h"

namespace variegate {

// Full batches only, of as many samples as the data set has when that is fewer than a batch. rate.threads:
// the loader's; with one, batches are made on the thread that asks for them, so that it is one thread
// altogether. Error as Loader, and when a sample cannot be read.
Rate loader_rate(const Dataset& dataset, LoaderOptions options, const RateOptions& rate);

}  // namespace variegate
