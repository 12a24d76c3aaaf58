#include "variegate/loader/fit.h"

#include <algorithm>
#include <cmath>

#include "variegate/data/decode/resize.h"

namespace variegate {
namespace {

Box middle(int picture_width, int picture_height, double part_width, double part_height) {
  const auto whole = [](double value, int most) {
    return std::clamp(static_cast<int>(std::lround(value)), 1, most);
  };
  Box box;
  box.width = whole(part_width, picture_width);
  box.height = whole(part_height, picture_height);
  box.left = (picture_width - box.width) / 2;
  box.top = (picture_height - box.height) / 2;
  return box;
}

}  // namespace

Box fitted_part(const Fit& fit, int picture_width, int picture_height, int width, int height,
                Stream& random) {
  switch (fit.kind) {
    case Fit::Kind::stretch:
      break;
    case Fit::Kind::crop_middle: {
      // Pixels of the picture for one of the shape: as many as fit both ways, and no more than `shorter`
      // says.
      const double fits =
          std::min(static_cast<double>(picture_width) / width, static_cast<double>(picture_height) / height);
      const double told =
          static_cast<double>(std::min(picture_width, picture_height)) / std::max(fit.shorter, 1);
      const double step = fit.shorter > 0 ? std::min(fits, told) : fits;
      return middle(picture_width, picture_height, width * step, height * step);
    }
    case Fit::Kind::policy_part:
      return middle_part(picture_width, picture_height, width, height);
    case Fit::Kind::random_part:
      return draw_part(picture_width, picture_height, fit.part, random);
  }
  return {.width = picture_width, .height = picture_height};
}

}  // namespace variegate
