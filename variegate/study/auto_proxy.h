// The proxy task that a search takes by itself when it is given a budget of time and nothing more.
#pragma once

#include <atomic>
#include <cstdint>

#include "variegate/study/evaluator.h"
#include "variegate/study/proxy.h"

namespace variegate {

struct ProxyNeeds {
  std::size_t train_images = 0;
  std::size_t classes = 2;
  int epochs = 100;                // of the full task
  double images_per_second = 0.0;  // trained by one worker, evaluations included
  int slots = 1;
  double budget_seconds = 0.0;  // of the whole study
  std::int64_t trials = 0;      // that are to fit; 0: as many as gp needs
};

// Changes nothing when the full task fits. Otherwise fewer images, drawn alike from every class: the child
// then over-fits as it would in the full task, and few images with all their epochs rank policies better than
// many images with few epochs (docs/search.md). Only when images are few already, fewer epochs too, and not
// below 30: strong augmentation needs them to show what it is worth.
ProxyTask proxy_for(const ProxyNeeds& needs);

// Trains a child in every slot for a few epochs on `images` images (those the evaluator was opened with) with
// the policy, and gives the images that one worker gets through in a second. Errors as train_arms().
double images_per_second(Evaluator& evaluator, std::size_t images, const Policy& policy,
                         const std::atomic<bool>& stop);

}  // namespace variegate
