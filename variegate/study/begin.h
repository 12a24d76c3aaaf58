// The start of a study, or of going on with one.
#pragma once

#include "variegate/study/study_log.h"

namespace variegate {

// Writes the options of a new study into its log. For one that has begun they must be those of the log, but
// for the paths of the data and, while the search has not ended, trials (which may be raised) and budget;
// what changed is noted. Error (usage): options that cannot run, or that may not change.
void begin_study(const StudyOptions& options, StudyLog& log);

// The paths of the data in the options, as seen from the folder of the log.
DataPaths paths_from_log(const StudyOptions& options, const StudyLog& log);

}  // namespace variegate
