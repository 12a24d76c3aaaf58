// A format of data: how it is recognised and where its parts are. One file each in data/formats, whose row
// this is; formats.cc has the list, which is made from the names of those files.
#pragma once

#include <string>
#include <vector>

#include "variegate/data/data_parts.h"
#include "variegate/data/reading.h"

namespace variegate {

struct Format {
  std::string name;   // as in --format; the name of its file
  std::string holds;  // what such data are, for "expected IDX files, tar shards, ..."
  int order = 0;      // formats are tried in increasing order: one that many paths look like comes late
  bool (*recognises)(const std::string& path) = nullptr;
  DataParts (*locate)(const std::string& path, const Reading& how) = nullptr;
  bool packed = false;  // many samples a file: a folder that holds such files may hold pictures besides
  bool parts_by_names = false;  // folders' and files' names tell the parts, so --parts none has a sense
};

// Generated from the file names in data/formats: data_formats::idx of idx.cc, and so on.
const std::vector<const Format& (*)()>& format_factories();

}  // namespace variegate
