// variegate preview: see what a policy does to pictures.
#include <fmt/format.h>

#include "cli/announce_data.h"
#include "cli/command.h"
#include "cli/data_options.h"
#include "cli/described_options.h"
#include "cli/example_images.h"
#include "cli/plan_options.h"
#include "cli/preview_options.h"
#include "variegate/core/files.h"
#include "variegate/data/decode/encode.h"
#include "variegate/policy/published.h"
#include "variegate/report/contact_sheet.h"

namespace variegate::cli {
namespace {

int preview(const PreviewOptions& options) {
  const Policy policy = with_base(base_policy(options.base), find_policy(options.policy));
  announce_data(options.data, false);
  const ImageSet images = example_images(options.data, options.samples, options.seed);
  warn_of_size(policy, images.width, images.height);
  const auto rows = augmented_rows(images.samples, images.class_names, policy,
                                   {.copies = options.copies,
                                    .cell = sheet_cell(options.samples, options.copies),
                                    .seed = options.seed,
                                    .fuse = options.fuse});
  const auto png = encode_png(sheet_image(rows));
  write_file_atomically(options.out, std::string_view(reinterpret_cast<const char*>(png.data()), png.size()));
  std::vector<std::string> classes;
  for (const SheetRow& row : rows) {
    if (!row.caption.empty()) classes.push_back(row.caption);
  }
  fmt::print("{}: the original on the left, then {} augmented copies{}\n", options.out, options.copies,
             classes.empty() ? "" : fmt::format("; rows from above: {}", fmt::join(classes, ", ")));
  for (std::size_t row = 0; row < rows.size() && !rows[row].shown.empty(); ++row)
    fmt::print("copies in row {} show {}\n", row + 1, fmt::join(rows[row].shown, " | "));
  for (const std::string& sentence : sentences(images.facts)) fmt::print("{}\n", sentence);
  int dropped = 0;
  for (const Sample& sample : images.samples) {
    const Field* field = sample.find("boxes");
    if (const auto* boxes = field == nullptr ? nullptr : std::get_if<Boxes>(&field->value))
      dropped += boxes->dropped;
  }
  if (dropped > 0) fmt::print("{} boxes that cannot be right were left out\n", dropped);
  return 0;
}

}  // namespace

Command preview_command() {
  return {.name = "preview",
          .summary = "see what a policy does: a contact sheet of augmented pictures",
          .order = 50,
          .setup = [](CLI::App& app) -> std::function<int()> {
            auto options = std::make_shared<PreviewOptions>();
            app.add_option(
                   "POLICY", options->policy,
                   "a policy file, the folder of a study, a published name or a base (variegate policy list)")
                ->required();
            add_described(app, *options);
            add_data_options(app, options->data);
            app.footer(
                "examples:\n"
                "  variegate preview study/policy.json --data photos/ --out sheet.png\n"
                "  variegate preview trivialaugment --base crop-flip --data cifar-10/ --samples 10");
            return [options] { return preview(*options); };
          }};
}

}  // namespace variegate::cli
