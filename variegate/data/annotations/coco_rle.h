// Run lengths of masks as COCO's JSON has them: a list of numbers, or these packed into letters.
#pragma once

#include <string>
#include <string_view>

#include "variegate/data/annotations/outline.h"

namespace variegate {

// Numbers of 6-bit letters, from '0' on: five bits and whether more follow, lowest first, two's complement;
// from the fourth on each is the difference to the number two before (cocoapi, maskApi.c). Error, beginning
// with `where`, when the letters are no such numbers or the runs do not add up to width * height.
PixelRuns unpack_runs(std::string_view letters, int width, int height, const std::string& where);
std::string pack_runs(const PixelRuns& runs);

// Error when they do not add up to width * height.
void check_runs(const PixelRuns& runs, int width, int height, const std::string& where);

}  // namespace variegate
