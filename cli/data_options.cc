#include "cli/data_options.h"

#include "cli/values.h"
#include "variegate/data/formats.h"

namespace variegate::cli {
namespace {

constexpr const char* kGroup = "Data";
constexpr int kMostImages = 1'000'000'000;

}  // namespace

void add_data_options(CLI::App& app, DataSpec& spec) {
  app.add_option(
         "--data", spec.train,
         "training data: an IDX file or folder (MNIST), a CIFAR binary folder, a folder with one folder "
         "a class, a CSV manifest, or tar shards (a file, a folder, or a pattern in quotes)")
      ->type_name("PATH")
      ->required()
      ->group(kGroup);
  app.add_option("--format", spec.format, "how --data is stored; found out from the path by default")
      ->transform(one_of(data_format_names()))
      ->capture_default_str()
      ->group(kGroup);
  app.add_option("--train-size", spec.train_size,
                 "images to train on, the same share of each class; 0: all that remain")
      ->check(whole(0, kMostImages))
      ->capture_default_str()
      ->group(kGroup);
  app.add_option(
         "--validation", spec.validation,
         "validation data that look like deployment (another camera, a sample of the target); by default "
         "a part of --data")
      ->type_name("PATH")
      ->group(kGroup);
  app.add_option("--validation-size", spec.validation_size,
                 "images to validate on; 0: by the rule of docs/data.md")
      ->check(whole(0, kMostImages))
      ->capture_default_str()
      ->group(kGroup);
  add_real(app, "--validation-fraction", spec.validation_fraction,
           "share of the training part to validate on, where no size and no data are named")
      ->check(real(0.0, 1.0))
      ->capture_default_str()
      ->group(kGroup);
  app.add_option("--group-by", spec.group_by,
                 "keep groups (a speaker, a patient) on one side of the split: folder:N, name:SEPARATOR:N or "
                 "column:NAME")
      ->group(kGroup);
  app.add_option("--split-seed", spec.split_seed, "draws which images train and which validate")
      ->check(seed())
      ->capture_default_str()
      ->group(kGroup);
  app.add_option("--resolution", spec.resolution,
                 "side in pixels that pictures are resized to; 0: as the first training picture")
      ->check(whole(0, 4096))
      ->capture_default_str()
      ->group(kGroup);
  add_switch(app, "--skip-bad", spec.skip_bad,
             "skip and count files that cannot be read, instead of stopping")
      ->group(kGroup);
}

void add_test_options(CLI::App& app, DataSpec& spec) {
  app.add_option("--test", spec.test, "test data; by default the test part that comes with --data")
      ->type_name("PATH")
      ->group(kGroup);
  app.add_option("--test-size", spec.test_size, "images to test on, the same share of each class; 0: all")
      ->check(whole(0, kMostImages))
      ->capture_default_str()
      ->group(kGroup);
}

}  // namespace variegate::cli
