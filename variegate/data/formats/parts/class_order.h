// How classes are numbered when their labels are words in a file.
#pragma once

#include <set>
#include <string>
#include <vector>

namespace variegate {

// The labels in increasing order when every one is a whole number, else in byte order.
std::vector<std::string> classes_in_order(const std::set<std::string>& labels);

}  // namespace variegate
