// What makes the mixes of samples of a policy sound.
#include <fmt/format.h>

#include <cmath>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/number_text.h"
#include "variegate/ops/mix.h"
#include "variegate/policy/check.h"
#include "variegate/policy/check_failure.h"
#include "variegate/policy/policy_field.h"

namespace variegate {
namespace {

void check_call(const Policy& policy, const MixCall& call, const std::string& where) {
  const SampleMix& mix = require_mix(call.mix, where + ".call");
  const FieldKind kind = require_field(policy.fields, call.field, where + ".field").kind;
  if (kind != FieldKind::image) {
    fail(where + ".field", "a mix of pictures",
         fmt::format("field '{}' of kind {}", call.field, name_of(kind)), "a field of kind image");
  }
  if (!(call.probability >= 0.0 && call.probability <= 1.0))
    fail(where + ".probability", "out of range", number_text(call.probability), "0 .. 1");
  std::set<std::string> given;
  for (const Argument& argument : call.arguments) {
    const std::string place = where + ".with." + argument.parameter;
    const Parameter& parameter =
        require_parameter(mix.parameters, mix.name, argument.parameter, where + ".with");
    if (!given.insert(argument.parameter).second) fail(place, "a parameter is given twice", "", "each once");
    if (argument.value.kind != Distribution::Kind::constant || argument.value.mirror) {
      fail(place, "a parameter of a mix is drawn", "a distribution", "one value",
           "the mix draws its shares itself");
    }
    check_distribution(argument.value, parameter, place);
  }
}

}  // namespace

void check_batch(const Policy& policy, const std::string& source, const std::string& path) {
  const std::string where = source + ": " + path + ".batch";
  if (policy.batch.size() > kMostMixes)
    fail(where, "too many mixes", std::to_string(policy.batch.size()), fmt::format("at most {}", kMostMixes));
  double total = 0.0;
  for (std::size_t i = 0; i < policy.batch.size(); ++i) {
    check_call(policy, policy.batch[i], fmt::format("{}[{}]", where, i));
    if (policy.batch[i].field != policy.batch.front().field) {
      fail(fmt::format("{}[{}].field", where, i), "mixes of several fields",
           "'" + policy.batch[i].field + "'", "'" + policy.batch.front().field + "', as the mixes before it");
    }
    total += policy.batch[i].probability;
  }
  if (total > 1.0 + kSlack) {
    fail(where, "probabilities add up to more than 1", number_text(total), "1 or less",
         "one mix at most is done to a sample: give each its share of the samples");
  }
}

}  // namespace variegate
