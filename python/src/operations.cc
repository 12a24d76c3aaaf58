// What operations and mixes of samples say of themselves, from which variegate.op and variegate.mix are made.
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "python/src/parts.h"
#include "variegate/core/spelling.h"
#include "variegate/ops/mix.h"
#include "variegate/ops/op.h"

namespace variegate::python {
namespace {

namespace nb = nanobind;

nb::dict described(const std::string& name, const std::string& kind, const std::string& summary,
                   const std::string& source) {
  nb::dict description;
  description["name"] = name;
  description["kind"] = kind;
  description["summary"] = summary;
  description["source"] = source;
  return description;
}

nb::list described(const std::vector<Parameter>& parameters) {
  nb::list list;
  for (const Parameter& parameter : parameters) {
    nb::dict description;
    description["name"] = parameter.name;
    description["unit"] = parameter.unit;
    description["summary"] = parameter.summary;
    description["low"] = parameter.low;
    description["high"] = parameter.high;
    description["fallback"] = parameter.fallback;
    description["integer"] = parameter.integer;
    description["choices"] = parameter.choices;
    list.append(description);
  }
  return list;
}

nb::list operations() {
  nb::list list;
  for (const std::string& kind : field_kind_names()) {
    for (const Op* op : all_ops(*field_kind_named(kind))) {
      nb::dict description = described(op->name, kind, op->summary, op->source);
      description["parameters"] = described(op->parameters);
      list.append(description);
    }
  }
  return list;
}

nb::list mixes() {
  nb::list list;
  for (const SampleMix* mix : all_mixes()) {
    nb::dict description = described(mix->name, "image", mix->summary, mix->source);
    description["parameters"] = described(mix->parameters);
    list.append(description);
  }
  return list;
}

}  // namespace

void add_operations(nb::module_& module) {
  module.def("operations", &operations);
  module.def("mixes", &mixes);
  module.def(
      "did_you_mean",
      [](const std::string& name, const std::vector<std::string>& known) {
        return did_you_mean(name, known);
      },
      nb::arg("name"), nb::arg("known"));
}

}  // namespace variegate::python
