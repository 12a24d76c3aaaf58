// The module variegate._core, a concept a file: each adds what it binds. What people call is the package in
// pure Python on top of it (python/variegate), where everything is documented.
#pragma once

#include <nanobind/nanobind.h>

namespace variegate::python {

void add_batches(nanobind::module_& module);
void add_errors(nanobind::module_& module);
void add_loaders(nanobind::module_& module);
void add_operations(nanobind::module_& module);
void add_policies(nanobind::module_& module);
void add_sheets(nanobind::module_& module);
void add_studies(nanobind::module_& module);
void add_transforms(nanobind::module_& module);

}  // namespace variegate::python
