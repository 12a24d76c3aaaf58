#include "variegate/report/page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "variegate/report/arm_tables.h"
#include "variegate/report/finding.h"
#include "variegate/report/html.h"
#include "variegate/report/metric_words.h"
#include "variegate/report/policy_view.h"
#include "variegate/report/population_chart.h"
#include "variegate/report/provenance.h"
#include "variegate/report/search_curve.h"
#include "variegate/report/trial_value.h"
#include "variegate/study/arm_results.h"
#include "variegate/study/decision.h"
#include "variegate/study/final_plan.h"
#include "variegate/study/validation_size.h"

namespace variegate {

// The text of style.css, put into the program by CMake.
std::string_view report_style();

namespace {

struct Section {
  std::string id;
  std::string nav;  // its name in the list of sections
  std::string title;
  std::string body;
};

std::string note(const std::string& text) { return "<p class=\"note\">" + escaped(text) + "</p>"; }

std::string tile(const std::string& tone, const std::string& label, const std::string& value,
                 const std::string& below) {
  return fmt::format(
      "<div class=\"tile {}\"><div class=\"label\">{}</div><div class=\"value\">{}</div><div "
      "class=\"note\">{}</div></div>",
      tone, escaped(label), escaped(value), escaped(below));
}

std::string seeds_note(const ArmRecord& arm, const Metric& metric) {
  const double deviation = arm_standard_deviation(arm);
  const std::string seeds = counted(static_cast<std::int64_t>(finite_values(arm).size()), "seed");
  return std::isfinite(deviation) ? fmt::format("{}, SD {}", seeds, deviation_words(metric, deviation))
                                  : seeds;
}

std::string tiles(const StudyRecord& study, const Finding& finding) {
  std::string html;
  const Metric& metric = finding.metric;
  const auto tile_of = [&](const std::string& tone, const std::string& label, const ArmRecord& arm) {
    const std::string unit = metric.share ? "" : " " + metric.name;
    return tile(tone, label, value_words(metric, arm_mean(arm)) + unit, seeds_note(arm, metric));
  };
  if (finding.chosen != nullptr)
    html += tile_of("found", finding.chosen->baseline ? *study.chosen : "policy found", *finding.chosen);
  for (const ArmRecord* arm : {finding.manual, finding.none}) {
    if (arm == nullptr || arm == finding.chosen) continue;
    html += tile_of("", arm == finding.manual ? "manual" : "no augmentation", *arm);
  }
  const bool population = drive_of(study.options.method) == Drive::population;
  const auto trials = static_cast<std::int64_t>(study.trials.size());
  html += tile("", "search", population ? counted(study.options.members, "member") : counted(trials, "trial"),
               study.seconds > 0.0 ? time_text(study.seconds) : "");
  return "<div class=\"tiles\">" + html + "</div>";
}

const char* tone(Finding::Kind kind) {
  switch (kind) {
    case Finding::Kind::gains:
      return "gains";
    case Finding::Kind::manual_stays:
      return "stays";
    case Finding::Kind::may_be_chance:
      return "may-be-chance";  // not "chance": that is the bar of a probability
    default:
      return "open";
  }
}

Section comparison_section(const ComparisonRecord* comparison, const Finding& finding) {
  if (comparison == nullptr || comparison->arms.empty()) return {};
  const std::string found = finding.on_test ? finding.chosen->name : "";
  std::string body = fmt::format(
      "<p>Every arm was trained with the same seeds for {} and measured once, on {} test images.</p>",
      counted(comparison->epochs, "epoch"),
      count_text(static_cast<std::int64_t>(comparison->data.evaluation_samples)));
  return {"test", "Test set", "On the test set",
          body + comparison_html(*comparison, found) + differences_html(*comparison, found)};
}

// What the intervals of the final round rest on.
std::string decision_note(const StudyRecord& study) {
  const std::optional<Decision> decision = decide(study);
  if (!decision || decision->arms.empty()) return "";
  std::string text = fmt::format(
      "The expected gain over {} counts chance of both kinds, other seeds and other validation pictures, and "
      "that "
      "the arms are the best of many: what chance explains of a score is taken off. A simpler arm is kept "
      "unless "
      "another is better with a probability of at least {:.0f} %.",
      decision->reference, 100.0 * study.options.confidence);
  if (!decision->has_intervals())
    text += fmt::format(" With {}, there is no interval over seeds.",
                        counted(static_cast<std::int64_t>(decision->seeds), "seed"));
  if (const std::string warning = small_validation_warning(*decision); !warning.empty())
    text += " " + warning + ".";
  return note(text);
}

Section final_round_section(const StudyRecord& study) {
  const std::string table = final_round_html(study);
  if (table.empty()) return {};
  const std::string shortened =
      study.shortened.empty() ? "" : " The budget left it " + escaped(study.shortened) + ".";
  return {
      "final", "Final round", "Final round",
      "<p>The best policies of the search and the baselines, trained again with fresh seeds, so that luck "
      "is not mistaken for skill." +
          shortened + "</p>" + table + decision_note(study)};
}

Section policy_section(const StudyRecord& study) {
  if (!study.chosen) return {};
  const Policy policy = found_policy(study);
  const std::string words = "<details><summary>In words</summary><pre class=\"words\">" +
                            escaped(in_words(policy)) + "</pre></details>";
  return {"policy", "Policy", "The policy: " + *study.chosen, policy_table_html(view_of(policy)) + words};
}

Section samples_section(const ReportExtras& extras) {
  if (extras.strips.empty()) return {};
  std::string body =
      "<p>The original on the left, then what training sees of it in its first epochs.</p><div "
      "class=\"strips\">";
  for (const StripPicture& strip : extras.strips) {
    body += fmt::format(
        "<figure class=\"strip\"><figcaption>{0}</figcaption><img src=\"{1}\" width=\"{2}\" height=\"{3}\" "
        "alt=\"{0}: the original and {4} augmented copies\"/></figure>",
        escaped(strip.caption.empty() ? "sample" : strip.caption), png_data_url(strip.png), strip.width,
        strip.height, strip.columns - 1);
  }
  return {"samples", "Pictures", "What it does to the pictures", body + "</div>"};
}

std::string best_trials_html(const StudyRecord& study) {
  constexpr int kShown = 5;
  const std::vector<const TrialRecord*> best = best_trials(study, kShown, {});
  if (best.empty()) return "";
  const Metric& metric = study.data.metric;
  std::string name = metric.name;
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
  std::string html =
      "<table class=\"trials\"><caption>The best trials; what every policy has in common (the base) is "
      "left out</caption><thead><tr><th scope=\"col\">Trial</th><th scope=\"col\" class=\"number\">" +
      escaped(name) + "</th><th scope=\"col\">Policy</th></tr></thead><tbody>";
  for (const TrialRecord* trial : best) {
    const PolicyView view = without_base(view_of(trial->policy), study.options.space.base);
    html +=
        fmt::format("<tr><th scope=\"row\">{}</th><td class=\"number\">{}</td><td>{}</td></tr>", trial->trial,
                    value_words(metric, trial_value(study, *trial)), policy_lines_html(view));
  }
  return html + "</tbody></table>";
}

Section search_section(const StudyRecord& study) {
  const bool population = drive_of(study.options.method) == Drive::population;
  const std::string curve =
      population ? lineages_html(study) + schedule_html(study) : search_curve_html(study);
  std::string reasons;
  for (const TrialRecord& trial : study.trials) {
    if (!trial.outcome || trial.outcome->ending != Ending::failed) continue;
    reasons += fmt::format("<li>Trial {}: {}</li>", trial.trial, escaped(trial.outcome->reason));
  }
  if (!reasons.empty())
    reasons = "<details><summary>Failed trials</summary><ul>" + reasons + "</ul></details>";
  if (curve.empty() && reasons.empty()) return {};
  // What the best members apply is their schedules, of which one is enough.
  return {"search", "Search", population ? "The population" : "The search",
          curve + (population ? "" : best_trials_html(study)) + reasons};
}

Section importance_section(const ReportExtras& extras, const Metric& metric) {
  if (!extras.importance_unknown.empty())
    return {"operations", "Operations", "Which operations matter", note(extras.importance_unknown + ".")};
  const std::string table = importance_html(extras.importance, metric);
  if (table.empty()) return {};
  return {"operations", "Operations", "Which operations matter",
          "<p>How validation " + escaped(metric.name) +
              " changes when an operation goes from never to always applied, by ridge regression over the "
              "trials of the search.</p>" +
              table +
              note("An association over the trials, not an experiment: operations that appear together share "
                   "the credit.")};
}

Section use_section(const StudyRecord& study, const ReportExtras& extras) {
  if (extras.uses.empty() || !study.chosen) return {};
  std::string body;
  for (const auto& [purpose, command] : extras.uses) {
    body += fmt::format("<p class=\"label\">{}</p><pre><code>{}</code></pre>", escaped(purpose),
                        escaped(command));
  }
  return {"use", "Use", "How to use it", body};
}

}  // namespace

std::string report_html(const StudyRecord& study, const ComparisonRecord* comparison,
                        const ReportExtras& extras) {
  const Finding finding = find_out(study, comparison);
  std::vector<Section> sections = {
      comparison_section(comparison, finding),
      policy_section(study),
      samples_section(extras),
      final_round_section(study),
      search_section(study),
      importance_section(extras, study.data.metric),
      use_section(study, extras),
      {"provenance", "Provenance", "How it was done", provenance_html(study, comparison, extras)}};
  std::erase_if(sections, [](const Section& section) { return section.body.empty(); });

  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>"
      "<meta name=\"color-scheme\" content=\"light dark\"/>";
  html += "<title>" + escaped(finding.headline) + " – variegate</title>";
  html += "<style>" + std::string(report_style()) + "</style></head><body>\n";
  html += fmt::format(
      "<header class=\"{}\"><p class=\"brand\">variegate <span>report</span></p><h1>{}</h1><p "
      "class=\"lead\">{}</p>{}",
      tone(finding.kind), escaped(finding.headline), escaped(finding.detail), tiles(study, finding));
  html += "<nav aria-label=\"Sections\"><ul>";
  for (const Section& section : sections)
    html += fmt::format("<li><a href=\"#{}\">{}</a></li>", section.id, escaped(section.nav));
  html += "</ul></nav></header>\n<main>\n";
  for (const Section& section : sections) {
    html += fmt::format(
        "<section id=\"{0}\" aria-labelledby=\"{0}-title\"><h2 id=\"{0}-title\">{1}</h2>{2}</section>\n",
        section.id, escaped(section.title), section.body);
  }
  html += "</main>\n<footer><p>Written by variegate";
  if (!extras.version.empty()) html += " " + escaped(extras.version);
  return html + ". This page is one file: keep it, send it, print it.</p></footer></body></html>\n";
}

}  // namespace variegate
