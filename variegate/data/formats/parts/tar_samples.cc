// Members of an archive grouped into samples.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <optional>

#include "variegate/core/json.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/formats/tar.h"

namespace variegate {
namespace {

constexpr std::uint64_t kLongestLabel = 4096;        // bytes of a .cls member
constexpr std::uint64_t kLongestJson = 1ULL << 20U;  // bytes of a .json member

struct MemberName {
  std::string key;
  std::string extension;  // in small letters, without the dot
};

// Nothing for names without a dot and for hidden files, which belong to no sample.
std::optional<MemberName> split_name(const std::string& name) {
  const std::size_t slash = name.rfind('/');
  const std::size_t file = slash == std::string::npos ? 0 : slash + 1;
  const std::size_t dot = name.find('.', file);
  if (dot == std::string::npos || dot == file) return std::nullopt;
  MemberName split{name.substr(0, dot), name.substr(dot + 1)};
  std::transform(split.extension.begin(), split.extension.end(), split.extension.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return split;
}

// ".txt" of "txt" and of "en.txt".
std::string last_extension(const std::string& extension) {
  return "." + extension.substr(extension.rfind('.') + 1);
}

std::string without_spaces_around(const std::string& text) {
  constexpr const char* kSpaces = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(kSpaces) + 1 - first);
}

std::string label_in_json(const std::string& text, const std::string& where) {
  const Json document = parse_json(text, where);
  JsonReader json(document, where);
  const auto given = json.optional_member(json.has("label") ? "label" : "cls");
  if (!given) json.fail("no label", "a member \"label\" or \"cls\"");
  if (given->value().is_number_integer()) return given->value().dump();
  return given->string();
}

class Grouper {
 public:
  Grouper(const ReadAt& read, const std::string& archive) : read_(read), archive_(archive) {}

  void add(const TarMember& member) {
    const auto name = split_name(member.name);
    if (!name) {
      const bool hidden = member.name.substr(member.name.rfind('/') + 1).starts_with('.');
      out_.left_out.add(hidden ? LeftOutReason::hidden_file : LeftOutReason::other_kind, member.name);
      return;
    }
    if (name->key != key_) {
      finish();
      key_ = name->key;
      first_ = member.header;
    }
    try {
      use(member, name->extension);
    } catch (const Error& error) {
      if (!fault_) fault_ = error.text();
    }
  }

  // Ends the sample begun last. cut_off: damage follows, so what it lacks is not a fault of its own.
  void finish(bool cut_off = false) {
    // Members without picture and label (a README, say) are no sample.
    if (picture_ || label_ || fault_) {
      try {
        complete();
        out_.samples.push_back(*std::move(picture_));
      } catch (const Error& error) {
        if (!cut_off) out_.faults.push_back(error.text());
      }
    }
    key_.clear();
    picture_.reset();
    label_.reset();
    json_.reset();
    fault_.reset();
  }

  TarSamples take() { return std::move(out_); }

 private:
  void complete() {
    const auto lacks = [&](const std::string& what, const std::string& expected) {
      throw Error({.where = fmt::format("{}, sample '{}', offset {}", archive_, key_, first_),
                   .what = what,
                   .got = "",
                   .expected = expected + " beside it",
                   .mend = "members of one sample must follow one another"});
    };
    if (fault_) throw Error(*fault_);
    if (!picture_) lacks("a sample without a picture", "a member .jpg, .png, .webp or another picture");
    if (!label_ && json_) label_ = label_in_json(text_of(*json_, kLongestJson), place_of_member(*json_));
    if (!label_) lacks("a sample without a label", "a member .cls or .json");
    picture_->label = *label_;
  }

  std::string place_of_member(const TarMember& member) const {
    return fmt::format("{}, member '{}', offset {}", archive_, member.name, member.header);
  }

  void use(const TarMember& member, const std::string& extension) {
    const bool picture = is_picture_name("x." + extension);
    if (!picture && extension != "cls" && extension != "json") {
      if (member.lost) {
        out_.left_out.add(LeftOutReason::link_without_file, member.name);
      } else {
        out_.left_out.add(LeftOutReason::other_kind, member.name, last_extension(extension));
      }
      return;
    }
    if (member.lost) {
      throw Error({.where = place_of_member(member),
                   .what = "a link that leads to no file in the archive",
                   .got = "",
                   .expected = "a picture or label in the same archive",
                   .mend = "write the archive again with the files themselves (tar --dereference)"});
    }
    const auto once = [&](bool again, const char* what) {
      if (!again) return;
      throw Error({.where = place_of_member(member),
                   .what = fmt::format("a sample with two {}", what),
                   .got = "",
                   .expected = "one",
                   .mend = "give every sample a name of its own"});
    };
    if (picture) {
      once(picture_.has_value(), "pictures");
      picture_ = TarSample{.key = key_,
                           .extension = member.name.substr(key_.size() + 1),
                           .offset = member.offset,
                           .size = member.size,
                           .label = ""};
    } else if (extension == "cls") {
      once(label_.has_value(), "labels");
      label_ = without_spaces_around(text_of(member, kLongestLabel));
      if (label_->empty()) {
        throw Error({.where = place_of_member(member),
                     .what = "the label is empty",
                     .got = "",
                     .expected = "a word or a number",
                     .mend = ""});
      }
    } else {
      json_ = member;
    }
  }

  std::string text_of(const TarMember& member, std::uint64_t most) const {
    if (member.size > most) {
      throw Error({.where = place_of_member(member),
                   .what = "too long for a label",
                   .got = fmt::format("{} bytes", member.size),
                   .expected = fmt::format("at most {}", most),
                   .mend = ""});
    }
    std::string text(member.size, '\0');
    read_(member.offset, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
    return text;
  }

  const ReadAt& read_;
  const std::string& archive_;
  std::string key_;
  std::uint64_t first_ = 0;
  std::optional<TarSample> picture_;
  std::optional<std::string> label_;
  std::optional<TarMember> json_;
  std::optional<ErrorText> fault_;
  TarSamples out_;
};

}  // namespace

TarSamples list_tar_samples(const ReadAt& read, std::uint64_t size, const std::string& name) {
  const TarListing listing = list_tar(read, size, name);
  Grouper grouper(read, name);
  for (const TarMember& member : listing.members) grouper.add(member);
  grouper.finish(listing.fault.has_value());
  TarSamples found = grouper.take();
  for (const std::string& member : listing.special) found.left_out.add(LeftOutReason::special_file, member);
  if (listing.fault) found.faults.push_back(*listing.fault);
  return found;
}

}  // namespace variegate
