#include "variegate/trial/child_spec.h"

#include "variegate/core/describe_json.h"

namespace variegate {

bool is_device(std::string_view name) {
  const bool numbered = name.starts_with("cuda:") && name.size() > 5 && name.size() <= 8 &&
                        name.find_first_not_of("0123456789", 5) == std::string_view::npos;
  return name == "cpu" || name == "cuda" || numbered;
}

Json to_json(const ChildSpec& spec) { return described_json(spec); }

ChildSpec child_spec_from_json(JsonReader json) {
  ChildSpec spec;
  read_described(json, spec);
  json.finish();
  return spec;
}

}  // namespace variegate
