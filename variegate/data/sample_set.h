// Samples in memory, with fields of any kinds, as a data set.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/dataset.h"

namespace variegate {

struct SampleSet {
  std::vector<FieldSpec> fields;  // that every sample has
  std::vector<Sample> samples;
  std::vector<std::string> class_names;
};

class SampleDataset final : public Dataset {
 public:
  // The index of each sample becomes its place in the set. Error (usage), naming the sample, when it lacks a
  // field, holds another kind there, or has a label without a class.
  explicit SampleDataset(SampleSet set);

  std::size_t size() const override { return set_.samples.size(); }
  Sample load(std::size_t i) const override { return set_.samples.at(i); }
  void load_into(std::size_t i, Sample& sample) const override { sample = set_.samples.at(i); }
  int label(std::size_t i) const override { return set_.samples.at(i).label; }
  std::string group(std::size_t) const override { return ""; }
  std::string name(std::size_t i) const override { return "sample " + std::to_string(i); }
  const std::vector<std::string>& class_names() const override { return set_.class_names; }
  std::vector<FieldSpec> fields() const override { return set_.fields; }

 private:
  SampleSet set_;
};

}  // namespace variegate
