#include "variegate/apply/copy_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/data/decode/colour.h"
#include "variegate/data/decode/encode.h"
#include "variegate/data/decode/resize.h"
#include "variegate/data/formats/parts/tar_writer.h"
#include "variegate/pipeline/trace.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

// A kill costs at most one unit's work, and a unit costs one small file.
constexpr std::size_t kFolderUnit = 100;
constexpr std::size_t kMostCopiesOfUnit = 2000;

std::string_view as_text(const std::vector<std::uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void append_tar_text(std::vector<std::uint8_t>& archive, const std::string& name, const std::string& text) {
  append_tar_member(archive, name, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

const Mask* mask_of(const Sample& sample) {
  const Field* field = sample.find("mask");
  return field == nullptr ? nullptr : std::get_if<Mask>(&field->value);
}

}  // namespace

CopyWriter::CopyWriter(const Dataset& dataset, const Policy& policy, const CopyOptions& options,
                       const CopyNames& names, const CopyFolder& folder)
    : dataset_(dataset),
      options_(options),
      names_(names),
      folder_(folder),
      files_(annotation_files(form_of(options, dataset))),
      real_folder_(std::filesystem::weakly_canonical(folder.path())),
      masks_(has_field(dataset, "mask")),
      pipeline_(policy, options.seed, {.fuse = options.fuse, .batch_follows = true}),
      mixer_(dataset, policy, options) {
  if (options.originals && dataset.size() > 0 && names.extension(0).empty()) {
    throw Error({.where = "--originals",
                 .what = "the data hold no picture files to copy along",
                 .got = dataset.name(0),
                 .expected = "pictures in files or tar shards",
                 .mend = "leave --originals out"},
                ErrorKind::usage);
  }
  if (options.container == CopyOptions::Container::tar && masks_) {
    throw Error({.where = "--to tar",
                 .what = "tar shards hold no masks, and these data have some",
                 .got = "",
                 .expected = "",
                 .mend = "write files (--to folder)"},
                ErrorKind::usage);
  }
}

std::size_t CopyWriter::copies_a_sample() const {
  return static_cast<std::size_t>(options_.copies) + (options_.originals ? 1 : 0);
}

std::size_t CopyWriter::samples_a_unit() const {
  if (options_.container == CopyOptions::Container::folder)
    return std::clamp(kMostCopiesOfUnit / copies_a_sample(), std::size_t{1}, kFolderUnit);
  return (static_cast<std::size_t>(options_.shard_size) + copies_a_sample() - 1) / copies_a_sample();
}

std::size_t CopyWriter::units() const { return (dataset_.size() + samples_a_unit() - 1) / samples_a_unit(); }

std::size_t CopyWriter::last_sample(std::size_t unit) const {
  return std::min((unit + 1) * samples_a_unit(), dataset_.size());
}

std::vector<ChangedUnit> CopyWriter::changed_units() {
  std::vector<ChangedUnit> changed;
  for (std::size_t unit = 0; unit < units(); ++unit) {
    const std::size_t begin = unit * samples_a_unit();
    if (folder_.is_done(unit) &&
        !is_unchanged(folder_.result(unit).sources, dataset_, mixer_.sources(begin, last_sample(unit))))
      changed.push_back({unit, dataset_.name(begin)});
  }
  return changed;
}

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
  UnitResult result;
  // Taken first: a picture that changes while it is read is found to have changed.
  result.sources = source_state(dataset_, mixer_.sources(begin, last_sample(unit)));
  Pieces pieces;
  std::vector<std::uint8_t> shard;
  for (std::size_t index = begin; index < last_sample(unit); ++index) {
    if (stop) return std::nullopt;
    std::vector<Encoded> copies;
    try {
      copies = encode_copies(index, result);
    } catch (const Error& error) {
      if (!options_.skip_bad) throw;
      result.skipped.emplace_back(error.what());
    }
    result.written += copies.size();
    if (options_.container == CopyOptions::Container::folder) {
      write_files(copies, pieces);
    } else {
      append(copies, shard);
    }
  }
  if (options_.container == CopyOptions::Container::folder) {
    // Empty units are written too: made anew, a unit may have nothing left.
    for (const AnnotationFiles* form : {&manifest_files(), &files_}) {
      for (const std::string& name : form->pieces) folder_.write_piece(unit, name, pieces[name]);
    }
  } else if (!shard.empty()) {  // a shard without samples would be one more thing to explain
    append_tar_end(shard);
    folder_.write(fmt::format("shard-{:06}.tar", unit), as_text(shard), true);
  }
  return result;
}

bool CopyWriter::as_jpeg(std::size_t index) const {
  const std::string& own = names_.extension(index);
  return options_.encoding == CopyOptions::Encoding::jpeg ||
         (options_.encoding == CopyOptions::Encoding::automatic && (own == "jpg" || own == "jpeg"));
}

// The path is relative to the manifest, like all paths in one, so that data and copies may move together.
std::string CopyWriter::source_of(std::size_t index) const {
  const Dataset::Source source = dataset_.source(index);
  if (source.file.empty()) return dataset_.name(index);
  const std::string path =
      fs::weakly_canonical(source.file).lexically_proximate(real_folder_).generic_string();
  return source.member.empty() ? path : path + ", member " + source.member;
}

Copy CopyWriter::described(std::size_t index, int number) const {
  Copy copy;
  copy.id = static_cast<std::int64_t>(index * copies_a_sample()) + number + 1;
  copy.stem = names_.stem(index);
  copy.number = "original";
  if (number < options_.copies) {
    copy.number = std::to_string(number);
    copy.stem += "-" + copy.number;
  }
  copy.source = source_of(index);
  copy.label = dataset_.class_names()[static_cast<std::size_t>(dataset_.label(index))];
  copy.group = dataset_.group(index).empty() ? copy.source : dataset_.group(index);
  if (!mixer_.empty()) copy.soft_label.emplace().add(dataset_.label(index), 1.0F);
  return copy;
}

std::vector<CopyWriter::Encoded> CopyWriter::encode_copies(std::size_t index, UnitResult& result) {
  std::vector<Encoded> out;
  PictureFacts decoded;
  Sample original = dataset_.load_with_facts(index, decoded);
  if (const Boxes* boxes = boxes_of(original)) {
    result.dropped += static_cast<std::size_t>(boxes->dropped);
    result.clipped += static_cast<std::size_t>(boxes->clipped);
  }
  if (options_.originals) out.push_back(original_of(index, original));
  prepare(original, as_jpeg(index));
  for (int number = 0; number < options_.copies; ++number) {
    Encoded encoded{.copy = described(index, number), .sample = {}};
    pipeline_.apply(original, encoded.sample, static_cast<std::uint64_t>(number), scratch_,
                    &encoded.copy.calls);
    if (!mixer_.empty()) mix(encoded, number, original);
    const Image& image = encoded.sample.image();
    encoded.extension = as_jpeg(index) ? "jpg" : "png";
    encoded.picture = as_jpeg(index) ? encode_jpeg(image, options_.quality) : encode_png(image);
    encode_mask(encoded);
    out.push_back(std::move(encoded));
  }
  result.facts.add(decoded, dataset_.name(index));
  return out;
}

// Brings a decoded sample to the form that its copies are made from.
void CopyWriter::prepare(Sample& sample, bool jpeg) const {
  const bool opaque = jpeg || options_.resolution > 0 || !mixer_.empty();
  if (opaque && sample.image().channels == 4) sample.image() = over_black(sample.image());
  if (options_.resolution == 0) return;
  resize_annotations(sample, options_.resolution, options_.resolution);
  sample.image() = resize(sample.image(), options_.resolution, options_.resolution);
}

// The copy keeps the size and the channels of its own picture, to which partners are brought.
void CopyWriter::mix(Encoded& encoded, int number, const Sample& original) {
  Copy& copy = encoded.copy;
  const CopyMixer::Mixed mixed = mixer_.mix(encoded.sample, number, [&](std::size_t partner, Sample& made) {
    try {
      Sample loaded = dataset_.load(partner);
      prepare(loaded, false);
      const Image& shape = original.image();
      Image& image = loaded.image();
      if (image.channels != shape.channels) image = with_channels(std::move(image), shape.channels);
      if (image.width != shape.width || image.height != shape.height)
        image = resize(image, shape.width, shape.height);
      pipeline_.apply(loaded, made, static_cast<std::uint64_t>(number), scratch_);
      return true;
    } catch (const Error&) {
      if (!options_.skip_bad) throw;
      return false;
    }
  });
  for (const std::size_t partner : mixed.partners) copy.mixed_with.push_back(source_of(partner));
  copy.soft_label = mixed.label;
  const auto shown = mixed.label.weights();
  const auto most = std::ranges::max_element(shown, {}, &LabelWeight::weight);
  copy.label = dataset_.class_names()[static_cast<std::size_t>(most->label)];
}

CopyWriter::Encoded CopyWriter::original_of(std::size_t index, const Sample& sample) const {
  Encoded encoded{.copy = described(index, options_.copies), .sample = sample};
  encoded.extension = names_.extension(index);
  dataset_.read_compressed(index, encoded.picture);
  encode_mask(encoded);
  return encoded;
}

// Encodes the mask, and drops the pixels, which are not needed any more.
void CopyWriter::encode_mask(Encoded& encoded) const {
  if (const Mask* mask = mask_of(encoded.sample)) encoded.mask = encode_png(mask->labels);
  encoded.sample.image().pixels = {};
}

void CopyWriter::write_files(std::vector<Encoded>& copies, Pieces& pieces) const {
  // Masks beside class folders would look like one more class, and a class folder cannot say a soft label.
  const bool apart = files_.picture_folder.empty() && (masks_ || !mixer_.empty());
  const std::string pictures = apart ? "images/" : files_.picture_folder;
  std::vector<NamedFile> files;
  for (Encoded& encoded : copies) {
    Copy& copy = encoded.copy;
    copy.sample = &encoded.sample;
    copy.path = pictures + copy.stem + "." + encoded.extension;
    folder_.write(copy.path, as_text(encoded.picture), false);
    if (!encoded.mask.empty()) {
      copy.mask = "masks/" + copy.stem + ".png";
      folder_.write(copy.mask, as_text(encoded.mask), false);
    }
    manifest_files().add(copy, dataset_, pieces, files);
    if (&files_ != &manifest_files()) files_.add(copy, dataset_, pieces, files);
  }
  for (const NamedFile& file : files) folder_.write(file.name, file.text, false);
}

void CopyWriter::append(std::vector<Encoded>& copies, std::vector<std::uint8_t>& shard) const {
  for (Encoded& encoded : copies) {
    Copy& copy = encoded.copy;
    copy.sample = &encoded.sample;
    append_tar_member(shard, copy.stem + "." + encoded.extension, encoded.picture);
    if (!copy.label.empty()) append_tar_text(shard, copy.stem + ".cls", copy.label);
    append_tar_text(shard, copy.stem + ".json",
                    copy_json(copy, dataset_).dump(-1, ' ', false, Json::error_handler_t::replace));
  }
}

void CopyWriter::finish() const {
  if (options_.container == CopyOptions::Container::tar) return;
  const auto put_together = [&](const AnnotationFiles& files) {
    AllPieces all;
    for (const std::string& name : files.pieces) {
      for (std::size_t unit = 0; unit < units(); ++unit) all[name].push_back(folder_.piece(unit, name));
    }
    for (const NamedFile& file : files.finish(all, dataset_, !mixer_.empty()))
      folder_.write(file.name, file.text, true);
  };
  put_together(manifest_files());
  if (&files_ != &manifest_files()) put_together(files_);
}

}  // namespace variegate
