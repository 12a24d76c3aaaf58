// variegate ops: what operations there are, in a table, in detail, or as JSON.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "variegate/core/json.h"
#include "variegate/ops/op.h"

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

// The range that search uses: "0 .. 45 degrees, either way".
std::string searched_text(const Op& op) {
  if (!op.magnitude.searchable || op.parameters.empty()) return "";
  const std::string& unit = op.parameters[0].unit;
  return fmt::format("{} .. {}{}{}", number_text(op.magnitude.weakest), number_text(op.magnitude.strongest),
                     unit.empty() ? "" : " " + unit, op.magnitude.mirrored ? ", either way" : "");
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

Json op_json(const Op& op) {
  Json json = {{"name", op.name},  {"summary", op.summary},     {"source", op.source},
               {"field", "image"}, {"geometric", op.geometric}, {"random", op.random}};
  json["magnitude"] = nullptr;
  if (op.magnitude.searchable) {
    json["magnitude"] = {{"weakest", op.magnitude.weakest},
                         {"strongest", op.magnitude.strongest},
                         {"mirrored", op.magnitude.mirrored},
                         {"source", op.magnitude.source}};
  }
  json["parameters"] = Json::array();
  for (const Parameter& parameter : op.parameters) json["parameters"].push_back(parameter_json(parameter));
  return json;
}

std::string list_text(int width) {
  Table table{{"operation", "parameters", "searched", "what it does"}, {}, {}};
  for (const Op* op : all_ops()) {
    std::vector<std::string> names;
    for (const Parameter& parameter : op->parameters) names.push_back(parameter.name);
    table.rows.push_back(
        {op->name, fmt::format("{}", fmt::join(names, ", ")), searched_text(*op), op->summary});
  }
  return table.text(width) + "\nEvery range and source of one operation: variegate ops NAME\n";
}

std::string detail_text(const Op& op, int width) {
  std::string out = fmt::format("{}: {}\n\n", op.name, op.summary);
  out += entry("  defined by", op.source, 16, width);
  if (const std::string searched = searched_text(op); !searched.empty()) {
    out += entry("  searched", fmt::format("{} = {}", op.parameters[0].name, searched), 16, width);
    out += entry("  range from", op.magnitude.source, 16, width);
  } else {
    out += entry("  searched", "has no magnitude: search sets its probability only", 16, width);
  }
  if (op.parameters.empty()) return out;
  Table table{{"  parameter", "range", "default", "what it is"}, {}, {}};
  for (const Parameter& parameter : op.parameters) {
    table.rows.push_back({"  " + parameter.name, range_text(parameter),
                          value_text(parameter, parameter.fallback), parameter.summary});
  }
  return out + "\n" + table.text(width);
}

struct Options {
  std::string name;
  bool json = false;
};

int print_ops(const Options& options) {
  const int width = text_columns(stdout);
  const Op* op = options.name.empty() ? nullptr : &require_op(options.name, "ops");
  if (!options.json) {
    fmt::print("{}", op == nullptr ? list_text(width) : detail_text(*op, width));
    return 0;
  }
  Json list = Json::array();
  for (const Op* known : all_ops()) {
    if (op == nullptr || op == known) list.push_back(op_json(*known));
  }
  fmt::print("{}", json_text({{"ops", list}}));
  return 0;
}

}  // namespace

Command ops_command() {
  return {.name = "ops",
          .summary = "list the operations that policies are made of, with their parameters, units and ranges",
          .place = 70,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<Options>();
            app.add_option("NAME", options->name, "one operation, in detail");
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
