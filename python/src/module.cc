// variegate._core: the C++ library as the package variegate sees it.
#include "python/src/parts.h"

NB_MODULE(_core, module) {
  using namespace variegate::python;
  module.doc() = "What the package variegate is made of; use that.";
  module.attr("__version__") = VARIEGATE_VERSION;
  add_errors(module);
  add_operations(module);
  add_policies(module);
  add_loaders(module);
  add_batches(module);
  add_sheets(module);
  add_studies(module);
  add_transforms(module);
}
