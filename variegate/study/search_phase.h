// The first phase of a study: propose, try, learn, until trials, budget or method are exhausted.
#pragma once

#include "variegate/study/session.h"

namespace variegate {

// False when the user stopped it before its end. Error when the first five trials or all trials failed, or
// when the method does not repeat the proposals that are in the log.
bool run_search(Session& session, const SearcherFactory& factory);

}  // namespace variegate
