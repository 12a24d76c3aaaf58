#include "variegate/data/formats/parts/tar_links.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <unordered_map>

namespace variegate {
namespace {

std::string folder_of(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash + 1);
}

}  // namespace

std::optional<std::string> path_in_archive(const std::string& path) {
  if (path.starts_with('/')) return std::nullopt;
  std::vector<std::string_view> steps;
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view step = rest.substr(0, slash);
    rest.remove_prefix(std::min(slash + 1, rest.size()));
    if (step.empty() || step == ".") continue;
    if (step != "..") {
      steps.push_back(step);
    } else if (steps.empty()) {
      return std::nullopt;
    } else {
      steps.pop_back();
    }
  }
  std::string plain;
  for (const std::string_view step : steps) plain += (plain.empty() ? "" : "/") + std::string(step);
  return plain;
}

void resolve_links(std::vector<TarMember>& members, const std::vector<TarLink>& links) {
  constexpr int kMostHops = 40;  // as Linux follows
  if (links.empty()) return;
  std::map<std::size_t, const TarLink*> link_at;
  for (const TarLink& link : links) link_at.emplace(link.member, &link);
  // When two members have one name the later counts, as when the archive is unpacked; a link to itself does
  // not.
  std::unordered_map<std::string, std::size_t> member_called;
  for (std::size_t i = 0; i < members.size(); ++i)
    if (const auto name = path_in_archive(members[i].name)) member_called[*name] = i;

  for (const TarLink& link : links) {
    const TarLink* at = &link;
    const TarMember* found = nullptr;
    for (int hop = 0; hop < kMostHops && at != nullptr; ++hop) {
      const std::string written = (at->hard ? "" : folder_of(members[at->member].name)) + at->target;
      const auto path = at->target.starts_with('/') ? std::nullopt : path_in_archive(written);
      const auto target = path ? member_called.find(*path) : member_called.end();
      if (target == member_called.end()) break;
      const auto next = link_at.find(target->second);
      at = next == link_at.end() ? nullptr : next->second;
      if (at == nullptr) found = &members[target->second];
    }
    TarMember& member = members[link.member];
    member.lost = found == nullptr;
    if (found == nullptr) continue;
    member.offset = found->offset;
    member.size = found->size;
  }
}

}  // namespace variegate
