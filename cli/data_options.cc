#include "cli/data_options.h"

#include "cli/values.h"
#include "variegate/data/formats.h"

namespace variegate::cli {
namespace {

constexpr const char* kGroup = "Data";
constexpr int kMostImages = 1'000'000'000;

}  // namespace

CLI::Option* add_orientation_option(CLI::App& app, Orientation& orientation) {
  return app
      .add_option_function<std::string>(
          "--orientation",
          [&orientation](const std::string& name) { orientation = orientation_named(name, "--orientation"); },
          "the EXIF orientation of pictures: apply turns them upright, as viewers show them; ignore leaves "
          "pixels as they are stored, for annotations of those")
      ->transform(one_of({"apply", "ignore"}))
      ->default_function([&orientation] { return name_of(orientation); })
      ->capture_default_str();
}

void add_data_options(CLI::App& app, DataSpec& spec) {
  app.add_option(
         "--data", spec.train,
         "training data: an IDX file or folder (MNIST), a CIFAR binary folder, a folder with one folder "
         "a class, a CSV manifest, tar shards (a file, a folder, or a pattern in quotes); to look at and to "
         "copy, "
         "also annotations of COCO, YOLO or VOC and folders of pictures")
      ->type_name("PATH")
      ->required()
      ->group(kGroup);
  add_reading_options(app, spec.format, spec.parts, kGroup);
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
  app.add_option(
         "--resolution", spec.resolution,
         "side in pixels of the square that pictures are trained at; 0: small pictures as they are, larger "
         "ones at up to 96 by their typical size")
      ->transform(CLI::Validator(
          [](std::string& text) {
            if (text == "auto") text = "0";
            return std::string();
          },
          ""))
      ->check(whole(0, 4096))
      ->capture_default_str()
      ->group(kGroup);
  add_switch(app, "--allow-overlap", spec.allow_overlap,
             "go on with a warning where the same picture is on two sides of the split")
      ->group(kGroup);
  add_orientation_option(app, spec.orientation)->group(kGroup);
  app.add_option(
         "--fit", spec.fit,
         "how pictures come to that square: crop (a random part, or the middle), pad, stretch; auto: crop, "
         "of pictures up to 40 pixels stretch")
      ->transform(one_of({"auto", "crop", "pad", "stretch"}))
      ->capture_default_str()
      ->group(kGroup);
  add_switch(app, "--skip-bad", spec.skip_bad,
             "skip and count files that cannot be read, instead of stopping")
      ->group(kGroup);
}

void add_reading_options(CLI::App& app, std::string& format, std::string& parts, const std::string& group) {
  app.add_option("--format", format, "how --data is stored; found out from the path by default")
      ->transform(one_of(format_names()))
      ->capture_default_str()
      ->group(group);
  app.add_option(
         "--parts", parts,
         "where the parts of --data lie, when their names do not tell: train=FOLDER,validation=FOLDER,"
         "test=FOLDER, any of them; or none: every folder is a class")
      ->type_name("PARTS")
      ->group(group);
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
