#include "variegate/data/formats/parts/tar_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "variegate/data/formats/parts/tar.h"

namespace variegate {
namespace {

constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kPrefixBytes = 155;
constexpr std::uint64_t kLargestOctalSize = 077777777777;  // 8 GiB - 1

struct SplitName {
  std::string_view prefix;
  std::string_view name;
  bool fits = false;
};

// ustar joins prefix and name by '/'.
SplitName split(std::string_view name) {
  if (name.size() <= kNameBytes) return {{}, name, true};
  const std::size_t slash = name.rfind('/', kPrefixBytes);
  if (slash == std::string_view::npos || slash == 0 || name.size() - slash - 1 > kNameBytes ||
      slash + 1 == name.size())
    return {{}, name.substr(0, kNameBytes), false};
  return {name.substr(0, slash), name.substr(slash + 1), true};
}

void append_header(std::vector<std::uint8_t>& archive, const SplitName& name, std::uint64_t size, char type) {
  std::array<std::uint8_t, kTarBlock> header{};
  const auto put = [&](std::size_t at, std::string_view text) {
    std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
  };
  put(0, name.name);
  put(100, "0000644");
  put(108, "0000000");
  put(116, "0000000");
  put(124, fmt::format("{:011o}", std::min(size, kLargestOctalSize)));
  put(136, "00000000000");
  put(148, "        ");
  header[156] = static_cast<std::uint8_t>(type);
  put(257, std::string_view("ustar\00000", 8));
  put(345, name.prefix);
  unsigned sum = 0;
  for (const std::uint8_t byte : header) sum += byte;
  put(148, fmt::format("{:06o}", sum));
  header[154] = 0;
  archive.insert(archive.end(), header.begin(), header.end());
}

void append_contents(std::vector<std::uint8_t>& archive, std::span<const std::uint8_t> contents) {
  archive.insert(archive.end(), contents.begin(), contents.end());
  archive.resize((archive.size() + kTarBlock - 1) / kTarBlock * kTarBlock);
}

// "LENGTH KEY=VALUE\n" with LENGTH counting itself.
std::string record(std::string_view key, std::string_view value) {
  const std::size_t rest = key.size() + value.size() + 3;
  std::size_t length = rest + 1;
  while (fmt::formatted_size("{}", length) + rest != length) ++length;
  return fmt::format("{} {}={}\n", length, key, value);
}

}  // namespace

void append_tar_member(std::vector<std::uint8_t>& archive, std::string_view name,
                       std::span<const std::uint8_t> contents) {
  const SplitName split_name = split(name);
  std::string records;
  if (!split_name.fits) records += record("path", name);
  if (contents.size() > kLargestOctalSize) records += record("size", fmt::format("{}", contents.size()));
  if (!records.empty()) {
    append_header(archive, {{}, "pax", true}, records.size(), 'x');
    append_contents(archive, {reinterpret_cast<const std::uint8_t*>(records.data()), records.size()});
  }
  append_header(archive, split_name, contents.size(), '0');
  append_contents(archive, contents);
}

void append_tar_end(std::vector<std::uint8_t>& archive) { archive.resize(archive.size() + 2 * kTarBlock); }

}  // namespace variegate
