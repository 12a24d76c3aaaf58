// loader_digest PATH THREADS BATCHES: the digest of a loader's first batches, as a process of its own sees
// them.
#include <cstdio>
#include <cstdlib>

#include "tests/loader/digest.h"
#include "variegate/data/formats.h"

int main(int count, char** arguments) {
  using namespace variegate;
  if (count != 4) return 2;
  const auto data = locate_data(arguments[1], "auto", "").train.open();
  LoaderOptions options = usual_options();
  options.threads = std::atoi(arguments[2]);
  Loader loader(*data, options);
  std::printf("%llu\n", static_cast<unsigned long long>(digest_of_batches(loader, std::atoi(arguments[3]))));
  return 0;
}
