// A picture set as a data set in memory: what the loader makes training's batches of.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/dataset.h"
#include "variegate/data/picture_set.h"

namespace variegate {

// Sample i is picture i of the set, whole: of DataFit::crop in its own size, of which a part is taken later.
class PoolDataset final : public Dataset {
 public:
  explicit PoolDataset(PictureSet set) : set_(std::move(set)) {}

  std::size_t size() const override { return set_.size(); }
  Sample load(std::size_t i) const override;
  std::optional<ConstImageView> in_memory(std::size_t i) const override { return set_.view(i); }
  int label(std::size_t i) const override { return set_.label(i); }
  std::string group(std::size_t) const override { return ""; }
  std::string name(std::size_t i) const override { return "picture " + std::to_string(i); }
  const std::vector<std::string>& class_names() const override { return set_.class_names; }
  std::vector<FieldSpec> fields() const override {
    const bool cut = set_.fit != DataFit::crop;
    return {{"image", ImageShape{cut ? set_.width : 0, cut ? set_.height : 0, set_.channels}}};
  }

 private:
  PictureSet set_;
};

}  // namespace variegate
