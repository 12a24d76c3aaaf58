// Policies as JSON: physical units, a format version, the fields expected and their kinds, provenance.
// Reading and writing again gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "variegate/core/json_fwd.h"
#include "variegate/policy/policy.h"

namespace variegate {

inline constexpr int kPolicyFormat = 1;

Json to_json(const Policy& policy);
Policy policy_from_json(JsonReader json);  // checked

// {"image": "image", "sound": "audio"}: fields and their kinds.
Json fields_json(const std::vector<PolicyField>& fields);
std::vector<PolicyField> fields_from_json(JsonReader json);

std::string policy_text(const Policy& policy);
Policy parse_policy(std::string_view text, const std::string& source);

Policy read_policy_file(const std::string& path);
void write_policy_file(const std::string& path, const Policy& policy);

}  // namespace variegate
