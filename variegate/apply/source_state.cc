#include "variegate/apply/source_state.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/data/file_bytes.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

std::uint64_t digest_of(const std::vector<std::uint8_t>& bytes) {
  return hash_text({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::vector<SourceState::File> files_of(const Dataset& dataset, std::span<const std::size_t> samples) {
  std::vector<SourceState::File> files;
  std::set<std::string> seen;
  for (const std::size_t i : samples) {
    const Dataset::Source source = dataset.source(i);
    for (const std::string& name : {source.file, source.mask}) {
      if (name.empty() || !seen.insert(name).second) continue;
      SourceState::File file{.path = hash_text(fs::absolute(name).lexically_normal().string())};
      std::error_code fault;  // what cannot be read has size 0 and is looked at
      file.size = fs::file_size(name, fault);
      if (fault) file.size = 0;
      const auto time = fs::last_write_time(name, fault);
      if (!fault) file.changed = time.time_since_epoch().count();
      files.push_back(std::move(file));
    }
  }
  return files;
}

std::string digest_of(const Dataset& dataset, std::span<const std::size_t> samples) {
  std::uint64_t digest = 0;
  std::vector<std::uint8_t> bytes;
  for (const std::size_t i : samples) {
    try {
      if (!dataset.read_compressed(i, bytes)) bytes = dataset.load(i).image().pixels;
      digest = derive(digest, digest_of(bytes));
      if (const std::string mask = dataset.source(i).mask; !mask.empty())
        digest = derive(digest, digest_of(read_bytes(mask)));
    } catch (const Error&) {
      digest = derive(digest, hash_text("cannot be read"));
    }
  }
  return fmt::format("{:016x}", digest);
}

std::uint64_t annotations_of(const Dataset& dataset, std::span<const std::size_t> samples) {
  std::uint64_t digest = 0;
  for (const std::size_t i : samples) digest = derive(digest, dataset.annotations_digest(i));
  return digest;
}

}  // namespace

SourceState source_state(const Dataset& dataset, std::span<const std::size_t> samples) {
  return {.files = files_of(dataset, samples),
          .annotations = annotations_of(dataset, samples),
          .digest = digest_of(dataset, samples)};
}

bool is_unchanged(const SourceState& recorded, const Dataset& dataset, std::span<const std::size_t> samples) {
  if (annotations_of(dataset, samples) != recorded.annotations) return false;
  const std::vector<SourceState::File> files = files_of(dataset, samples);
  if (!files.empty() && files == recorded.files) return true;
  return digest_of(dataset, samples) == recorded.digest;
}

Json to_json(const SourceState& state) {
  Json files = Json::array();
  for (const SourceState::File& file : state.files) files.push_back({file.path, file.size, file.changed});
  return {{"digest", state.digest}, {"annotations", state.annotations}, {"files", std::move(files)}};
}

SourceState source_state_from_json(JsonReader json) {
  SourceState state;
  state.digest = json.member("digest").string();
  state.annotations = json.member("annotations").unsigned_integer();
  for (const JsonReader& file : json.member("files").array(0, 100'000'000)) {
    const std::vector<JsonReader> parts = file.array(3, 3);
    state.files.push_back(
        {parts[0].unsigned_integer(), parts[1].unsigned_integer(), parts[2].integer(INT64_MIN, INT64_MAX)});
  }
  json.finish();
  return state;
}

}  // namespace variegate
