#include "variegate/pipeline/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "variegate/core/error.h"
#include "variegate/kernels/mixture.h"
#include "variegate/ops/image/parts/geometry.h"
#include "variegate/pipeline/fields/running_field.h"
#include "variegate/pipeline/plan.h"
#include "variegate/pipeline/trace.h"
#include "variegate/policy/check.h"

namespace variegate {
namespace {

constexpr std::uint64_t kNumbersOfUniform = 2;  // that Stream::uniform() takes

// Whether two streams of one key have given as many numbers (wrong once in 2^64).
bool stand_alike(Stream one, Stream other) { return one.next64() == other.next64(); }

}  // namespace

// One sample on its way through the plan. `salt` tells the draws of one option apart: it is 0 at the root,
// and each draw of a Choose or Mix mixes its number in.
struct Pipeline::Run {
  const Plan& plan;
  Sample& sample;
  RunningFields& fields;
  std::uint64_t epoch;
  Scratch& scratch;
  bool moves_annotations = true;
  Trace* trace = nullptr;
  std::size_t skipped = kNoStep;  // a step that has been done before: see PipelineOptions::first_part_taken

  StreamKey key(const Step& step, std::uint64_t salt) const {
    return {plan.seed, epoch, sample.index, derive(step.place, salt)};
  }
  Stream stream(const Step& step, std::uint64_t salt) const { return Stream(key(step, salt)); }

  void step(std::size_t index, std::uint64_t salt) const {
    if (index == skipped) return;
    const Step& step = plan.steps[index];
    switch (step.kind) {
      case Step::Kind::call:
        call(step, salt);
        return;
      case Step::Kind::sequence:
        return all(step, salt);
      case Step::Kind::choose:
        return choose(step, salt);
      case Step::Kind::mix:
        return blend(step, salt);
      case Step::Kind::linked:
        if (step.probability < 1.0 && !stream(step, salt).bernoulli(step.probability)) return;
        return all(step, salt);
      case Step::Kind::when:
        if (holds(plan.whens[step.detail])) all(step, salt);
        return;
      case Step::Kind::schedule:
        return this->step(step.first + plan.stretch(epoch), salt);
    }
  }

  void all(const Step& step, std::uint64_t salt) const {
    for (std::size_t i = 0; i < step.count; ++i) this->step(step.first + i, salt);
  }

  // Whether it was applied.
  bool call(const Step& step, std::uint64_t salt) const {
    const CallStep& call = plan.calls[step.detail];
    Stream random = stream(step, salt);
    if (call.probability < 1.0 && !random.bernoulli(call.probability)) return false;
    std::uint64_t taken = call.probability < 1.0 ? kNumbersOfUniform : 0;
    std::array<double, kMostParameters> drawn_values = call.values;
    for (const Drawn& drawn : call.drawn) {
      drawn_values[drawn.index] = drawn.draw(random);
      taken += kNumbersOfUniform * static_cast<std::uint64_t>(drawn.uniforms());
    }
    const std::span<const double> values = std::span(drawn_values).first(call.op->parameters.size());
    const std::optional<Stream> before = trace != nullptr ? std::optional(random) : std::nullopt;
    const Followers followers{sample, plan.fields[call.field].name, plan.options.annotations};
    const FieldCall on_field{*call.op, values, random, moves_annotations ? &followers : nullptr};
    std::visit([&](auto& field) { field.call(on_field, scratch); }, *fields[call.field]);
    if (trace != nullptr) {
      trace->push_back({.op = call.op,
                        .field = plan.fields[call.field].name,
                        .kind = plan.fields[call.field].kind,
                        .values = {values.begin(), values.end()},
                        .stream = key(step, salt),
                        .taken = taken,
                        .draws = !stand_alike(*before, random),
                        .chains = {}});
    }
    return true;
  }

  void choose(const Step& step, std::uint64_t salt) const {
    const ChooseStep& choose = plan.chooses[step.detail];
    Stream random = stream(step, salt);
    if (choose.until_applied) return go_through(step, choose.count, random, salt);
    std::array<std::size_t, kMostDraws> taken;
    for (int draw = 0; draw < choose.count; ++draw) {
      const auto before = std::span(taken).first(choose.replacement ? 0 : static_cast<std::size_t>(draw));
      const std::size_t option = pick(choose, before, random);
      taken[static_cast<std::size_t>(draw)] = option;
      this->step(step.first + option, derive(salt, static_cast<std::uint64_t>(draw) + 1));
    }
  }

  // In random order (a shuffle that stops where it is no longer needed).
  void go_through(const Step& step, int count, Stream& random, std::uint64_t salt) const {
    std::array<std::size_t, kMostDraws> order;
    for (std::size_t i = 0; i < step.count; ++i) order[i] = i;
    for (std::size_t i = 0; i < step.count && count > 0; ++i) {
      std::swap(order[i], order[i + random.below(step.count - i)]);
      if (call(plan.steps[step.first + order[i]], derive(salt, order[i] + 1))) --count;
    }
  }

  static std::size_t pick(const ChooseStep& choose, std::span<const std::size_t> taken, Stream& random) {
    if (choose.equal && taken.empty()) return random.below(choose.weights.size());
    const auto open = [&](std::size_t option) {
      return choose.weights[option] > 0.0 && std::find(taken.begin(), taken.end(), option) == taken.end();
    };
    double total = choose.total;
    if (!taken.empty()) {
      total = 0.0;
      for (std::size_t i = 0; i < choose.weights.size(); ++i) total += open(i) ? choose.weights[i] : 0.0;
    }
    double left = random.uniform() * total;
    std::size_t last = 0;
    for (std::size_t i = 0; i < choose.weights.size(); ++i) {
      if (!open(i)) continue;
      last = i;
      left -= choose.weights[i];
      if (left < 0.0) break;
    }
    return last;  // rounding may leave a little at the end
  }

  void blend(const Step& step, std::uint64_t salt) const {
    std::visit(
        [&](auto& field) {
          // check() lets no mix of texts pass.
          if constexpr (requires { field.start_mix(scratch); }) blend(step, salt, field);
        },
        *fields[plan.mixes[step.detail].field]);
  }

  template <typename Running>
  void blend(const Step& step, std::uint64_t salt, Running& field) const {
    const MixStep& mixing = plan.mixes[step.detail];
    Stream random = stream(step, salt);
    std::array<double, kWidestMix> weights;
    const auto chains = std::span(weights).first(static_cast<std::size_t>(mixing.width));
    random.dirichlet(mixing.alpha, chains);
    const double mixed = random.beta(mixing.alpha, mixing.alpha);

    field.start_mix(scratch);
    std::uint32_t left = kWholeShare;
    std::uint64_t draw = 0;
    Run chain = *this;
    chain.moves_annotations = false;
    AppliedCall applied;
    applied.field = plan.fields[mixing.field].name;
    applied.kind = plan.fields[mixing.field].kind;
    for (const double weight : chains) {
      if (trace != nullptr) chain.trace = &applied.chains.emplace_back().calls;
      field.start_chain(scratch);
      const auto depths = static_cast<std::uint64_t>(mixing.depth_high - mixing.depth_low + 1);
      const std::uint64_t depth = static_cast<std::uint64_t>(mixing.depth_low) + random.below(depths);
      for (std::uint64_t i = 0; i < depth; ++i) {
        chain.step(step.first + random.below(step.count), derive(salt, ++draw));
      }
      const auto share =
          std::min(left, static_cast<std::uint32_t>(std::lround(mixed * weight * kWholeShare)));
      left -= share;
      field.add_chain(share, scratch);
      if (trace != nullptr) applied.chains.back().share = share;
    }
    if (trace != nullptr) trace->push_back(std::move(applied));
    field.finish_mix(left, scratch);
  }

  bool holds(const WhenStep& when) const {
    const double property = when.property == Property::label
                                ? sample.label
                                : std::visit([&](const auto& field) { return field.property(when.property); },
                                             *fields[when.field]);
    return (property >= when.low && property <= when.high) != when.unless;
  }
};

Pipeline::Pipeline(const Policy& policy, std::uint64_t seed, const PipelineOptions& options)
    : plan_(std::make_unique<const Plan>(Plan::compile(policy, seed, options))) {}
Pipeline::~Pipeline() = default;
Pipeline::Pipeline(Pipeline&&) noexcept = default;
Pipeline& Pipeline::operator=(Pipeline&&) noexcept = default;

void Pipeline::apply(Sample& sample, std::uint64_t epoch, Scratch& scratch) const {
  apply(sample, sample, epoch, scratch);
}

void Pipeline::apply(const Sample& original, Sample& sample, std::uint64_t epoch, Scratch& scratch,
                     Trace* trace) const {
  if (trace != nullptr) trace->clear();
  try {
    RunningFields fields;
    begin_fields(plan_->fields, original, sample, plan_->options.fuse, fields);
    Run run{.plan = *plan_,
            .sample = sample,
            .fields = fields,
            .epoch = epoch,
            .scratch = scratch,
            .trace = trace};
    if (plan_->options.first_part_taken) run.skipped = plan_->first_part_step(epoch);
    run.step(0, 0);
    for (std::size_t i = 0; i < plan_->fields.size(); ++i) settle(*fields[i], scratch);
  } catch (const Error& error) {
    ErrorText text = error.text();
    const std::string name = fmt::format("sample {}", original.index);
    if (!text.where.starts_with(name)) text.where = name + (text.where.empty() ? "" : ", ") + text.where;
    throw Error(text, error.kind());
  }
}

void Pipeline::apply(const Sample& original, Sample& sample, std::uint64_t epoch, Scratch& scratch,
                     const TensorFormat& format, void* out) const {
  apply(original, sample, epoch, scratch);
  kernels::normalise(sample.image(plan_->fields.front().name), format, out);
}

std::optional<Box> Pipeline::first_part(std::uint64_t sample, std::uint64_t epoch, int width,
                                        int height) const {
  const std::size_t index = plan_->first_part_step(epoch);
  if (index == kNoStep) return std::nullopt;
  const Step& step = plan_->steps[index];
  const CallStep& call = plan_->calls[step.detail];
  Stream random({plan_->seed, epoch, sample, derive(step.place, 0)});
  std::array<double, kMostParameters> values = call.values;
  for (const Drawn& drawn : call.drawn) values[drawn.index] = drawn.draw(random);
  ImageScratch none;
  const ImageArguments arguments{std::span(values).first(call.op->parameters.size()), random, none};
  return call.op->geometric()->map(arguments, width, height).window;
}

void Pipeline::apply_batch(std::span<Sample> samples, std::uint64_t epoch, ThreadPool& pool) const {
  pool.for_each(samples.size(), [&](std::size_t index, int) {
    // Kept by the thread from batch to batch, so that nothing is allocated in steady state.
    thread_local Scratch scratch;
    apply(samples[index], epoch, scratch);
  });
}

}  // namespace variegate
