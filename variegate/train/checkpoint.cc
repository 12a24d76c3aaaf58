#include "variegate/train/checkpoint.h"

#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"
#include "variegate/trial/protocol.h"

// The file: a line that names format and version; a line with the digest of all that follows, 16 hex digits;
// a line of JSON; the buffers as little-endian floats.
namespace variegate {
namespace {

static_assert(std::endian::native == std::endian::little);

constexpr std::string_view kFirstLine = "variegate checkpoint 1\n";
constexpr std::size_t kDigestLine = 17;

[[noreturn]] void fail(const std::string& path, const std::string& what, const std::string& got = "",
                       const std::string& expected = "") {
  throw Error({.where = path,
               .what = what,
               .got = got,
               .expected = expected,
               .mend = "remove the file to train this run from the start"});
}

std::string digest_line(std::string_view bytes) { return fmt::format("{:016x}\n", hash_text(bytes)); }

}  // namespace

void write_checkpoint(const std::string& path, const Checkpoint& checkpoint) {
  Json json = Json::object();
  json["run"] = checkpoint.run;
  json["epochs"] = checkpoint.epochs;
  json["steps"] = checkpoint.steps;
  json["seconds"] = checkpoint.seconds;
  json["reports"] = Json::array();
  for (const Report& report : checkpoint.reports) json["reports"].push_back(line_of(FromWorker(report)));
  json["buffers"] = Json::array();
  for (const auto& buffer : checkpoint.buffers) json["buffers"].push_back(buffer.size());

  std::string body = json.dump() + "\n";
  for (const auto& buffer : checkpoint.buffers) {
    body.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() * sizeof(float));
  }
  write_file_atomically(path, std::string(kFirstLine) + digest_line(body) + body);
}

std::optional<Checkpoint> read_checkpoint(const std::string& path, const std::string& run) {
  if (!std::filesystem::exists(path)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) fail(path, "the checkpoint cannot be read");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const std::string_view all = text;
  if (!all.starts_with(kFirstLine)) fail(path, "not a checkpoint of this version of variegate");
  const std::string_view digest = all.substr(kFirstLine.size()).substr(0, kDigestLine);
  const std::string_view body = all.substr(kFirstLine.size() + digest.size());
  if (digest != digest_line(body)) fail(path, "the checkpoint is damaged or cut short");

  const std::size_t line = body.find('\n');
  const Json document = parse_json(body.substr(0, line), path);
  JsonReader json(document, path);
  Checkpoint checkpoint;
  checkpoint.run = json.member("run").string();
  if (!checkpoint.run.starts_with(run)) fail(path, "the checkpoint is of another run", checkpoint.run, run);
  checkpoint.epochs = json.member("epochs").small_integer(0, INT32_MAX);
  checkpoint.steps = json.member("steps").integer(0, INT64_MAX);
  checkpoint.seconds = json.member("seconds").number(0.0, 1e12);
  for (const JsonReader& item : json.member("reports").array()) {
    checkpoint.reports.push_back(std::get<Report>(from_worker(item.string(), path)));
  }
  std::string_view rest = body.substr(line + 1);
  for (const JsonReader& item : json.member("buffers").array()) {
    auto& buffer = checkpoint.buffers.emplace_back(static_cast<std::size_t>(item.integer(0, INT32_MAX)));
    const std::size_t bytes = buffer.size() * sizeof(float);
    if (bytes > rest.size()) fail(path, "the checkpoint is damaged or cut short");
    std::memcpy(buffer.data(), rest.data(), bytes);
    rest.remove_prefix(bytes);
  }
  json.finish();
  return checkpoint;
}

}  // namespace variegate
