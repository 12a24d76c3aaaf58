#include "variegate/policy/policy.h"

#include "variegate/core/random.h"
#include "variegate/policy/policy_json.h"

namespace variegate {

// Not defaulted: clang 14, which builds the fuzz targets, crashes on a defaulted comparison of a type that
// contains itself.
bool Node::operator==(const Node& other) const { return value == other.value; }
bool Sequence::operator==(const Sequence&) const = default;
bool Choose::operator==(const Choose&) const = default;
bool Mix::operator==(const Mix&) const = default;
bool When::operator==(const When&) const = default;
bool Schedule::operator==(const Schedule&) const = default;
bool Stretch::operator==(const Stretch&) const = default;

// The canonical text has one form for each policy, so its hash has too.
std::uint64_t hash(const Policy& policy) {
  Policy augmentation = policy;
  augmentation.name.clear();
  augmentation.provenance = {};
  return hash_text(policy_text(augmentation));
}

}  // namespace variegate
