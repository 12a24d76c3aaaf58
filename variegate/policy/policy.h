// A policy is a tree of plain values. Every published method is an expression of these nodes; a policy can be
// compared, hashed, printed, stored and put into words.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "variegate/core/field_kind.h"

namespace variegate {

// How a parameter is drawn for one sample.
//   constant:  low (== high)
//   uniform:   anywhere in low..high
//   levels:    one of `levels` (>= 2) evenly spaced values from low to high, both included
// mirror: afterwards, with probability 1/2, reflected about the parameter's neutral value
// (AutoAugment's random sign: rotate by +v or -v; brightness by 1+v or 1-v).
struct Distribution {
  enum class Kind { constant, uniform, levels };
  Kind kind = Kind::constant;
  double low = 0.0;
  double high = 0.0;
  int levels = 0;
  bool mirror = false;

  static Distribution constant(double value, bool mirror = false) {
    return {Kind::constant, value, value, 0, mirror};
  }
  static Distribution uniform(double low, double high, bool mirror = false) {
    return {Kind::uniform, low, high, 0, mirror};
  }
  static Distribution stepped(double low, double high, int levels, bool mirror = false) {
    return {Kind::levels, low, high, levels, mirror};
  }
  bool operator==(const Distribution&) const = default;
};

struct Argument {
  std::string parameter;
  Distribution value;
  bool operator==(const Argument&) const = default;
};

struct Node;

// One operation on one field, applied with a probability. Arguments not given take the fallback.
struct Call {
  std::string op;
  std::vector<Argument> arguments = {};
  double probability = 1.0;
  std::string field = "image";
  bool operator==(const Call&) const = default;
};

// All steps, in order.
struct Sequence {
  std::vector<Node> steps;
  bool operator==(const Sequence&) const;
};

// `count` of the options, drawn by weight, applied in the order drawn.
struct Choose {
  std::vector<Node> options;
  std::vector<double> weights = {};  // empty: equal
  int count = 1;
  bool replacement = true;  // the same option may be drawn again
  // PBA (Ho et al., ICML 2019, algorithm 1): the options, all calls, are gone through in an order drawn at
  // random, each is applied with its own probability, until `count` have been. No weights then, and
  // `replacement` has no meaning.
  bool until_applied = false;
  bool operator==(const Choose&) const;
};

// AugMix (Hendrycks et al., ICLR 2020): `width` chains of depth_low..depth_high draws from the options,
// mixed with Dirichlet(alpha) weights, and that with the original by Beta(alpha, alpha).
struct Mix {
  std::vector<Node> options;
  int width = 3;
  int depth_low = 1;
  int depth_high = 3;
  double alpha = 1.0;
  bool operator==(const Mix&) const;
};

// Several calls that share one draw: applied or not together, and with the same random numbers.
struct Linked {
  std::vector<Call> calls;
  double probability = 1.0;
  bool operator==(const Linked&) const = default;
};

// A test of one property of a sample: its "label", or a property of the field, such as "width"
// (policy/property.h).
struct Condition {
  std::string property;
  std::string field = "image";
  double low = 0.0;  // holds when low <= property <= high
  double high = 0.0;
  bool operator==(const Condition&) const = default;
};

// The step, only where the condition holds (or, with unless, does not).
struct When {
  Condition condition;
  bool unless = false;
  std::vector<Node> step;  // exactly one
  bool operator==(const When&) const;
};

struct Stretch;

// Different policies for different stretches of epochs; only at the root. The last stretch has no end.
struct Schedule {
  std::vector<Stretch> stretches;
  bool operator==(const Schedule&) const;
};

struct Node {
  std::variant<Call, Sequence, Choose, Mix, Linked, When, Schedule> value;
  bool operator==(const Node&) const;
};

struct Stretch {
  int epochs = 1;          // length
  std::vector<Node> step;  // exactly one
  bool operator==(const Stretch&) const;
};

// A mix of samples (ops/mix.h): what a sample becomes with others of its batch, and its label with theirs.
struct MixCall {
  std::string mix;                       // "mixup", "cutmix", ...
  std::vector<Argument> arguments = {};  // constants; those not given take the fallback
  double probability = 1.0;
  std::string field = "image";
  bool operator==(const MixCall&) const = default;
};

// A field that a policy expects samples to have.
struct PolicyField {
  std::string name;
  FieldKind kind = FieldKind::image;
  bool operator==(const PolicyField&) const = default;
};

// Where a policy comes from.
struct Provenance {
  std::string source;       // paper and table, or "variegate search"
  std::string data_digest;  // of the samples searched on; "" when published
  int width = 0;            // of the pictures searched on, in pixels; 0, and the next three: not known
  int height = 0;
  int channels = 0;
  std::string child;   // the model searched with: "small-conv:16"
  std::string method;  // "random", "tpe", ...
  std::uint64_t seed = 0;
  std::string budget;   // in words: "40 trials of 100 epochs"
  double score = 0.0;   // mean validation accuracy in the final round, 0..1; 0 when published
  std::string created;  // UTC time stamp, ISO 8601; "" when published
  bool operator==(const Provenance&) const = default;
};

struct Policy {
  std::string name;
  Node root = {Sequence{}};
  std::vector<PolicyField> fields = {{"image", FieldKind::image}};
  Provenance provenance;
  // Done to a batch when all its samples have been through the tree: to each sample one of them at most,
  // drawn by their probabilities, which add up to 1 or less.
  std::vector<MixCall> batch = {};
  bool operator==(const Policy&) const = default;
};

// Throws Error (naming the path in the tree) for unknown operations, parameters out of range, weights
// that cannot be drawn from, a Schedule below the root, and so on. Whatever this accepts runs.
void check(const Policy& policy, const std::string& source = "policy");

// Equal for equal policies (name and provenance left out): the same augmentation has the same hash, 64 bits,
// on every machine.
std::uint64_t hash(const Policy& policy);

// "rotate by -21..21 degrees with probability 0.8, then invert"; one line for each sub-policy of a Choose.
std::string in_words(const Policy& policy);

// The step, of a policy with those fields.
std::string in_words(const Node& node, const std::vector<PolicyField>& fields = Policy().fields);

}  // namespace variegate
