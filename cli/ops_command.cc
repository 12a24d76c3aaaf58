// variegate ops: what operations there are, in a table, in detail, or as JSON.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "variegate/core/json.h"
#include "variegate/ops/mix.h"
#include "variegate/ops/op.h"
#include "variegate/policy/words.h"

namespace variegate::cli {
namespace {

// "5 pixels", "nearest": a value as people write it.
std::string value_text(const Parameter& parameter, double value) {
  const auto choice = static_cast<std::size_t>(value);
  if (!parameter.choices.empty() && choice < parameter.choices.size()) return parameter.choices[choice];
  return number_text(value);
}

std::string range_text(const Parameter& parameter) {
  if (!parameter.choices.empty()) return fmt::format("{}", fmt::join(parameter.choices, " | "));
  const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
  return number_text(parameter.low) + " .. " + number_text(parameter.high) + unit;
}

// What search draws magnitudes from at full strength: "-45..45 degrees", "8..4 bits".
std::string searched_text(const Op& op) {
  if (!op.magnitude.searchable || op.parameters.empty()) return "";
  const Magnitude& magnitude = op.magnitude;
  std::vector<std::string> ranges;
  for (const auto& [low, high] :
       drawn_ranges(Distribution::uniform(magnitude.weakest, magnitude.strongest, magnitude.mirrored),
                    op.parameters[0])) {
    ranges.push_back(amount_text(low) + ".." + amount_text(high));
  }
  return with_unit(fmt::format("{}", fmt::join(ranges, " or ")), op.parameters[0]);
}

Json parameter_json(const Parameter& parameter) {
  Json json = {{"name", parameter.name}, {"unit", parameter.unit}, {"summary", parameter.summary}};
  if (!parameter.choices.empty()) {
    json["choices"] = parameter.choices;
    json["default"] = value_text(parameter, parameter.fallback);
    return json;
  }
  json["low"] = parameter.low;
  json["high"] = parameter.high;
  json["default"] = parameter.fallback;
  json["neutral"] = parameter.neutral;
  json["integer"] = parameter.integer;
  return json;
}

Json parameters_json(const std::vector<Parameter>& parameters) {
  Json list = Json::array();
  for (const Parameter& parameter : parameters) list.push_back(parameter_json(parameter));
  return list;
}

Json op_json(const Op& op) {
  Json json = {{"name", op.name},
               {"summary", op.summary},
               {"source", op.source},
               {"field", name_of(op.kind())},
               {"geometric", op.geometric() != nullptr},
               {"random", op.random}};
  json["magnitude"] = nullptr;
  if (op.magnitude.searchable) {
    json["magnitude"] = {{"weakest", op.magnitude.weakest},
                         {"strongest", op.magnitude.strongest},
                         {"mirrored", op.magnitude.mirrored},
                         {"source", op.magnitude.source}};
  }
  json["parameters"] = parameters_json(op.parameters);
  return json;
}

Json mix_json(const SampleMix& mix) {
  return {{"name", mix.name},         {"summary", mix.summary},
          {"source", mix.source},     {"parents", mix.parents},
          {"where", kWhereMixesWork}, {"parameters", parameters_json(mix.parameters)}};
}

std::vector<const Op*> ops_of_all_kinds() {
  std::vector<const Op*> ops;
  for (const std::string& kind : field_kind_names()) {
    const std::vector<const Op*>& of_kind = all_ops(*field_kind_named(kind));
    ops.insert(ops.end(), of_kind.begin(), of_kind.end());
  }
  return ops;
}

// The operations of that name, one a kind of field at most. Error when there is none.
std::vector<const Op*> ops_named(const std::string& name) {
  std::vector<const Op*> ops = ops_of_all_kinds();
  std::erase_if(ops, [&](const Op* op) { return op->name != name; });
  if (ops.empty()) require_op(FieldKind::image, name, "ops");
  return ops;
}

// The magnitude and its searched range in the second column; the other parameters by name after the summary.
std::string list_text(int width) {
  TextTable table{{"operation", "magnitude, as searched", "what it does [other parameters]"}, {}, {}};
  for (const Op* op : ops_of_all_kinds()) {
    const std::string searched = searched_text(*op);
    std::vector<std::string> others;
    for (const Parameter& parameter : op->parameters) {
      if (searched.empty() || &parameter != &op->parameters.front()) others.push_back(parameter.name);
    }
    const std::string rest = others.empty() ? "" : fmt::format(" [{}]", fmt::join(others, ", "));
    table.rows.push_back({op->name, searched, op->summary + rest});
  }
  TextTable mixes{{"mix of samples", "what it makes of pictures and labels"}, {}, {}};
  for (const SampleMix* mix : all_mixes()) mixes.rows.push_back({mix->name, mix->summary});
  return table.text(width) + "\n" + mixes.text(width) + "\n" + entry("  where", kWhereMixesWork, 16, width) +
         "\nEvery parameter, range and source of one of them: variegate ops NAME\n";
}

std::string parameters_text(const std::vector<Parameter>& parameters, int width) {
  if (parameters.empty()) return "";
  TextTable table{{"  parameter", "range", "default", "what it is"}, {}, {}};
  for (const Parameter& parameter : parameters) {
    table.rows.push_back({"  " + parameter.name, range_text(parameter),
                          value_text(parameter, parameter.fallback), parameter.summary});
  }
  return "\n" + table.text(width);
}

std::string detail_text(const SampleMix& mix, int width) {
  return fmt::format("{}: {}\n\n", mix.name, mix.summary) + entry("  defined by", mix.source, 16, width) +
         entry("  where", kWhereMixesWork, 16, width) + parameters_text(mix.parameters, width);
}

std::string detail_text(const Op& op, int width) {
  std::string out = fmt::format("{}: {}\n\n", op.name, op.summary);
  out += entry("  defined by", op.source, 16, width);
  if (const std::string searched = searched_text(op); !searched.empty()) {
    out += entry("  searched", op.parameters[0].name + ", up to " + searched, 16, width);
    out += entry("  range from", op.magnitude.source, 16, width);
  } else {
    out += entry("  searched", "has no magnitude: search sets its probability only", 16, width);
  }
  return out + parameters_text(op.parameters, width);
}

struct Options {
  std::string name;
  bool json = false;
};

int print_ops(const Options& options) {
  const int width = text_columns(stdout);
  const SampleMix* mix = find_mix(options.name);
  const bool all = options.name.empty();
  std::vector<const Op*> named;
  if (all) named = ops_of_all_kinds();
  if (!all && mix == nullptr) named = ops_named(options.name);
  if (!options.json) {
    std::string text = all ? list_text(width) : mix != nullptr ? detail_text(*mix, width) : "";
    for (std::size_t i = 0; !all && i < named.size(); ++i)
      text += (i > 0 ? "\n" : "") + detail_text(*named[i], width);
    fmt::print("{}", text);
    return 0;
  }
  Json ops = Json::array();
  for (const Op* op : named) ops.push_back(op_json(*op));
  Json mixes = Json::array();
  for (const SampleMix* known : all_mixes()) {
    if (all || known == mix) mixes.push_back(mix_json(*known));
  }
  fmt::print("{}", json_text({{"ops", ops}, {"mixes", mixes}}));
  return 0;
}

}  // namespace

Command ops_command() {
  return {.name = "ops",
          .summary = "list the operations that policies are made of, with their parameters, units and ranges",
          .order = 70,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<Options>();
            app.add_option("NAME", options->name, "one operation or mix, in detail");
            app.add_flag("--json", options->json, "everything that is known of them, for machines");
            app.footer(
                "examples:\n"
                "  variegate ops\n"
                "  variegate ops rotate\n"
                "  variegate ops --json | jq '.ops[].name'");
            return [options] { return print_ops(*options); };
          }};
}

}  // namespace variegate::cli
