#include "variegate/apply/copy_writer.h"

#include <fmt/format.h>

#include <algorithm>

#include "variegate/core/error.h"
#include "variegate/data/colour.h"
#include "variegate/data/encode.h"
#include "variegate/data/resize.h"
#include "variegate/data/tar_writer.h"

namespace variegate {
namespace {

// A kill costs at most one unit's work, and a unit costs one small file.
constexpr std::size_t kFolderUnit = 100;

std::string_view as_text(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void check_folder_name(const std::string& name) {
  const bool sound = !name.empty() && name.front() != '.' && name.size() <= 255 &&
                     name.find_first_of(std::string_view("/\0", 2)) == std::string::npos;
  if (sound) return;
  throw Error({.where = "--to folder",
               .what = "a class whose name cannot be that of a folder",
               .got = fmt::format("'{}'", name),
               .expected = "no '/', no '.' at its beginning, at most 255 bytes",
               .mend = "write tar shards (--to tar), or rename the class"});
}

}  // namespace

CopyWriter::CopyWriter(const Dataset& dataset, const Policy& policy, const CopyOptions& options,
                       const CopyFolder& folder)
    : dataset_(dataset),
      options_(options),
      folder_(folder),
      pipeline_(policy, options.seed, {.fuse = options.fuse}) {
  if (options.container != CopyOptions::Container::folder) return;
  for (const std::string& name : dataset.class_names()) check_folder_name(name);
}

std::size_t CopyWriter::samples_a_unit() const {
  if (options_.container == CopyOptions::Container::folder) return kFolderUnit;
  const auto copies = static_cast<std::size_t>(options_.copies);
  return (static_cast<std::size_t>(options_.shard_size) + copies - 1) / copies;
}

std::size_t CopyWriter::units() const { return (dataset_.size() + samples_a_unit() - 1) / samples_a_unit(); }

bool CopyWriter::write(const Share& share, const std::atomic<bool>& stop) {
  for (std::size_t unit = share.part; unit < units(); unit += share.parts) {
    if (folder_.is_done(unit)) continue;
    const auto result = write_unit(unit, stop);
    if (!result) return false;
    folder_.mark_done(unit, *result);
  }
  return true;
}

std::optional<UnitResult> CopyWriter::write_unit(std::size_t unit, const std::atomic<bool>& stop) {
  const std::size_t begin = unit * samples_a_unit();
  const std::size_t end = std::min(begin + samples_a_unit(), dataset_.size());
  UnitResult result;
  std::vector<Encoded> copies;
  for (std::size_t index = begin; index < end; ++index) {
    if (stop) return std::nullopt;
    const std::size_t before = copies.size();
    try {
      encode_copies(index, copies, result.facts);
    } catch (const Error& error) {
      if (!options_.skip_bad) throw;
      copies.resize(before);
      result.skipped.emplace_back(error.what());
    }
  }
  result.written = copies.size();
  store(unit, copies);
  return result;
}

void CopyWriter::encode_copies(std::size_t index, std::vector<Encoded>& out, FactsCount& facts) {
  const bool jpeg = options_.encoding == CopyOptions::Encoding::jpeg;
  PictureFacts decoded;
  Sample original = dataset_.load_with_facts(index, decoded);
  if (jpeg && original.image().channels == 4) original.image() = over_black(original.image());
  if (options_.resolution > 0) {
    if (original.image().channels == 4) original.image() = over_black(original.image());
    original.image() = resize(original.image(), options_.resolution, options_.resolution);
  }
  for (int copy = 0; copy < options_.copies; ++copy) {
    Sample sample = original;
    pipeline_.apply(sample, static_cast<std::uint64_t>(copy), scratch_);
    const Image& image = sample.image();
    out.push_back({.name = fmt::format("{:08}-{}", index, copy),
                   .label = sample.label,
                   .picture = jpeg ? encode_jpeg(image, options_.quality) : encode_png(image)});
  }
  facts.add(decoded, dataset_.name(index));
}

void CopyWriter::store(std::size_t unit, const std::vector<Encoded>& copies) const {
  const std::string extension = options_.encoding == CopyOptions::Encoding::jpeg ? "jpg" : "png";
  const auto class_of = [&](const Encoded& copy) -> const std::string& {
    return dataset_.class_names()[static_cast<std::size_t>(copy.label)];
  };
  if (options_.container == CopyOptions::Container::folder) {
    for (const Encoded& copy : copies)
      folder_.write(fmt::format("{}/{}.{}", class_of(copy), copy.name, extension), as_text(copy.picture),
                    false);
    return;
  }
  if (copies.empty()) return;  // all of them bad: a shard without samples would be one more thing to explain
  std::vector<std::uint8_t> archive;
  for (const Encoded& copy : copies) {
    append_tar_member(archive, copy.name + "." + extension, copy.picture);
    const std::string& label = class_of(copy);
    append_tar_member(archive, copy.name + ".cls",
                      {reinterpret_cast<const std::uint8_t*>(label.data()), label.size()});
  }
  append_tar_end(archive);
  folder_.write(fmt::format("shard-{:06}.tar", unit), as_text(archive), true);
}

}  // namespace variegate
