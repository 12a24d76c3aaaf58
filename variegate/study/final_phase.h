// The last phase of a study: runs the final round (or takes the best trial, when there is none) and chooses.
#pragma once

#include "variegate/study/session.h"

namespace variegate {

// False when the user stopped it before its end. Error when every arm had a failed run.
bool run_final_round(Session& session);

}  // namespace variegate
