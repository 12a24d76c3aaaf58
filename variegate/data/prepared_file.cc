// Layout: the pixels of all pictures; the table of pictures; an index as JSON; where table and index begin,
// and a mark. Written and read on one machine by one build.
#include "variegate/data/prepared_file.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <type_traits>
#include <utility>

#include "variegate/core/error.h"
#include "variegate/core/json.h"
#include "variegate/core/json_line.h"
#include "variegate/data/random_access_file.h"

namespace variegate {
namespace {

using Picture = PicturePool::Picture;
static_assert(std::is_trivially_copyable_v<Picture>);

constexpr std::array<char, 8> kMark = {'v', 'a', 'r', 'i', 'p', 'r', 'e', '1'};

struct Trailer {
  std::uint64_t table = 0;  // where it begins; there the pixels end
  std::uint64_t index = 0;  // where it begins; there the table ends
  std::array<char, 8> mark = kMark;
};

[[noreturn]] void damaged(const std::string& path, const std::string& what) {
  throw Error(
      {.where = path, .what = "not a file of prepared pictures", .got = what, .expected = "", .mend = ""});
}

// Pictures of a set stand side by side in its pool.
Json set_json(const PictureSet& set) {
  return {{"width", set.width},
          {"height", set.height},
          {"fit", name_of(set.fit)},
          {"first", set.members.front()},
          {"count", set.size()},
          {"skipped", set.skipped},
          {"skipped_reasons", set.skipped_reasons},
          {"notices", set.notices}};
}

std::vector<std::string> strings(const JsonReader& json) {
  std::vector<std::string> values;
  for (const JsonReader& item : json.array()) values.push_back(item.string());
  return values;
}

PictureSet set_from_json(JsonReader json, const std::shared_ptr<const PicturePool>& pool,
                         const std::vector<std::string>& class_names) {
  constexpr int kMostSide = std::numeric_limits<int>::max();
  PictureSet set;
  set.pool = pool;
  set.channels = pool->channels;
  set.class_names = class_names;
  set.width = json.member("width").small_integer(1, kMostSide);
  set.height = json.member("height").small_integer(1, kMostSide);
  set.fit = data_fit(json.member("fit").one_of({"stretch", "crop", "pad"}));
  const auto all = static_cast<std::int64_t>(pool->pictures.size());
  const std::int64_t first = json.member("first").integer(0, all);
  const std::int64_t count = json.member("count").integer(1, all - first);
  for (std::int64_t i = 0; i < count; ++i) set.members.push_back(static_cast<std::size_t>(first + i));
  set.skipped =
      static_cast<std::size_t>(json.member("skipped").integer(0, std::numeric_limits<std::int64_t>::max()));
  set.skipped_reasons = strings(json.member("skipped_reasons"));
  set.notices = strings(json.member("notices"));
  json.finish();
  return set;
}

void check_table(const std::string& path, const PicturePool& pool, std::uint64_t bytes, std::size_t classes) {
  for (const Picture& picture : pool.pictures) {
    if (picture.width < 1 || picture.height < 1 || picture.label < 0 ||
        static_cast<std::size_t>(picture.label) >= classes)
      damaged(path, "a picture without pixels or class");
    const auto size = static_cast<std::uint64_t>(picture.width) * static_cast<std::uint64_t>(picture.height) *
                      static_cast<std::uint64_t>(pool.channels);
    if (size > bytes || picture.offset > bytes - size) damaged(path, "a picture outside the file");
  }
}

std::span<const std::uint8_t> bytes_of(const void* data, std::size_t size) {
  return {static_cast<const std::uint8_t*>(data), size};
}

}  // namespace

PreparedFile::PreparedFile(const DataSpec& spec, UnnamedFile file) : file_(std::move(file)) {
  const SearchData data = open_search_data(spec, &file_);
  const PicturePool& pool = *data.train.pool;
  pictures_ = data.train.size() + data.validation.size();
  width_ = data.train.width;
  height_ = data.train.height;
  Trailer trailer;
  trailer.table = file_.size();
  file_.append(bytes_of(pool.pictures.data(), pool.pictures.size() * sizeof(Picture)));
  trailer.index = file_.size();
  const Json index{{"spec", to_json(spec)},
                   {"digest", data.digest},
                   {"channels", pool.channels},
                   {"class_names", data.train.class_names},
                   {"drawn", data.validation_drawn},
                   {"train", set_json(data.train)},
                   {"validation", set_json(data.validation)}};
  const std::string text = json_line(index);
  file_.append(bytes_of(text.data(), text.size()));
  file_.append(bytes_of(&trailer, sizeof(trailer)));
}

SearchData open_prepared(const std::string& path, const DataSpec& spec) {
  const RandomAccessFile file(path);
  Trailer trailer;
  if (file.size() < sizeof(trailer)) damaged(path, "too short");
  const std::uint64_t end = file.size() - sizeof(trailer);
  file.read(end, {reinterpret_cast<std::uint8_t*>(&trailer), sizeof(trailer)});
  if (trailer.mark != kMark) damaged(path, "another file");
  const bool in_order = trailer.table <= trailer.index && trailer.index <= end &&
                        (trailer.index - trailer.table) % sizeof(Picture) == 0;
  if (!in_order) damaged(path, "its parts overlap");
  auto pool = std::make_shared<PicturePool>();
  pool->pictures.resize((trailer.index - trailer.table) / sizeof(Picture));
  file.read(trailer.table,
            {reinterpret_cast<std::uint8_t*>(pool->pictures.data()), trailer.index - trailer.table});
  std::string text(end - trailer.index, '\0');
  file.read(trailer.index, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()});
  const Json document = parse_json(text, path);
  JsonReader json(document, path);
  if (json.member("spec").value() != parse_json(json_line(to_json(spec)), path))
    damaged(path, "pictures of other options");
  pool->channels = json.member("channels").small_integer(1, 3);
  const std::vector<std::string> class_names = strings(json.member("class_names"));
  check_table(path, *pool, trailer.table, class_names.size());
  MappedBytes mapped = map_file(path, trailer.table);
  pool->mapped = mapped.bytes;
  pool->mapping = std::move(mapped.mapping);
  SearchData data;
  data.digest = json.member("digest").string();
  data.validation_drawn = json.member("drawn").boolean();
  data.train = set_from_json(json.member("train"), pool, class_names);
  data.validation = set_from_json(json.member("validation"), pool, class_names);
  json.finish();
  return data;
}

std::string temporary_folder() {
  const char* named = std::getenv("TMPDIR");
  return named != nullptr && *named != '\0' ? named : "/tmp";
}

}  // namespace variegate
