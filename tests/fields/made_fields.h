// Operations on made fields of kinds audio and text, declared here and nowhere in the library.
#pragma once

#include "variegate/ops/description.h"

namespace variegate::test {

const Op& gain();        // on sounds: decibels
const Op& invert();      // on sounds; named as an operation on pictures is
const Op& swap_words();  // on texts: draws which word changes places with the next

}  // namespace variegate::test
