// Where the data of a study are looked for after the study's folder, the data, or both were moved.
#pragma once

#include <string>

#include "variegate/data/splits.h"
#include "variegate/study/replay.h"

namespace variegate {

// The paths of the data made absolute, as the log of a new study holds them. Those that are not given stay
// "".
DataSpec with_absolute_paths(DataSpec data);

// The same paths from a folder, "../photos".
DataPaths paths_from(const DataSpec& data, const std::string& folder);

// The data of a study in a folder, each path the first of these that is there: as the log has it; from the
// folder, as it was at the start (a log of an earlier version may hold a relative path, which is tried from
// the folder too). A path none of which is there stays as the log has it. Whether it is the same data is for
// their digest to say.
DataSpec data_where_they_are(const StudyState& state, const std::string& folder);

}  // namespace variegate
