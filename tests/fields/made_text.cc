// An operation on texts.
#include <algorithm>
#include <vector>

#include "tests/fields/made_fields.h"
#include "variegate/core/text.h"
#include "variegate/ops/scratch.h"

namespace variegate::test {
namespace {

// Where words begin, and behind the last one: words are what blanks part.
std::vector<std::size_t> words_of(const std::string& text) {
  std::vector<std::size_t> starts{0};
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ' ') starts.push_back(i + 1);
  }
  return starts;
}

void swap_two(Text& text, const TextArguments& arguments) {
  const std::vector<std::size_t> starts = words_of(text.utf8);
  if (starts.size() < 2) return;
  const std::size_t first = arguments.random.below(starts.size() - 1);
  const std::size_t begin = starts[first];
  const std::size_t middle = starts[first + 1];
  const std::size_t end = first + 2 < starts.size() ? starts[first + 2] - 1 : text.utf8.size();
  const bool is_kept = std::any_of(text.kept.begin(), text.kept.end(), [&](const ByteRange& range) {
    return range.first < end && begin < range.first + range.count;
  });
  if (is_kept) return;
  std::string& swapped = arguments.scratch.utf8;
  swapped = text.utf8.substr(middle, end - middle) + " " + text.utf8.substr(begin, middle - 1 - begin);
  text.utf8.replace(begin, end - begin, swapped);
}

}  // namespace

const Op& swap_words() {
  static const Op op{.name = "swap_words",
                     .summary = "let a word and the next change places",
                     .source = "a test",
                     .random = true,
                     .does = TextPass{swap_two}};
  return op;
}

}  // namespace variegate::test
