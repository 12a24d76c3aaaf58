// The cells of a manifest, whichever program wrote it: encoding, delimiter and names of columns are
// recognised from the text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "variegate/data/formats/parts/csv.h"

namespace variegate {

struct ManifestTable {
  std::vector<std::string>
      columns;  // "path", "label", ...: synonyms and capitals resolved; others as written
  std::size_t header_line = 1;
  std::vector<CsvRow> rows;        // each of as many cells as there are columns
  std::vector<std::string> notes;  // what was understood beyond commas, UTF-8 and our names: a clause each
  bool latin1 = false;             // cells that are not UTF-8 are Latin-1; paths may be bytes of their own
};

// Error with the line for text that is not a table with a header, or whose rows differ in their number of
// cells. Two columns without a header, one of them of pictures' names, are path and label.
ManifestTable read_manifest_table(std::string_view bytes, const std::string& name);

// Whether the beginning of a text is that of a manifest: a header with a column of paths, or lines of a
// picture's name and a label.
bool begins_as_manifest(std::string_view bytes);

}  // namespace variegate
