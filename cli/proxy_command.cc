// variegate proxy: how well cheaper tasks rank policies, measured against the full task.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <memory>

#include "cli/announce_data.h"
#include "cli/child_options.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/described_options.h"
#include "cli/interrupt.h"
#include "cli/plan_options.h"
#include "cli/progress.h"
#include "cli/proxy_options.h"
#include "cli/terminal.h"
#include "cli/text.h"
#include "cli/worker_path.h"
#include "variegate/core/duration.h"
#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/arms.h"
#include "variegate/study/comparison_json.h"
#include "variegate/study/proxy.h"

namespace variegate::cli {
namespace {

std::vector<std::pair<std::string, Policy>> policies_of(const ProxyOptions& options, const Policy& base) {
  Space space;
  space.base = base;
  std::vector<std::pair<std::string, Policy>> policies;
  for (const std::string& name : options.policies) policies.emplace_back(name, arm_policy(name, space.base));
  Stream random({.seed = options.seed, .epoch = 0, .sample = 0, .place = hash_text("proxy/policies")});
  for (int i = 0; i < options.random; ++i)
    policies.emplace_back(fmt::format("random {}", i), decode(space, draw_point(space, random)));
  return policies;
}

std::string correlation_text(const RankCorrelation& rank) {
  if (!std::isfinite(rank.value)) return "not known";
  if (!std::isfinite(rank.low)) return fmt::format("{:.2f}", rank.value);
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", rank.value, rank.low, rank.high);
}

std::string kendall_text(double tau) { return std::isfinite(tau) ? fmt::format("{:.2f}", tau) : "not known"; }

void print_table(const ProxyMeasurement& measurement) {
  const Metric& metric = measurement.metric;
  double seconds = 0.0;
  for (const ArmRecord& arm : measurement.arms.front()) seconds += arm.seconds;
  fmt::print("{} policies, ranked by the full task in {} of training\n\n", measurement.arms.front().size(),
             duration_text(seconds));
  TextTable table{
      {"proxy", "Spearman", "Kendall", "loses", "of the time"}, {}, {false, false, true, true, true}};
  for (std::size_t i = 0; i < measurement.proxies.size(); ++i) {
    const Agreement found = agreement(measurement.arms.front(), measurement.arms[i + 1], measurement.metric);
    table.rows.push_back(
        {text_of(measurement.proxies[i]), correlation_text(found.spearman), kendall_text(found.kendall),
         metric.share ? fmt::format("{:.1f}", 100.0 * found.regret) : fmt::format("{:.4f}", found.regret),
         fmt::format("{:.1f} %", 100.0 * found.share_of_time)});
  }
  fmt::print("{}\nloses: {} on the full task, if the proxy's best policy is taken\n",
             table.text(text_columns(stdout)), (metric.share ? "points of " : "as much in ") + metric.name);
}

Json summary_json(const ProxyMeasurement& measurement) {
  Json list = Json::array();
  for (std::size_t i = 0; i < measurement.proxies.size(); ++i) {
    const Agreement found = agreement(measurement.arms.front(), measurement.arms[i + 1], measurement.metric);
    list.push_back({{"proxy", text_of(measurement.proxies[i])},
                    {"policies", found.policies},
                    {"spearman", finite_or_null(found.spearman.value)},
                    {"spearman_low", finite_or_null(found.spearman.low)},
                    {"spearman_high", finite_or_null(found.spearman.high)},
                    {"kendall", finite_or_null(found.kendall)},
                    {"metric", measurement.metric.name},
                    {"regret", found.regret},
                    {"share_of_time", found.share_of_time}});
  }
  return {{"proxies", std::move(list)}};
}

std::int64_t trained_runs(const ProxyMeasurement& measurement) {
  std::size_t runs = 0;
  for (const auto& arms : measurement.arms) {
    for (const ArmRecord& arm : arms) runs += finite_values(arm).size();
  }
  return static_cast<std::int64_t>(runs);
}

int proxy(ProxyOptions options) {
  std::vector<ProxyTask> proxies;
  for (const std::string& text : options.proxies) proxies.push_back(parse_proxy(text));
  const DataPlan plan = plan_and_say_data(options.full.data, options.base);
  options.full.data = plan.data;
  ProxyMeasurement measurement =
      plan_measurement(options.full, proxies, policies_of(options, plan.base), options.seeds, options.seed);
  if (!options.out.empty() && std::filesystem::exists(options.out)) {
    const Json before = read_json_file(options.out);
    take_results(measurement, JsonReader(before, options.out));
  }
  announce_data(options.full.data, true);
  const auto runs =
      static_cast<std::int64_t>(measurement.arms.size() * measurement.arms.front().size()) * options.seeds;
  Progress bar("proxy", runs, !options.json);
  bar.update(trained_runs(measurement));
  const auto ended = [&](std::size_t task, std::size_t arm, const std::string& reason) {
    const ArmRecord& record = measurement.arms[task][arm];
    if (!reason.empty()) bar.line(fmt::format("{} failed: {}", record.name, reason));
    if (!options.out.empty()) write_file_atomically(options.out, json_text(to_json(measurement)));
    bar.update(trained_runs(measurement), task == 0 ? "full task" : text_of(measurement.proxies[task - 1]));
  };
  const auto open_workers = [&](const OpenRequest& open) {
    return open_evaluator(workers(options.jobs), open);
  };
  measure(measurement, open_workers, ended, interrupted());
  bar.finish();
  if (options.json) {
    fmt::print("{}", json_text(summary_json(measurement)));
  } else {
    print_table(measurement);
  }
  return 0;
}

}  // namespace

Command proxy_command() {
  return {
      .name = "proxy",
      .summary = "measure how well a cheaper task ranks policies, before a search trusts it",
      .order = 30,
      .setup = [](CLI::App& app) -> std::function<int()> {
        auto options = std::make_shared<ProxyOptions>();
        app.add_option("--proxy", options->proxies,
                       "a task to measure, by what it changes of the full one: "
                       "train=500,epochs=50,child=small-conv:8,resolution=16; may be repeated")
            ->required();
        add_described(app, *options);
        add_described(app, options->full);
        add_jobs_option(app, options->jobs);
        add_data_options(app, options->full.data);
        add_child_options(app, options->full.child);
        app.footer(
            "The data and child options are those of the full task. Policies are judged on the validation "
            "part.\n\n"
            "examples:\n"
            "  variegate proxy --data photos/ --epochs 100 --proxy epochs=30 --proxy "
            "train=1000,epochs=100 --out proxy.json");
        return [options] { return proxy(*options); };
      }};
}

}  // namespace variegate::cli
