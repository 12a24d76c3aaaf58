// variegate policy: published policies and policy files, in words or as JSON.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "variegate/core/json.h"
#include "variegate/pipeline/plan_text.h"
#include "variegate/policy/dialect.h"
#include "variegate/policy/policy_json.h"
#include "variegate/policy/published.h"
#include "variegate/policy/published_corruptions.h"
#include "variegate/policy/shares.h"

namespace variegate::cli {
namespace {

struct Options {
  std::string name;
  bool list_json = false;
  bool show_json = false;
  bool show_plan = false;
  bool no_fuse = false;
};

int list(const Options& options) {
  if (options.list_json) {
    Json policies = Json::array();
    for (const PublishedPolicy& known : published_policies()) {
      policies.push_back({{"name", known.name},
                          {"summary", known.summary},
                          {"source", known.source},
                          {"example", known.example},
                          {"dialects", known.dialects},
                          {"policy", to_json(published_policy(known.example))}});
    }
    Json bases = Json::array();
    for (const std::string& name : base_names()) {
      bases.push_back({{"name", name}, {"policy", to_json(base_policy(name))}});
    }
    fmt::print("{}", json_text({{"policies", policies}, {"bases", bases}}));
    return 0;
  }
  TextTable table{{"policy", "what it is", "source"}, {}, {}};
  for (const PublishedPolicy& known : published_policies()) {
    table.rows.push_back(
        {known.name + (known.dialects.empty() ? "" : "[:DIALECT]"), known.summary, known.source});
  }
  TextTable bases{{"base", "what comes before a policy (--base)"}, {}, {}};
  for (const std::string& name : base_names()) {
    const std::string words = in_words(base_policy(name));
    bases.rows.push_back({name, words.substr(0, words.find_last_not_of('\n') + 1)});
  }
  const int width = text_columns(stdout);
  fmt::print("{}\n{}\n{}{}\nOne of them in words: variegate policy show {}\n", table.text(width),
             bases.text(width),
             entry("KIND of corruption", fmt::format("{}", fmt::join(corruption_kinds(), ", ")), 20, width),
             entry("DIALECT",
                   fmt::format("{}: how those programs read levels (docs/policy-format.md)",
                               fmt::join(dialect_names(), ", ")),
                   20, width),
             published_policies().back().example);
  return 0;
}

std::string origin_text(const Provenance& origin, int width) {
  std::string out;
  const auto add = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) out += entry("  " + name, value, 14, width);
  };
  add("source", origin.source);
  add("method", origin.method);
  add("budget", origin.budget);
  add("data", origin.data_digest);
  if (origin.width > 0)
    add("pictures",
        fmt::format("{} x {}, {}", origin.width, origin.height, origin.channels == 1 ? "grey" : "colour"));
  add("child", origin.child);
  add("created", origin.created);
  if (origin.score > 0.0) add("score", fmt::format("{:.1f} % on validation data", 100.0 * origin.score));
  return out.empty() ? "" : "\n" + out;
}

std::string shares_text(const Policy& policy, int width) {
  TextTable table{{"  operation", "of pictures", "magnitude"}, {}, {false, true}};
  for (const OpShare& share : op_shares(policy)) {
    table.rows.push_back({"  " + share.op, fmt::format("{:.0f} %", 100.0 * share.share), share.range});
  }
  return table.rows.empty() ? "" : "\n" + table.text(width);
}

int show(const Options& options) {
  const Policy policy = find_policy(options.name);
  if (options.show_json) {
    fmt::print("{}", policy_text(policy));
    return 0;
  }
  if (options.show_plan) {
    fmt::print("{}", plan_text(policy, !options.no_fuse));
    return 0;
  }
  const int width = text_columns(stdout);
  fmt::print("{}\n\n{}\n{}{}", policy.name.empty() ? options.name : policy.name, in_words(policy),
             shares_text(policy, width), origin_text(policy.provenance, width));
  return 0;
}

}  // namespace

Command policy_command() {
  return {
      .name = "policy",
      .summary = "published policies and policy files, in words or as JSON",
      .order = 60,
      .setup = [](CLI::App& app) -> std::function<int()> {
        auto options = std::make_shared<Options>();
        app.require_subcommand(1);
        CLI::App* lists =
            app.add_subcommand("list", "the policies of the literature and the manual baselines");
        lists->add_flag("--json", options->list_json, "list with the whole of each policy, for machines");
        lists->footer(
            "examples:\n  variegate policy list\n  variegate policy list --json | jq '.policies[].name'");
        CLI::App* shows = app.add_subcommand("show", "one policy: in words, and how often it uses what");
        shows
            ->add_option("POLICY", options->name,
                         "a policy file, the folder of a study, a published name or a base")
            ->required();
        shows->add_flag("--json", options->show_json,
                        "policy file of it; a file is written again byte for byte as variegate writes it");
        shows->add_flag("--plan", options->show_plan,
                        "plan by which it runs: which operations are joined into one pass over the picture");
        shows->add_flag("--no-fuse", options->no_fuse, "plan when nothing is joined, with --plan")
            ->needs("--plan");
        shows->footer(
            "examples:\n"
            "  variegate policy show study/policy.json\n"
            "  variegate policy show randaugment:2:9 --json > policy.json\n"
            "  variegate policy show autoaugment-cifar10 --plan");
        app.footer("examples:\n  variegate policy list\n  variegate policy show trivialaugment");
        return [options, lists] { return lists->parsed() ? list(*options) : show(*options); };
      }};
}

}  // namespace variegate::cli
