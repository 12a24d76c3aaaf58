#include "variegate/study/data_paths.h"

#include <filesystem>

namespace variegate {
namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& path) {
  return path.empty() ? path : fs::absolute(path).lexically_normal().string();
}

std::string from(const std::string& folder, const std::string& path) {
  std::error_code failure;
  const fs::path relative = path.empty() ? fs::path() : fs::relative(path, folder, failure);
  return failure ? "" : relative.string();
}

std::string where_it_is(const std::string& logged, const std::string& from_folder,
                        const std::string& folder) {
  std::error_code ignored;
  if (logged.empty() || fs::exists(logged, ignored)) return logged;
  for (const std::string& relative : {from_folder, logged}) {
    const fs::path place = fs::path(folder) / relative;  // `relative` itself when it is absolute
    if (!relative.empty() && fs::exists(place, ignored)) return absolute(place.string());
  }
  return logged;
}

}  // namespace

DataSpec with_absolute_paths(DataSpec data) {
  for (std::string* path : {&data.train, &data.validation, &data.test}) *path = absolute(*path);
  return data;
}

DataPaths paths_from(const DataSpec& data, const std::string& folder) {
  return {.train = from(folder, data.train),
          .validation = from(folder, data.validation),
          .test = from(folder, data.test)};
}

DataSpec data_where_they_are(const StudyState& state, const std::string& folder) {
  DataSpec data = state.record.options.data;
  data.train = where_it_is(data.train, state.from_folder.train, folder);
  data.validation = where_it_is(data.validation, state.from_folder.validation, folder);
  data.test = where_it_is(data.test, state.from_folder.test, folder);
  return data;
}

}  // namespace variegate
