// The last phase of a study: the final round as study/final_plan.h plans it is run, and an arm is chosen (the
// best trial, when there is no such round).
#pragma once

#include "variegate/study/session.h"

namespace variegate {

// False when the user stopped it before its end. Error when every arm had a failed run.
bool run_final_round(Session& session);

}  // namespace variegate
