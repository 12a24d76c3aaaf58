#include "variegate/space/default_ops.h"

namespace variegate {

const std::vector<std::string>& default_ops() {
  static const std::vector<std::string> ops{
      "identity",    "rotate",    "shear_x",         "shear_y",        "translate_x",
      "translate_y", "zoom",      "brightness",      "contrast",       "color",
      "hue",         "sharpness", "gaussian_blur",   "gaussian_noise", "cutout",
      "posterize",   "solarize",  "solarize_add",    "auto_contrast",  "equalize",
      "invert",      "grey",      "flip_horizontal", "flip_vertical",  "random_resized_crop"};
  return ops;
}

}  // namespace variegate
