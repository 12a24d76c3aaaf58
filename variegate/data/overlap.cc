#include "variegate/data/overlap.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "variegate/core/error.h"
#include "variegate/core/random.h"

namespace variegate {
namespace {

constexpr std::uint64_t kProbe = 4096;
constexpr std::uint64_t kChunk = std::uint64_t{1} << 20;

struct Candidate {
  const Dataset* set = nullptr;
  std::size_t index = 0;   // in the set
  std::size_t number = 0;  // through all sets
  StoredPicture stored;
};

std::uint64_t digest_of(const Candidate& candidate, std::uint64_t offset, std::uint64_t size) {
  std::uint64_t digest = size;
  std::vector<std::uint8_t> bytes(std::min(size, kChunk));
  for (const std::uint64_t end = offset + size; offset < end; offset += bytes.size()) {
    bytes.resize(std::min(end - offset, kChunk));
    candidate.set->read_stored(candidate.index, offset, bytes);
    digest = derive(digest, hash_text({reinterpret_cast<const char*>(bytes.data()), bytes.size()}));
  }
  return digest;
}

// The sample is taken from the middle, because the first bytes of two pictures of one camera or program are
// often equal.
std::uint64_t probe_of(const Candidate& candidate) {
  const std::uint64_t size = std::min(candidate.stored.size, kProbe);
  return digest_of(candidate, (candidate.stored.size - size) / 2, size);
}

std::uint64_t whole_of(const Candidate& candidate) {
  return candidate.stored.size <= kProbe ? 0 : digest_of(candidate, 0, candidate.stored.size);
}

// The groups of at least two into which a key parts the candidates; without what cannot be read.
template <typename Key>
std::vector<std::vector<Candidate>> parted(const std::vector<Candidate>& candidates, Key key) {
  std::map<decltype(key(candidates.front())), std::vector<Candidate>> by_key;
  for (const Candidate& candidate : candidates) {
    try {
      by_key[key(candidate)].push_back(candidate);
    } catch (const Error&) {
      continue;
    }
  }
  std::vector<std::vector<Candidate>> groups;
  for (auto& [value, group] : by_key) {
    if (group.size() > 1) groups.push_back(std::move(group));
  }
  return groups;
}

// Gives every candidate that is a file which was there before the number of the first; what is left are
// different files.
std::vector<Candidate> different_files(const std::vector<Candidate>& candidates,
                                       std::vector<std::size_t>& first_of) {
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::size_t> first;
  std::vector<Candidate> different;
  for (const Candidate& candidate : candidates) {
    const StoredPicture& stored = candidate.stored;
    const bool own_file = stored.device != 0 || stored.inode != 0;
    const auto [found, fresh] = own_file
                                    ? first.emplace(std::pair(stored.device, stored.inode), candidate.number)
                                    : std::pair(first.end(), true);
    if (fresh) {
      different.push_back(candidate);
    } else {
      first_of[candidate.number] = found->second;
    }
  }
  return different;
}

// The pictures of both sides, in the order of the held side: its index, and the index of the other's first.
std::vector<std::pair<std::size_t, std::size_t>> common(const std::vector<std::size_t>& seen,
                                                        const std::vector<std::size_t>& held) {
  std::unordered_map<std::size_t, std::size_t> first;
  for (std::size_t i = 0; i < seen.size(); ++i) first.emplace(seen[i], i);
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (const auto found = first.find(held[i]); found != first.end()) pairs.emplace_back(i, found->second);
  }
  return pairs;
}

std::string counted(std::size_t count, const char* one, const char* more) {
  return fmt::format("{} {}", count, count == 1 ? one : more);
}

}  // namespace

std::vector<std::vector<std::size_t>> picture_numbers(const std::vector<const Dataset*>& sets) {
  std::vector<Candidate> candidates;
  std::size_t count = 0;
  for (const Dataset* set : sets) {
    for (std::size_t i = 0; i < set->size(); ++i, ++count) {
      const std::optional<StoredPicture> stored = set->stored(i);
      if (stored && stored->size > 0)
        candidates.push_back({.set = set, .index = i, .number = count, .stored = *stored});
    }
  }
  std::vector<std::size_t> first_of(count);
  std::iota(first_of.begin(), first_of.end(), std::size_t{0});
  const auto size_of = [](const Candidate& candidate) {
    return std::pair(candidate.stored.form, candidate.stored.size);
  };
  for (const std::vector<Candidate>& alike : parted(candidates, size_of)) {
    const std::vector<Candidate> different = different_files(alike, first_of);
    if (different.size() < 2) continue;
    for (const std::vector<Candidate>& likely : parted(different, probe_of)) {
      for (const std::vector<Candidate>& equal : parted(likely, whole_of)) {
        for (const Candidate& candidate : equal) first_of[candidate.number] = equal.front().number;
      }
    }
  }
  // Other paths of a file that is equal to an earlier one.
  for (std::size_t& first : first_of) first = first_of[first];
  std::vector<std::vector<std::size_t>> numbers;
  auto begin = first_of.begin();
  for (const Dataset* set : sets) {
    const auto end = begin + static_cast<std::ptrdiff_t>(set->size());
    numbers.emplace_back(begin, end);
    begin = end;
  }
  return numbers;
}

std::vector<std::string> check_apart(const std::vector<Side>& sides, bool allowed) {
  std::vector<const Dataset*> sets;
  for (const Side& side : sides) sets.push_back(side.images);
  const std::vector<std::vector<std::size_t>> numbers = picture_numbers(sets);
  const Side& held = sides.back();
  std::vector<std::string> warnings;
  for (std::size_t k = 0; k + 1 < sides.size(); ++k) {
    const Side& seen = sides[k];
    const auto pairs = common(numbers[k], numbers.back());
    if (pairs.empty()) continue;
    const std::string one = seen.images->name(pairs.front().second);
    const std::string other = held.images->name(pairs.front().first);
    const std::string example =
        one == other ? fmt::format("{} {} and {}", one, seen.does, held.does)
                     : fmt::format("{} {} and is {}, which {}", one, seen.does, other, held.does);
    const std::string share = fmt::format("{} of {}", pairs.size(), held.images->size());
    if (allowed) {
      warnings.push_back(fmt::format("{}: {} pictures are on both sides ({}), so the accuracy is too high",
                                     held.where, share, example));
      continue;
    }
    throw Error({.where = held.where,
                 .what = "the same picture is on both sides",
                 .got = fmt::format("{} such pictures; the first: {}", share, example),
                 .expected = "pictures of their own on each side",
                 .mend = "remove them from one side, or give --allow-overlap"});
  }
  return warnings;
}

std::vector<std::string> copies_notice(const Dataset& images, const std::string& where,
                                       const std::vector<std::size_t>& numbers) {
  std::size_t copies = 0;
  std::size_t of_other_classes = 0;
  std::string example;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t first = numbers[i];
    if (first == i) continue;
    if (++copies == 1) example = fmt::format("{} is {}", images.name(i), images.name(first));
    if (images.label(i) != images.label(first)) ++of_other_classes;
  }
  if (copies == 0) return {};
  std::string text = fmt::format("{}: {} of another ({}); equal pictures are kept on one side of the split",
                                 where, counted(copies, "picture is a copy", "pictures are copies"), example);
  if (of_other_classes > 0) {
    text += fmt::format("; {} another class than the picture {}",
                        counted(of_other_classes, "copy has", "copies have"),
                        of_other_classes == 1 ? "it copies" : "they copy");
  }
  return {text};
}

}  // namespace variegate
