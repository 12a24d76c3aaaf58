#include "bench/recorded/task.h"

#include "variegate/policy/published.h"

namespace variegate::recorded {
namespace {

// One sub-policy of two calls, each on every picture, a strength being a range: 9 operations, of which one
// has no strength.
Space two_calls(const std::vector<std::string>& ops) {
  SubPolicySpace sub;
  sub.ops = ops;
  sub.sub_policies = 1;
  sub.calls = 2;
  sub.probability_levels = 1;
  sub.strength_levels = 4;
  sub.broad_calls = 0;
  sub.shapes = false;
  Space space;
  space.kind = sub;
  space.base = base_policy("none");
  return space;
}

Call changed(const std::string& op, const std::string& parameter, double low, double high,
             bool mirror = false) {
  return {.op = op, .arguments = {{parameter, Distribution::uniform(low, high, mirror)}}};
}

Policy both(Call first, Call second) {
  Policy policy;
  policy.root = {Sequence{{{std::move(first)}, {std::move(second)}}}};
  return policy;
}

// What the tasks share: about a second of training on one core, pictures of half their size among the
// reasons.
Task reduced(const std::string& name, const std::string& folder, int side) {
  Task task;
  task.name = name;
  task.data.train = folder;
  task.data.train_size = 800;
  task.data.validation_size = 3000;
  task.data.resolution = side;
  task.child.model = "small-conv:12";
  task.child.batch_size = 32;
  task.epochs = {2, 4, 8, 16};
  return task;
}

Task fashion_mnist() {
  Task task = reduced("fashion-mnist", "/usr/share/datasets/fashion-mnist", 14);
  task.usual_base = "crop";  // of grey pictures
  task.shift = both(changed("rotate", "degrees", 0, 20, true), changed("brightness", "factor", 0.5, 0.9));
  task.space = two_calls(
      {"identity", "rotate", "translate_x", "zoom", "brightness", "cutout", "solarize", "flip_horizontal"});
  return task;
}

Task cifar10() {
  Task task = reduced("cifar10", ".cache/cifar10", 16);
  task.shift = both(changed("contrast", "factor", 0.3, 0.8), changed("gaussian_noise", "sigma", 5, 20));
  task.space = two_calls({"identity", "rotate", "zoom", "contrast", "color", "gaussian_noise",
                          "gaussian_blur", "flip_horizontal"});
  return task;
}

// Validation pictures as they are. Fewer training images for more epochs: what a child gains from variety.
Task cifar10_in_domain() {
  Task task = reduced("cifar10-in-domain", ".cache/cifar10", 16);
  task.data.train_size = 500;
  task.epochs = {4, 8, 16, 32};
  task.space = two_calls({"identity", "rotate", "translate_x", "random_resized_crop", "brightness", "color",
                          "cutout", "flip_horizontal"});
  return task;
}

}  // namespace

const std::vector<Task>& tasks() {
  static const std::vector<Task> all{fashion_mnist(), cifar10(), cifar10_in_domain()};
  return all;
}

}  // namespace variegate::recorded
