#include "variegate/data/stratify.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/random.h"

namespace variegate {
namespace {

using Indices = std::vector<std::size_t>;

[[noreturn]] void fail(const Strata& population, const std::string& what, const std::string& got,
                       const std::string& expected, const std::string& mend) {
  throw Error({.where = population.where, .what = what, .got = got, .expected = expected, .mend = mend});
}

std::size_t sum(const Indices& values) {
  return std::accumulate(values.begin(), values.end(), std::size_t{0});
}

Indices shuffled(const Indices& values, std::uint64_t seed, std::uint64_t number, std::string_view use) {
  Stream stream({.seed = seed, .epoch = 0, .sample = number, .place = hash_text(use)});
  Indices out;
  for (const std::size_t at : stream.permutation(values.size())) out.push_back(values[at]);
  return out;
}

// The samples of each class, each list in its own random order.
std::vector<Indices> shuffled_classes(const Strata& population, const Indices& candidates,
                                      std::uint64_t seed) {
  std::vector<Indices> of_class(population.classes);
  for (const std::size_t i : candidates)
    of_class[static_cast<std::size_t>(population.labels[i])].push_back(i);
  for (std::size_t k = 0; k < of_class.size(); ++k) of_class[k] = shuffled(of_class[k], seed, k, "split");
  return of_class;
}

Indices counts_of(const std::vector<Indices>& of_class) {
  Indices counts;
  for (const Indices& members : of_class) counts.push_back(members.size());
  return counts;
}

std::size_t classes_present(const Indices& counts) {
  return counts.size() - static_cast<std::size_t>(std::count(counts.begin(), counts.end(), std::size_t{0}));
}

// The first quotas[k] of each class, mixed.
Indices take(const std::vector<Indices>& of_class, const Indices& quotas, std::uint64_t seed,
             std::string_view use) {
  Indices taken;
  for (std::size_t k = 0; k < of_class.size(); ++k) {
    taken.insert(taken.end(), of_class[k].begin(),
                 of_class[k].begin() + static_cast<std::ptrdiff_t>(quotas[k]));
  }
  std::sort(taken.begin(), taken.end());
  return shuffled(taken, seed, 0, use);
}

Indices everything(const Strata& population) {
  Indices all(population.labels.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  return all;
}

Indices stratified_draw(const Strata& population, const Indices& candidates, std::size_t total,
                        std::uint64_t seed, std::string_view use) {
  const std::vector<Indices> of_class = shuffled_classes(population, candidates, seed);
  const Indices counts = counts_of(of_class);
  if (total == 0) total = candidates.size();
  if (total > candidates.size()) {
    fail(population, "too few images", fmt::format("{}", candidates.size()),
         fmt::format("at least {}", total), "ask for fewer");
  }
  if (total < classes_present(counts)) {
    fail(population, "fewer images are asked for than there are classes", fmt::format("{} images", total),
         fmt::format("at least {}, one a class", classes_present(counts)), "ask for more");
  }
  return take(of_class, stratified_quotas(counts, counts, total), seed, use);
}

bool is_copy(const Strata& population, std::size_t sample) {
  return !population.pictures.empty() && population.pictures[sample] != sample;
}

// One sample of every picture.
Indices originals(const Strata& population) {
  Indices all = everything(population);
  std::erase_if(all, [&](std::size_t sample) { return is_copy(population, sample); });
  return all;
}

// Copies of the pictures that train train, too.
void add_copies(const Strata& population, Indices& train) {
  const std::set<std::size_t> trained(train.begin(), train.end());
  for (std::size_t i = 0; i < population.pictures.size(); ++i) {
    if (is_copy(population, i) && trained.contains(population.pictures[i])) train.push_back(i);
  }
}

Split split_independent(const Strata& population, const SplitSizes& sizes, std::uint64_t seed) {
  const std::vector<Indices> of_class = shuffled_classes(population, originals(population), seed);
  const Indices counts = counts_of(of_class);
  Indices caps;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    if (counts[k] == 1) {
      fail(population,
           fmt::format("class '{}' has too few images to train and to validate", population.class_names[k]),
           originals(population).size() == population.labels.size() ? "1" : "1, copies not counted",
           "at least 2", "add images, remove the class, or give data of their own by --validation");
    }
    caps.push_back(counts[k] == 0 ? 0 : counts[k] - 1);
  }
  const std::size_t present = classes_present(counts);
  if (sizes.validation < present || sizes.validation > sum(caps)) {
    fail(population, "the validation part cannot have this size",
         fmt::format("{} of {} images in {} classes", sizes.validation, sum(counts), present),
         fmt::format("{} .. {}, so that both sides have every class", present, sum(caps)),
         "change --validation-size");
  }
  const Indices quotas = stratified_quotas(counts, caps, sizes.validation);
  // Validation takes from the front and training from the back, so that the training images of a seed do
  // not depend on how many validate, and fewer are a part of more.
  std::vector<Indices> rest;
  for (std::size_t k = 0; k < of_class.size(); ++k) {
    rest.emplace_back(of_class[k].rbegin(), of_class[k].rend() - static_cast<std::ptrdiff_t>(quotas[k]));
  }
  const Indices left = counts_of(rest);
  const std::size_t train = sizes.train == 0 ? sum(left) : sizes.train;
  if (train > sum(left) || train < present) {
    fail(population, "the training part cannot have this size", fmt::format("{} images", train),
         fmt::format("{} .. {} beside {} validation images", present, sum(left), sizes.validation),
         "change --train-size or --validation-size");
  }
  Split split{.train = take(rest, stratified_quotas(left, left, train), seed, "split order"),
              .validation = take(of_class, quotas, seed, "split order")};
  if (sizes.train == 0) add_copies(population, split.train);
  return split;
}

// Squared distance of a class histogram from the wanted one.
double distance(const std::vector<double>& wanted, const Indices& counts) {
  double total = 0;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    const double gap = static_cast<double>(counts[k]) - wanted[k];
    total += gap * gap;
  }
  return total;
}

// Whole groups for validation: in a random order, each is taken when it brings the class counts nearer to
// their share of `size` and leaves enough to train on. When none does, the one that comes nearest.
Indices choose_groups(const std::vector<Indices>& members, const Strata& population, const SplitSizes& sizes,
                      std::uint64_t seed) {
  const std::size_t total = population.labels.size();
  std::vector<double> wanted(population.classes, 0.0);
  for (const int label : population.labels) {
    wanted[static_cast<std::size_t>(label)] +=
        static_cast<double>(sizes.validation) / static_cast<double>(total);
  }
  const std::size_t most = total - std::min(total, std::max<std::size_t>(sizes.train, 1));
  Indices numbers(members.size());
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  Indices chosen;
  Indices counts(population.classes, 0);
  std::optional<std::size_t> nearest;
  double nearest_distance = 0;
  for (const std::size_t group : shuffled(numbers, seed, 0, "split groups")) {
    Indices with = counts;
    for (const std::size_t i : members[group]) ++with[static_cast<std::size_t>(population.labels[i])];
    if (sum(with) > most) continue;
    const double reached = distance(wanted, with);
    if (reached < distance(wanted, counts)) {
      counts = with;
      chosen.push_back(group);
    } else if (!nearest || reached < nearest_distance) {
      nearest = group;
      nearest_distance = reached;
    }
  }
  if (chosen.empty() && nearest) chosen.push_back(*nearest);
  return chosen;
}

// The groups' names; those that show a picture of another are one with it, under the name that comes first.
std::vector<std::string> joined_groups(const Strata& population) {
  std::map<std::string, std::string> joined;
  const auto root = [&](std::string name) {
    for (auto at = joined.find(name); at != joined.end(); at = joined.find(name)) name = at->second;
    return name;
  };
  for (std::size_t i = 0; i < population.pictures.size(); ++i) {
    const std::string one = root(population.groups[i]);
    const std::string other = root(population.groups[population.pictures[i]]);
    if (one != other) joined.emplace(std::max(one, other), std::min(one, other));
  }
  std::vector<std::string> names;
  for (const std::string& name : population.groups) names.push_back(root(name));
  return names;
}

Split split_groups(const Strata& population, const SplitSizes& sizes, std::uint64_t seed) {
  const std::vector<std::string> names = joined_groups(population);
  std::map<std::string, Indices> by_name;
  for (std::size_t i = 0; i < names.size(); ++i) by_name[names[i]].push_back(i);
  std::vector<Indices> members;
  for (auto& [name, indices] : by_name) members.push_back(std::move(indices));
  if (members.size() < 2) {
    fail(population, "all images are of one group", "1 group", "at least 2, so that both sides have one",
         "change --group-by, or give data of their own by --validation");
  }
  const Indices chosen = choose_groups(members, population, sizes, seed);
  if (chosen.empty()) {
    fail(population, "no whole group fits the validation part",
         fmt::format("{} groups, the smallest of {} images", members.size(),
                     std::min_element(
                         members.begin(), members.end(),
                         [](const Indices& left, const Indices& right) { return left.size() < right.size(); })
                         ->size()),
         fmt::format("about {} validation images", sizes.validation),
         "ask for more validation images or fewer training images");
  }
  std::vector<bool> validates(population.labels.size(), false);
  Indices validation;
  for (const std::size_t group : chosen) {
    for (const std::size_t i : members[group]) {
      validates[i] = true;
      validation.push_back(i);
    }
  }
  Indices train;
  std::set<int> trained;
  for (std::size_t i = 0; i < validates.size(); ++i) {
    if (validates[i]) continue;
    train.push_back(i);
    trained.insert(population.labels[i]);
  }
  std::sort(validation.begin(), validation.end());
  for (const std::size_t i : validation) {
    if (trained.contains(population.labels[i])) continue;
    fail(population,
         fmt::format("with whole groups, class '{}' is left without training images",
                     population.class_names[static_cast<std::size_t>(population.labels[i])]),
         fmt::format("{} groups", members.size()), "every class on the training side",
         "try another --split-seed, a smaller --validation-size, or give data of their own by --validation");
  }
  return {.train = stratified_draw(population, train, sizes.train, seed, "split order"),
          .validation = shuffled(validation, seed, 0, "split order")};
}

}  // namespace

std::size_t pictures_in(const Strata& population) { return originals(population).size(); }

std::vector<std::size_t> stratified_quotas(const std::vector<std::size_t>& counts,
                                           const std::vector<std::size_t>& caps, std::size_t total) {
  const std::size_t all = sum(counts);
  Indices quotas(counts.size(), 0);
  if (all == 0) return quotas;
  Indices remainders;
  for (std::size_t k = 0; k < counts.size(); ++k) {
    quotas[k] = std::min(caps[k], total * counts[k] / all);
    remainders.push_back(total * counts[k] % all);
  }
  Indices order(counts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return remainders[left] > remainders[right]; });
  for (std::size_t missing = total - sum(quotas); missing > 0;) {
    for (const std::size_t k : order) {
      if (missing == 0 || quotas[k] == caps[k]) continue;
      ++quotas[k];
      --missing;
    }
  }
  for (std::size_t k = 0; k < quotas.size() && total >= classes_present(caps); ++k) {
    if (quotas[k] > 0 || caps[k] == 0) continue;
    --*std::max_element(quotas.begin(), quotas.end());
    ++quotas[k];
  }
  return quotas;
}

std::vector<std::size_t> stratified_subset(const Strata& population, std::size_t total, std::uint64_t seed) {
  return stratified_draw(population, everything(population), total, seed, "split order");
}

Split stratified_split(const Strata& population, const SplitSizes& sizes, std::uint64_t seed) {
  return population.groups.empty() ? split_independent(population, sizes, seed)
                                   : split_groups(population, sizes, seed);
}

}  // namespace variegate
