// What the tables of published policies are built from.
#pragma once

#include "variegate/policy/policy.h"

namespace variegate {

// Rounded to twelve decimals: far below what a pixel shows, and 0.3 * 8 / 9 stays readable in policy files.
double readable(double value);

// A call without arguments, and one with one.
Node plain(const char* op);
Node with(const char* op, const char* parameter, const Distribution& value);

// A call that moves pixels without interpolating them, as the code of most papers does; `fill` moves in.
Call moved(const char* op, const char* parameter, const Distribution& value, double fill);

// The same, interpolated bilinearly.
Call interpolated(const char* op, const char* parameter, const Distribution& value, double fill);

}  // namespace variegate
