#include "variegate/apply/copy_options.h"

#include <fmt/format.h>

#include "variegate/apply/copy_names.h"
#include "variegate/core/json.h"
#include "variegate/core/random.h"

namespace variegate {

AnnotationForm form_of(const CopyOptions& options, const Dataset& dataset) {
  return options.annotations.value_or(dataset.annotation_form());
}

std::string name_of(AnnotationForm form) {
  switch (form) {
    case AnnotationForm::coco:
      return "coco";
    case AnnotationForm::yolo:
      return "yolo";
    case AnnotationForm::voc:
      return "voc";
    case AnnotationForm::manifest:
      break;
  }
  return "manifest";
}

Json copy_record(const CopyOptions& options, const Policy& policy, const Dataset& dataset,
                 const CopyNames& names) {
  using Encoding = CopyOptions::Encoding;
  std::uint64_t labels = 0;
  for (std::size_t i = 0; i < dataset.size(); ++i)
    labels = derive(labels, hash_text(dataset.class_names()[static_cast<std::size_t>(dataset.label(i))]));
  const bool png = options.encoding == Encoding::png;
  const bool tar = options.container == CopyOptions::Container::tar;
  Json record{{"policy", fmt::format("{:016x}", hash(policy))},
              {"seed", options.seed},
              {"copies", options.copies},
              {"originals", options.originals},
              {"annotations", name_of(form_of(options, dataset))},
              {"fuse", options.fuse},
              {"resolution", options.resolution},
              {"encoding", png                                  ? "png"
                           : options.encoding == Encoding::jpeg ? "jpeg"
                                                                : "auto"},
              {"quality", png ? 0 : options.quality},
              {"container", tar ? "tar" : "folder"},
              {"shard_size", tar ? options.shard_size : 0},
              {"skip_bad", options.skip_bad},
              {"orientation", name_of(options.orientation)},
              {"samples", dataset.size()},
              {"names", fmt::format("{:016x}", names.digest())},
              {"labels", fmt::format("{:016x}", labels)}};
  if (!policy.batch.empty()) record["batch_size"] = options.batch_size;
  return record;
}

}  // namespace variegate
