// Every Error of the library arrives as variegate.Error, with its text.
#include <nanobind/stl/string.h>

#include "python/src/parts.h"
#include "variegate/core/error.h"

namespace variegate::python {

namespace nb = nanobind;

void add_errors(nb::module_& module) {
  nb::exception<Error>(module, "Error", PyExc_ValueError);
  // So that what Python finds wrong reads as what C++ finds.
  module.def(
      "fail",
      [](const std::string& where, const std::string& what, const std::string& got,
         const std::string& expected, const std::string& mend) {
        throw Error({.where = where, .what = what, .got = got, .expected = expected, .mend = mend},
                    ErrorKind::usage);
      },
      nb::arg("where"), nb::arg("what"), nb::arg("got") = "", nb::arg("expected") = "", nb::arg("mend") = "",
      nb::sig("def fail(where: str, what: str, got: str = '', expected: str = '', mend: str = '') -> "
              "typing.NoReturn"));
}

}  // namespace variegate::python
