#include "variegate/report/policy_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/policy/words.h"
#include "variegate/report/html.h"
#include "variegate/report/svg.h"

namespace variegate {
namespace {

std::vector<Node> flat_steps(const Node& node) {
  const auto* sequence = std::get_if<Sequence>(&node.value);
  if (sequence == nullptr) return {node};
  std::vector<Node> steps;
  for (const Node& step : sequence->steps) {
    for (Node& inner : flat_steps(step)) steps.push_back(std::move(inner));
  }
  return steps;
}

struct CallText {
  std::string name;  // "rotate"
  std::string rest;  // " by -21..21 degrees"
};

CallText call_text(Call call, const std::vector<PolicyField>& fields) {
  call.probability = 1.0;
  const std::string words = in_words(Node{call}, fields);
  std::string name = call.op;
  std::replace(name.begin(), name.end(), '_', ' ');
  if (!words.starts_with(name)) return {words, ""};
  return {name, words.substr(name.size())};
}

std::string chance_text(double probability) { return fmt::format("{:.2g}", probability); }

std::string step_html(const Node& step, const std::vector<PolicyField>& fields) {
  const auto* call = std::get_if<Call>(&step.value);
  if (call == nullptr) return "<span class=\"words\">" + escaped(in_words(step, fields)) + "</span>";
  const CallText text = call_text(*call, fields);
  const std::string title = "applied with probability " + chance_text(call->probability);
  const std::string bar = svg_drawing(
      4.0, "chance", "",
      svg_bar(0.0, 100.0, 0.0, 4.0, "track") + svg_bar(0.0, 100.0 * call->probability, 0.0, 4.0, "bar"));
  return fmt::format(
      "<span class=\"op\" title=\"{}\"><b>{}</b>{} <span class=\"p\">p&#160;{}</span>{}</span>", title,
      escaped(text.name), escaped(text.rest), chance_text(call->probability), bar);
}

std::string step_line(const Node& step, const std::vector<PolicyField>& fields) {
  const auto* call = std::get_if<Call>(&step.value);
  if (call == nullptr) return escaped(in_words(step, fields));
  const CallText text = call_text(*call, fields);
  const std::string chance = call->probability == 1.0 ? "" : " p&#160;" + chance_text(call->probability);
  return fmt::format("<b>{}</b>{}<span class=\"p\">{}</span>", escaped(text.name), escaped(text.rest),
                     chance);
}

std::string joined(const std::vector<Node>& steps, const std::vector<PolicyField>& fields) {
  std::string out;
  for (const Node& step : steps) out += (out.empty() ? "" : ", then ") + step_line(step, fields);
  return out.empty() ? "nothing" : out;
}

}  // namespace

PolicyView view_of(const Policy& policy) {
  PolicyView view;
  view.batch = batch_words(policy.batch);
  view.fields = policy.fields;
  view.always = flat_steps(policy.root);
  if (view.always.empty()) return view;
  const Node last = view.always.back();
  const auto* choose = std::get_if<Choose>(&last.value);
  if (choose == nullptr || choose->options.empty() || choose->until_applied) return view;
  view.always.pop_back();
  view.count = choose->count;
  double total = 0.0;
  for (const double weight : choose->weights) total += weight;
  for (std::size_t i = 0; i < choose->options.size(); ++i) {
    const double share = total > 0.0 && i < choose->weights.size()
                             ? choose->weights[i] / total
                             : 1.0 / static_cast<double>(choose->options.size());
    view.drawn.push_back({share, flat_steps(choose->options[i])});
  }
  return view;
}

PolicyView without_base(PolicyView view, const Policy& base) {
  const std::vector<Node> steps = flat_steps(base.root);
  if (steps.size() > view.always.size()) return view;
  if (!std::equal(steps.begin(), steps.end(), view.always.begin())) return view;
  view.always.erase(view.always.begin(), view.always.begin() + static_cast<std::ptrdiff_t>(steps.size()));
  return view;
}

std::string policy_table_html(const PolicyView& view) {
  std::string html;
  if (!view.always.empty()) {
    html += "<p class=\"always\"><span class=\"label\">Every picture</span> ";
    for (const Node& step : view.always) html += step_html(step, view.fields);
    html += "</p>";
  }
  std::string batch;
  if (!view.batch.empty())
    batch = "<p class=\"always\"><span class=\"label\">Every batch</span> " + escaped(view.batch) + "</p>";
  if (view.drawn.empty() && html.empty() && batch.empty()) return "<p>No augmentation at all.</p>";
  if (view.drawn.empty()) return html + batch;
  std::size_t most = 1;
  for (const SubPolicyView& sub : view.drawn) most = std::max(most, sub.steps.size());
  html += fmt::format(
      "<table class=\"policy\"><caption>{}</caption><thead><tr><th scope=\"col\" class=\"number\">#</th>"
      "<th scope=\"col\" class=\"number\">Share</th><th scope=\"col\" colspan=\"{}\">Operations, in "
      "order</th></tr></thead><tbody>",
      view.count == 1
          ? "Then one of these sub-policies, drawn anew for every picture in every epoch"
          : fmt::format("Then {} of these, drawn anew for every picture in every epoch", view.count),
      most);
  for (std::size_t i = 0; i < view.drawn.size(); ++i) {
    const SubPolicyView& sub = view.drawn[i];
    html += fmt::format("<tr><th scope=\"row\" class=\"number\">{}</th><td class=\"number\">{}</td>", i + 1,
                        fmt::format("{:.0f}\u202F%", 100.0 * sub.share));
    for (std::size_t k = 0; k < most; ++k) {
      html +=
          "<td>" + (k < sub.steps.size() ? step_html(sub.steps[k], view.fields) : std::string()) + "</td>";
    }
    html += "</tr>";
  }
  return html + "</tbody></table>" + batch;
}

std::string policy_lines_html(const PolicyView& view) {
  std::string html;
  if (!view.always.empty()) html += "<div>" + joined(view.always, view.fields) + "</div>";
  if (!view.drawn.empty()) {
    html += "<ol>";
    for (const SubPolicyView& sub : view.drawn) html += "<li>" + joined(sub.steps, view.fields) + "</li>";
    html += "</ol>";
  }
  if (!view.batch.empty()) html += "<div>in a batch: " + escaped(view.batch) + "</div>";
  return html.empty() ? "<div>no augmentation</div>" : html;
}

}  // namespace variegate
