#include "variegate/apply/copy_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "variegate/core/error.h"
#include "variegate/core/files.h"
#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/data/file_bytes.h"

namespace variegate {
namespace {

namespace fs = std::filesystem;

constexpr const char* kRecord = ".apply/record.json";
constexpr std::size_t kMostUnits = 100'000'000;

void create_folders(const fs::path& path) {
  std::error_code fault;
  fs::create_directories(path, fault);
  if (!fault) return;
  throw Error({.where = path.string(),
               .what = "the folder cannot be created",
               .got = fault.message(),
               .expected = "",
               .mend = "check the path and its permissions"});
}

Json to_json(const FactsCount& facts) {
  return Json{{"turned", facts.turned},
              {"deep", facts.deep},
              {"dark", facts.dark},
              {"first_deep", facts.first_deep},
              {"values", facts.values},
              {"values_left", facts.values_left},
              {"first_dark", facts.first_dark},
              {"greatest_of_first_dark", facts.greatest_of_first_dark}};
}

FactsCount facts_from_json(JsonReader json) {
  const auto pictures = [&](const char* name) {
    return static_cast<std::size_t>(json.member(name).integer(0, kMostUnits));
  };
  const auto value = [&](const char* name) { return json.member(name).small_integer(0, 65536); };
  return {.turned = pictures("turned"),
          .deep = pictures("deep"),
          .dark = pictures("dark"),
          .first_deep = json.member("first_deep").string(),
          .values = value("values"),
          .values_left = value("values_left"),
          .first_dark = json.member("first_dark").string(),
          .greatest_of_first_dark = value("greatest_of_first_dark")};
}

[[noreturn]] void fail_to_change(const std::string& path, const std::error_code& fault) {
  throw Error({.where = path,
               .what = "the file cannot be removed",
               .got = fault.message(),
               .expected = "",
               .mend = "check its permissions"});
}

void check_record(const std::string& folder, const Json& found, const Json& wanted) {
  if (found == wanted) return;
  std::string got;
  std::string expected;
  for (const auto& [name, value] : wanted.items()) {
    if (found.is_object() && found.contains(name) && found[name] == value) continue;
    got = fmt::format("{} {}", name,
                      found.is_object() && found.contains(name) ? json_line(found[name]) : "missing");
    expected = fmt::format("{} {}", name, json_line(value));
    break;
  }
  throw Error({.where = folder,
               .what = "the folder holds copies that were made otherwise",
               .got = got,
               .expected = expected,
               .mend = "give another --out, or the options of that run"});
}

}  // namespace

CopyFolder::CopyFolder(const std::string& path, const Json& record) : path_(path) {
  const fs::path file = fs::path(path) / kRecord;
  if (!fs::exists(file)) {
    const bool taken = fs::exists(path) && (!fs::is_directory(path) || [&] {
                         // A process beside this one may just have made the folder of the record.
                         for (const auto& entry : fs::directory_iterator(path))
                           if (entry.path().filename() != ".apply") return true;
                         return false;
                       }());
    if (taken && !fs::exists(file)) {
      throw Error({.where = path,
                   .what = "the folder holds other files",
                   .got = "",
                   .expected = "a folder that does not exist, is empty, or was begun by variegate apply",
                   .mend = "give another --out"});
    }
    create_folders(file.parent_path());
    write_file_atomically(file.string(), json_text(record));
  }
  check_record(path, read_json_file(file.string()), record);
}

void CopyFolder::write(const std::string& name, std::string_view bytes, bool sure) const {
  const fs::path file = fs::path(path_) / name;
  create_folders(file.parent_path());
  // Drafts lie apart, so that what a kill leaves of one is never among the pictures.
  write_file_atomically(file.string(), bytes,
                        {.folder_of_draft = (fs::path(path_) / ".apply").string(), .sure = sure});
}

std::string CopyFolder::mark_path(std::size_t unit) const {
  return (fs::path(path_) / fmt::format(".apply/unit-{:06}.json", unit)).string();
}

bool CopyFolder::is_done(std::size_t unit) const { return fs::exists(mark_path(unit)); }

void CopyFolder::mark_done(std::size_t unit, const UnitResult& result) const {
  write_file_atomically(mark_path(unit), json_text(Json{{"written", result.written},
                                                        {"skipped", result.skipped},
                                                        {"dropped", result.dropped},
                                                        {"clipped", result.clipped},
                                                        {"sources", to_json(result.sources)},
                                                        {"facts", to_json(result.facts)}}));
}

void CopyFolder::forget(std::size_t unit) const {
  std::error_code fault;
  if (fs::remove(mark_path(unit), fault); fault) fail_to_change(mark_path(unit), fault);
}

std::string CopyFolder::piece_path(std::size_t unit, const std::string& name) const {
  return (fs::path(path_) / fmt::format(".apply/{}-{:06}.piece", name, unit)).string();
}

void CopyFolder::write_piece(std::size_t unit, const std::string& name, std::string_view text) const {
  write_file_atomically(piece_path(unit, name), text, {.sure = false});
}

std::string CopyFolder::piece(std::size_t unit, const std::string& name) const {
  const std::string path = piece_path(unit, name);
  if (!fs::exists(path)) return "";
  const std::vector<std::uint8_t> bytes = read_bytes(path);
  return {bytes.begin(), bytes.end()};
}

std::size_t CopyFolder::count_done(std::size_t units) const {
  std::size_t done = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(path_) / ".apply")) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with("unit-") && name.ends_with(".json")) ++done;
  }
  return std::min(done, units);
}

void CopyFolder::remove_drafts() const {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(fs::path(path_) / ".apply")) {
    if (entry.path().extension() == ".part") fs::remove(entry.path(), ignored);
  }
}

UnitResult CopyFolder::result(std::size_t unit) const {
  const std::string path = mark_path(unit);
  const Json document = read_json_file(path);
  JsonReader json(document, path);
  UnitResult result;
  result.written = static_cast<std::size_t>(json.member("written").integer(0, kMostUnits));
  result.dropped = static_cast<std::size_t>(json.member("dropped").integer(0, kMostUnits));
  result.clipped = static_cast<std::size_t>(json.member("clipped").integer(0, kMostUnits));
  result.sources = source_state_from_json(json.member("sources"));
  for (const JsonReader& reason : json.member("skipped").array()) result.skipped.push_back(reason.string());
  if (auto facts = json.optional_member("facts"))  // marks of earlier versions have none
    result.facts = facts_from_json(*facts);
  json.finish();
  return result;
}

}  // namespace variegate
