// "Did you mean": the nearest of a list of known names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace variegate {

// Number of insertions, deletions, substitutions and swaps of neighbours that turn a into b
// (optimal string alignment distance).
int edit_distance(std::string_view a, std::string_view b);

// The text with a..z for A..Z; other bytes stay.
std::string lower_case(std::string_view text);

// The candidate nearest to `name`, whatever the case of their letters, or "" when none is near enough to be
// what was meant (more than a third of its letters wrong).
std::string nearest_name(std::string_view name, std::span<const std::string> candidates);

// " (did you mean 'x'?)" or "".
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

}  // namespace variegate
