// Which of a processor's instruction sets the kernels run on.
#pragma once

#include <string>
#include <vector>

namespace variegate::kernels {

// Highway's names of those that this program was built for and this processor has, the best first: "AVX3_DL",
// "AVX2", "SSE4", "SSE2".
std::vector<std::string> instruction_sets();

// The one that kernels use: the best, unless another was asked for.
std::string instruction_set();

// Makes every kernel of this process use that one: for measuring and testing, since all give the same bytes.
// Not to be called while kernels run. Error (usage) when it is not one of instruction_sets().
void use_instruction_set(const std::string& name);

}  // namespace variegate::kernels
