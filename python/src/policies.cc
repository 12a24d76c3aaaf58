// Policies as values.
#include <nanobind/operators.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>

#include "python/src/parts.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published.h"

namespace variegate::python {
namespace {

namespace nb = nanobind;

Policy read(const std::string& path) { return read_policy_file(policy_file(path).value_or(path)); }

Policy named(const std::string& name) {
  return is_base_name(name) ? base_policy(name) : published_policy(name);
}

// First the one, then the other, as a base policy comes before the policy of an arm.
Policy in_sequence(const Policy& first, const Policy& then) {
  Policy both = with_base(first, then);
  both.name.clear();
  both.provenance = {};
  check(both, "|");
  return both;
}

nb::dict fields(const Policy& policy) {
  nb::dict kinds;
  for (const PolicyField& field : policy.fields) kinds[field.name.c_str()] = std::string(name_of(field.kind));
  return kinds;
}

}  // namespace

void add_policies(nb::module_& module) {
  nb::class_<Policy>(module, "Policy")
      .def_ro("name", &Policy::name)
      .def_prop_ro("fields", &fields)
      .def_prop_ro("mixes_samples", [](const Policy& policy) { return !policy.batch.empty(); })
      .def("text", &policy_text)
      .def("words", [](const Policy& policy) { return in_words(policy); })
      .def("hash", [](const Policy& policy) { return hash(policy); })
      .def(
          "write", [](const Policy& policy, const std::string& path) { write_policy_file(path, policy); },
          nb::arg("path"))
      .def("then", &in_sequence, nb::arg("other"))
      .def(
          "equals", [](const Policy& one, const Policy& other) { return one == other; }, nb::arg("other"));
  module.def("parse_policy", &parse_policy, nb::arg("text"), nb::arg("source"));
  module.def("read_policy", &read, nb::arg("path"));
  module.def("published_policy", &named, nb::arg("name"));
  module.def("published_policies", [] {
    std::vector<std::string> names;
    for (const PublishedPolicy& policy : published_policies()) names.push_back(policy.name);
    return names;
  });
  module.def("base_policies", &base_names);
}

}  // namespace variegate::python
