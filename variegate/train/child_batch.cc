#include "variegate/train/child_batch.h"

namespace variegate {

std::vector<const void*> field_places(const std::vector<FieldBuffer>& fields, const LoadedBatch& loaded) {
  std::vector<const void*> places;
  for (const FieldBuffer& field : fields)
    places.push_back(static_cast<const std::byte*>(loaded.memory) + field.offset);
  return places;
}

void assign(ChildBatch& batch, const std::vector<FieldBuffer>& fields, const LoadedBatch& loaded) {
  batch.size = loaded.size;
  batch.fields = field_places(fields, loaded);
  batch.clean.clear();
  batch.labels.assign(loaded.labels.begin(), loaded.labels.end());
  batch.soft_labels = loaded.soft_labels.empty() ? nullptr : loaded.soft_labels.data();
}

}  // namespace variegate
