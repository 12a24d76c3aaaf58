// Records like those of real studies, and those of unlucky ones, for looking at the report and testing it.
#pragma once

#include <string>

#include "variegate/report/page.h"
#include "variegate/study/record.h"

namespace variegate {

// 60 TPE trials on 1,000 CIFAR-10 pictures, some stopped, two failed; a final round of six arms with two
// seeds.
StudyRecord sample_study();

// The same study's policy on the test set: five arms, three seeds.
ComparisonRecord sample_comparison(const StudyRecord& study);

// The same records judged by the cross entropy instead of the accuracy: the better, the less of it.
StudyRecord by_loss(StudyRecord study);
ComparisonRecord by_loss(ComparisonRecord comparison);

ReportExtras sample_extras(const StudyRecord& study);

// Every text that comes from data holds markup, control characters and broken UTF-8.
StudyRecord hostile_study();

}  // namespace variegate
