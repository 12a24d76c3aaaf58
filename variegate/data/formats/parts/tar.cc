#include "variegate/data/formats/parts/tar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include "variegate/data/formats/parts/tar_links.h"

namespace variegate {
namespace {

constexpr std::uint64_t kLongestExtension = std::uint64_t{1} << 20;  // of names and records, in bytes

// POSIX.1-1988, "ustar interchange format".
struct TarHeader {
  std::array<std::uint8_t, kTarBlock> bytes{};

  std::string_view field(std::size_t at, std::size_t length) const {
    return {reinterpret_cast<const char*>(bytes.data()) + at, length};
  }
  // Up to the first NUL.
  std::string text(std::size_t at, std::size_t length) const {
    const std::string_view all = field(at, length);
    return std::string(all.substr(0, all.find('\0')));
  }
  char type() const { return static_cast<char>(bytes[156]); }
  bool is_end() const {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
  }
};

// Octal digits between spaces or NULs; or, of GNU, a first byte of 0x80 and a big-endian number.
std::optional<std::uint64_t> number_of(std::string_view field) {
  std::uint64_t value = 0;
  if (static_cast<std::uint8_t>(field.front()) == 0x80) {
    for (const char byte : field.substr(1)) {
      if (value >> 55 != 0) return std::nullopt;
      value = value << 8 | static_cast<std::uint8_t>(byte);
    }
    return value;
  }
  const std::size_t first = field.find_first_not_of(' ');
  if (first == std::string_view::npos) return 0;
  field.remove_prefix(first);
  const std::size_t end = std::min(field.find_first_of(std::string_view(" \0", 2)), field.size());
  for (const char digit : field.substr(0, end)) {
    if (digit < '0' || digit > '7') return std::nullopt;
    value = value << 3 | static_cast<std::uint64_t>(digit - '0');
  }
  return value;
}

// The sum of all bytes with the checksum's own taken as spaces. Some old writers summed signed bytes.
bool checksum_holds(const TarHeader& header) {
  const auto told = number_of(header.field(148, 8));
  std::int64_t sum = 0;
  std::int64_t signed_sum = 0;
  for (std::size_t i = 0; i < kTarBlock; ++i) {
    const std::uint8_t byte = i >= 148 && i < 156 ? std::uint8_t{' '} : header.bytes[i];
    sum += byte;
    signed_sum += static_cast<std::int8_t>(byte);
  }
  return told && (static_cast<std::int64_t>(*told) == sum || static_cast<std::int64_t>(*told) == signed_sum);
}

std::string name_of(const TarHeader& header) {
  const std::string name = header.text(0, 100);
  // GNU's own magic is "ustar " and has other things where POSIX has the prefix.
  if (header.field(257, 6) != std::string_view("ustar\0", 6)) return name;
  const std::string prefix = header.text(345, 155);
  return prefix.empty() ? name : prefix + "/" + name;
}

std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// What extensions (pax records, GNU long names) say of the member after them, or of all.
struct Extension {
  std::optional<std::string> name;
  std::optional<std::string> link;
  std::optional<std::uint64_t> size;
  bool sparse = false;
};

// Records "LENGTH KEY=VALUE\n", LENGTH counting all of it. False when they are not that.
bool read_records(std::string_view records, Extension& extension) {
  while (!records.empty()) {
    const std::size_t space = records.find(' ');
    if (space == std::string_view::npos) return false;
    const auto length = decimal(records.substr(0, space));
    if (!length || *length > records.size() || *length < space + 2 || records[*length - 1] != '\n')
      return false;
    const std::string_view record = records.substr(space + 1, *length - space - 2);
    const std::size_t equals = record.find('=');
    if (equals == std::string_view::npos) return false;
    const std::string_view key = record.substr(0, equals);
    const std::string_view value = record.substr(equals + 1);
    if (key == "path") extension.name = std::string(value);
    if (key == "linkpath") extension.link = std::string(value);
    if (key == "size" && !(extension.size = decimal(value))) return false;
    if (key.starts_with("GNU.sparse.")) extension.sparse = true;
    records.remove_prefix(*length);
  }
  return true;
}

class Lister {
 public:
  Lister(const ReadAt& read, std::uint64_t size, const std::string& name)
      : read_(read), size_(size), archive_(name) {}

  TarListing list() {
    while (!listing_.fault && next()) {
    }
    resolve_links(listing_.members, links_);
    return std::move(listing_);
  }

 private:
  bool fault(const std::string& what, const std::string& got, const std::string& expected,
             const std::string& mend = "write the archive again") {
    std::string where = archive_;
    if (!member_.empty()) where += fmt::format(", member '{}'", member_);
    listing_.fault = ErrorText{.where = where + fmt::format(", offset {}", at_),
                               .what = what,
                               .got = got,
                               .expected = expected,
                               .mend = mend};
    return false;
  }

  // Reads one header and what belongs to it. False at the end of the archive and after a fault.
  bool next() {
    if (size_ - at_ < kTarBlock) {
      return fault(size_ == 0 ? "the archive is empty" : "the archive has no end (truncated)",
                   fmt::format("{} bytes", size_ - at_), "a header, or the end marker of zeros");
    }
    TarHeader header;
    read_(at_, header.bytes);
    if (header.is_end()) return false;
    if (header.field(0, 2) == "\x1f\x8b") {
      return fault("a compressed archive", "gzip data",
                   "a plain tar file, in which any member can be read alone",
                   "decompress it (gunzip): pictures hardly become smaller by it");
    }
    if (!checksum_holds(header))
      return fault("not a tar header (wrong checksum)", "", "", "write the archive again");
    return entry(header);
  }

  bool entry(const TarHeader& header) {
    const char type = header.type();
    const bool extends = type == 'x' || type == 'g' || type == 'L' || type == 'K';
    Extension& own = next_;
    if (!extends) member_ = own.name ? *own.name : all_.name ? *all_.name : name_of(header);
    const auto in_header = number_of(header.field(124, 12));
    if (!in_header) return fault("the size of a member is not a number", "", "octal digits");
    std::uint64_t size = *in_header;
    if (!extends && (own.size || all_.size)) size = own.size ? *own.size : *all_.size;
    // Links and devices have no contents, whatever their size says.
    const bool empty_kind = type >= '1' && type <= '6';
    if (empty_kind) size = 0;
    const std::uint64_t begin = at_ + kTarBlock;
    if (size > size_ - begin) {
      return fault("a member reaches past the end of the archive (truncated)",
                   fmt::format("{} bytes", size_ - begin), fmt::format("{}", size));
    }
    if (extends) {
      if (!extension(type, begin, size)) return false;
    } else {
      if (own.sparse || all_.sparse || type == 'S') {
        return fault("a sparse file", "", "a plain one", "write the archive without --sparse");
      }
      const bool regular = type == '0' || type == '\0' || type == '7';
      if (regular && !member_.ends_with('/'))
        listing_.members.push_back({.name = member_, .header = at_, .offset = begin, .size = size});
      if (type == '1' || type == '2') link(header, type == '1');
      if (type == '3' || type == '4' || type == '6') listing_.special.push_back(member_);
      own = {};
    }
    // The padding of the last member may be missing together with the end marker; the next header finds that
    // out.
    const std::uint64_t padded = (size + kTarBlock - 1) / kTarBlock * kTarBlock;
    at_ = std::min(begin + padded, size_);
    return true;
  }

  void link(const TarHeader& header, bool hard) {
    const std::string target = next_.link ? *next_.link : all_.link ? *all_.link : header.text(157, 100);
    links_.push_back({.member = listing_.members.size(), .target = target, .hard = hard});
    listing_.members.push_back({.name = member_, .header = at_, .offset = at_, .size = 0});
  }

  bool extension(char type, std::uint64_t begin, std::uint64_t size) {
    if (size > kLongestExtension) {
      return fault("a name or record is too long", fmt::format("{} bytes", size),
                   fmt::format("at most {}", kLongestExtension));
    }
    std::string text(size, '\0');
    read_(begin, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    if (type == 'L') next_.name = text.substr(0, text.find('\0'));
    if (type == 'K') next_.link = text.substr(0, text.find('\0'));
    if (type == 'x' && !read_records(text, next_))
      return fault("damaged pax records", "", "LENGTH KEY=VALUE");
    if (type == 'g' && !read_records(text, all_)) return fault("damaged pax records", "", "LENGTH KEY=VALUE");
    return true;
  }

  const ReadAt& read_;
  std::uint64_t size_;
  const std::string& archive_;
  std::uint64_t at_ = 0;
  std::string member_;
  Extension next_;
  Extension all_;
  TarListing listing_;
  std::vector<TarLink> links_;
};

}  // namespace

TarListing list_tar(const ReadAt& read, std::uint64_t size, const std::string& name) {
  return Lister(read, size, name).list();
}

}  // namespace variegate
