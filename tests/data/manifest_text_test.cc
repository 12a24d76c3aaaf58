// A manifest says the same however it is written; what cannot be read is an error with its line.
#include <gmock/gmock.h>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/core/utf8.h"
#include "variegate/data/formats.h"
#include "variegate/data/formats/manifest.h"
#include "variegate/data/formats/parts/manifest_paths.h"
#include "variegate/data/formats/parts/manifest_table.h"
#include "variegate/data/formats/parts/text_encoding.h"

namespace variegate {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Cells = std::vector<std::string>;

const std::vector<Cells> kTable{
    {"path", "label", "split", "boxes"},
    {"a b/caf\xC3\xA9, 1.png", "d\xC3\xA9j\xC3\xA0;vu", "train", "cell 0 0 1.5 2; x 1 1 2 2"},
    {"with \"quotes\".png", "two\twords", "val", ""},
    {"|.png", "plain", "test", "cell 0 0 1 1"}};

// How one program or another writes the table.
struct Dialect {
  char delimiter;
  std::string line_end;
  bool quote_all, spaces, last_line_ends, mark;
  std::string encoding;
};

std::string cell_text(const std::string& cell, const Dialect& dialect) {
  const bool needed = cell.find_first_of(std::string("\"\r\n") + dialect.delimiter) != std::string::npos;
  std::string text = cell;
  if (needed || dialect.quote_all) {
    text = "\"";
    for (const char letter : cell) text += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    text += '"';
  }
  return dialect.spaces ? "  " + text + " " : text;
}

std::string utf16(const std::string& utf8, bool big_endian) {
  std::string bytes;
  for (std::size_t at = 0; at < utf8.size();) {
    const auto first = static_cast<unsigned char>(utf8[at]);
    const std::size_t size = code_point_size(std::string_view(utf8).substr(at));
    const unsigned value =
        size == 1 ? first : (first & 0x1FU) << 6U | (static_cast<unsigned>(utf8[at + 1]) & 0x3FU);
    const char high = static_cast<char>(value >> 8U), low = static_cast<char>(value & 0xFFU);
    bytes += big_endian ? high : low;
    bytes += big_endian ? low : high;
    at += size;
  }
  return bytes;
}

std::string written(const Dialect& dialect) {
  std::string text;
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    for (std::size_t k = 0; k < kTable[i].size(); ++k)
      text += (k == 0 ? "" : std::string(1, dialect.delimiter)) + cell_text(kTable[i][k], dialect);
    if (i + 1 < kTable.size() || dialect.last_line_ends) text += dialect.line_end;
    if (dialect.last_line_ends && i + 1 == kTable.size()) text += dialect.line_end + " " + dialect.line_end;
  }
  if (dialect.encoding == "Latin-1") return *to_latin1(text);
  if (dialect.encoding == "UTF-16LE") return "\xFF\xFE" + utf16(text, false);
  if (dialect.encoding == "UTF-16BE") return "\xFE\xFF" + utf16(text, true);
  return (dialect.mark ? "\xEF\xBB\xBF" : "") + text;
}

TEST(ManifestText, SaysTheSameInEveryDialect) {
  const Manifest wanted = parse_manifest(written({',', "\n", true, false, true, false, "UTF-8"}), "m", {});
  ASSERT_EQ(wanted.rows.size(), 3U);
  EXPECT_EQ(wanted.rows[0].path, kTable[1][0]);
  EXPECT_EQ(wanted.rows[0].label, kTable[1][1]);
  EXPECT_EQ(wanted.rows[0].boxes.size(), 2U);
  EXPECT_THAT(wanted.notes, IsEmpty());
  int dialects = 0;
  for (const char delimiter : {',', ';', '\t', '|'}) {
    for (const char* line_end : {"\n", "\r\n", "\r"}) {
      for (const char* encoding : {"UTF-8", "UTF-16LE", "UTF-16BE", "Latin-1"}) {
        for (int flags = 0; flags < 16; ++flags, ++dialects) {
          const Dialect dialect{delimiter,        line_end,         (flags & 1) != 0, (flags & 2) != 0,
                                (flags & 4) != 0, (flags & 8) != 0, encoding};
          const Manifest manifest = parse_manifest(written(dialect), "m", {});
          ASSERT_EQ(manifest.rows.size(), 3U) << written(dialect);
          for (std::size_t i = 0; i < 3; ++i) {
            const std::string path =
                dialect.encoding == "Latin-1" ? *to_latin1(wanted.rows[i].path) : wanted.rows[i].path;
            ASSERT_EQ(manifest.rows[i].path, path) << written(dialect);
            ASSERT_EQ(manifest.rows[i].label, wanted.rows[i].label) << written(dialect);
            ASSERT_EQ(manifest.rows[i].split, wanted.rows[i].split) << written(dialect);
            ASSERT_EQ(manifest.rows[i].boxes.size(), wanted.rows[i].boxes.size()) << written(dialect);
            ASSERT_EQ(manifest.rows[i].line, i + 2) << written(dialect);
          }
          const std::size_t unusual = (delimiter == ',' ? 0U : 1U) + (dialect.encoding == "UTF-8" ? 0U : 1U);
          ASSERT_EQ(manifest.notes.size(), unusual);
        }
      }
    }
  }
  EXPECT_EQ(dialects, 768);
}

TEST(ManifestText, KnowsColumnsByUsualNamesAndSaysSo) {
  for (const char* path : {"path", "Path", " FILENAME", "file_name", "Image", "image_path", "ImagePath",
                           "filepath", "img-path"}) {
    for (const char* label : {"label", "LABEL", "class", "Class Name", "target", "Category"}) {
      const Manifest manifest =
          parse_manifest(std::string("id,") + label + "," + path + "\n7,x,a.png\n", "m", {});
      EXPECT_EQ(manifest.rows.at(0).path, "a.png") << path;
      EXPECT_EQ(manifest.rows.at(0).label, "x") << label;
    }
  }
  EXPECT_THAT(parse_manifest("filename,class\na.png,x\n", "m", {}).notes,
              ElementsAre("column 'filename' is the path", "column 'class' is the label"));
  // Our own name is the column, whatever else there is.
  EXPECT_EQ(parse_manifest("image,class,path,label\n1,2,a.png,x\n", "m", {}).rows.at(0).label, "x");
  EXPECT_THAT(error_text([] { parse_manifest("path,class,category\na.png,x,y\n", "m", {}); }),
              HasSubstr("m, line 1: two columns may be the column 'label'; got 'class' and 'category'"));
}

TEST(ManifestText, OfTwoColumnsNeedsNoHeader) {
  const auto first = [](const char* text) {
    const Manifest manifest = parse_manifest(text, "m", {});
    EXPECT_EQ(manifest.rows.size(), 2U) << text;
    EXPECT_THAT(manifest.notes, Contains(HasSubstr("no header"))) << text;
    return manifest.rows.at(0).path + "=" + manifest.rows.at(0).label;
  };
  EXPECT_EQ(first("d/a.png,cat\nd/b.png,dog\n"), "d/a.png=cat");
  EXPECT_EQ(first("cat;d/a.png\ndog;d/b.png\n"), "d/a.png=cat");
  EXPECT_EQ(first("a b.JPEG 3\nb.jpg\t 4\n"), "a b.JPEG=3");
  EXPECT_EQ(first("a.png,image\nb.png,path\n"), "a.png=image");
  EXPECT_THAT(error_text([] { parse_manifest("3,a.png,cat\n4,b.png,dog\n", "m", {}); }),
              HasSubstr("m, line 1: the first line is a picture and not a header; got 3 | a.png | cat"));
  EXPECT_THAT(error_text([] { parse_manifest("3,a.png,cat\n4,b.png,dog\n", "m", {}); }),
              HasSubstr("...,path,..."));
}

TEST(ManifestText, MayBeginWithCommentsAndTheNameOfTheDelimiter) {
  for (const char* text : {"# made by hand; with care\n\n#path,label\npath,label\n#1.png,x\n",
                           "sep=;\r\npath;label\r\n#1.png;x\r\n", "\n\n path,label,,\n#1.png,x,,\n,,,\n"}) {
    const Manifest manifest = parse_manifest(text, "m", {});
    ASSERT_EQ(manifest.rows.size(), 1U) << text;
    EXPECT_EQ(manifest.rows[0].path, "#1.png");
  }
}

TEST(ManifestText, ThatCannotBeReadIsAnErrorWithItsLine) {
  using namespace std::string_literals;
  const std::vector<std::pair<std::string, const char*>> faults{
      {"path,label\na.png,1\nb\0.png,2\n"s, "m, line 3: not a text; got a NUL"},
      {"\xFF\xFEp", "m: the UTF-16 text is cut short"},
      {"\xFF\xFE\x00\xD8"s, "m: the UTF-16 text is damaged; got half a surrogate pair, U+D800"},
      {"\xFF\xFE\0\0p\0\0\0"s, "the encoding of this text is not read; got UTF-32"},
      {"path,label\na.png,1\n\n\"b.png,2\n", "m, line 4: a quote is not closed"},
      {"path,label\n\"a.png\"x,1\n", "m, line 2: text after a closing quote"},
      {"path;label\na.png;1;2\n",
       "m, line 2: the wrong number of cells; got 3; expected 2, as in the header"},
      {"path,label\r\ra.png\r", "m, line 3: the wrong number of cells"},
      {"a.png 1\nb.png\n", "m, line 2: the wrong number of cells; got 1; expected 2, as in the first line"},
      {" \n , \n", "m: the manifest is empty"},
      {"path,label\n", "m: the manifest has a header and no picture"},
      {"name,kind\na,b\n", "m, line 1: the header has no column 'path'"},
      {"path\na.png\n", "m, line 1: the header has no column 'label'"},
      {"path,label\na.png,1\nx/../a.png,2\n",
       "m, line 3: a path is given twice; got 'x/../a.png', as in line 2"},
      {"path,label\na.png,1\n./a.png,1\n", "m, line 3: a path is given twice"},
      {"path,label\n" + std::string(1'000'000, 'x') + "\n", "m, line 2: the wrong number of cells"},
  };
  for (const auto& [text, says] : faults)
    EXPECT_THAT(error_text([&text = text] { parse_manifest(text, "m", {}); }), HasSubstr(says));
}

TEST(ManifestFiles, AreFoundWhateverSystemWroteTheirPaths) {
  const TemporaryFolder folder;
  write_file(folder, "lists/d/caf\xC3\xA9.png", "one");
  write_file(folder, "lists/d/na\xEFve.png", "two");  // unpacked from an archive of another system
  write_file(folder, "lists/back\\slash.png", "three");
  const std::string base = folder.file("lists");
  const auto found = [&](const std::string& path) {
    const ManifestFile file = find_manifest_file(base, path, "m, line 2");
    return file.fault ? std::string("none") : std::filesystem::path(file.path).lexically_normal().string();
  };
  EXPECT_EQ(found("d/caf\xC3\xA9.png"), base + "/d/caf\xC3\xA9.png");
  EXPECT_EQ(found("d\\caf\xC3\xA9.png"), base + "/d/caf\xC3\xA9.png");
  EXPECT_EQ(found("d/caf\xE9.png"), base + "/d/caf\xC3\xA9.png");
  EXPECT_EQ(found("d\\na\xC3\xAFve.png"), base + "/d/na\xEFve.png");
  EXPECT_EQ(found("d/na\xEFve.png"), base + "/d/na\xEFve.png");
  EXPECT_EQ(found("back\\slash.png"), base + "/back\\slash.png");
  EXPECT_EQ(found("./d/../d/caf\xC3\xA9.png"), base + "/d/caf\xC3\xA9.png");
  EXPECT_EQ(found(base + "/d/caf\xC3\xA9.png"), base + "/d/caf\xC3\xA9.png");
  EXPECT_EQ(found("absent.png"), "none");
}

TEST(ManifestFiles, ThatAreAbsentAreToldWithTheirLineAndTheLinesThatNameOneFile) {
  const TemporaryFolder folder;
  for (const char* name : {"a.png", "b.png"}) write_png(folder, name, plain_image(2, 2, {1, 2, 3}));
  std::filesystem::create_symlink("a.png", folder.file("link.png"));
  const auto said = [&](const std::string& rows) {
    const std::string path = write_file(folder, "m.csv", "path,label\n" + rows);
    return error_text([&] {
      const auto data = locate_data(path, "auto", "").train.open();
      for (std::size_t i = 0; i < data->size(); ++i) data->load(i);
    });
  };
  EXPECT_EQ(said("a.png,x\nb.png,y\n"), "");
  EXPECT_THAT(
      said("a.png,x\nc.png,y\n"),
      AllOf(HasSubstr("m.csv, line 3: no such file; got 'c.png', looked for at " + folder.file("c.png")),
            HasSubstr("relative to the manifest")));
  EXPECT_THAT(said("C:\\photos\\c.png,y\n"), HasSubstr("write paths of this machine"));
  EXPECT_THAT(said("a.png,x\nlink.png,y\n"),
              AllOf(HasSubstr("m.csv, line 3: a picture is given twice"), HasSubstr("m.csv, line 2")));
  EXPECT_THAT(said("a.png,x\n" + folder.file("a.png") + ",y\n"), HasSubstr("a picture is given twice"));
}

TEST(ManifestFiles, MayEndInTsvOrTxtWhenTheyAreSuch) {
  const TemporaryFolder folder;
  write_file(folder, "list.TSV", "path\tlabel\na.png\tx\n");
  write_file(folder, "train.txt", "a.png 0\nb.png 1\n");
  write_file(folder, "wide.txt", "\xFF\xFE" + utf16("path;label\r\na.png;x\r\n", false));
  write_file(folder, "long.txt", "path,label\n" + std::string(5000, 'a') + "\xC3\xA9.png,x\n");
  write_file(folder, "classes.txt", "cat\ndog\n");
  write_file(folder, "notes.txt", "Pictures, taken in May\n");
  for (const char* name : {"list.TSV", "train.txt", "wide.txt", "long.txt"})
    EXPECT_TRUE(is_manifest(folder.file(name))) << name;
  for (const char* name : {"classes.txt", "notes.txt", "absent.txt"})
    EXPECT_FALSE(is_manifest(folder.file(name))) << name;
}

TEST(Latin1, IsWindows1252ThereAndBack) {
  EXPECT_EQ(from_latin1("\x80 caf\xE9 \x93x\x94"), "\xE2\x82\xAC caf\xC3\xA9 \xE2\x80\x9Cx\xE2\x80\x9D");
  std::string all;
  for (int byte = 1; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(to_latin1(from_latin1(all)), all);
  EXPECT_EQ(to_latin1("\xCE\xB1"), std::nullopt);
}

}  // namespace
}  // namespace variegate
