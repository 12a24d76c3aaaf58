// Tar shards as a data set: what is in them, and what is reported about those that are damaged. Archives
// written by others are read in tar_interop_test.py.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstring>

#include "tests/data/made_data.h"
#include "tests/support/error_text.h"
#include "variegate/data/decode/decode.h"
#include "variegate/data/formats.h"
#include "variegate/data/formats/parts/shards.h"
#include "variegate/data/formats/parts/tar.h"
#include "variegate/data/formats/parts/tar_writer.h"
#include "variegate/data/formats/tar.h"

namespace variegate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

using Bytes = std::vector<std::uint8_t>;

Bytes as_bytes(std::string_view text) { return {text.begin(), text.end()}; }

TarListing list(const Bytes& archive) {
  return list_tar(
      [&](std::uint64_t offset, std::span<std::uint8_t> to) {
        ASSERT_LE(offset + to.size(), archive.size());
        std::memcpy(to.data(), archive.data() + offset, to.size());
      },
      archive.size(), "made.tar");
}

struct Member {
  std::string name;
  std::string contents;
};

Bytes archive_of(const std::vector<Member>& members, bool end = true) {
  Bytes archive;
  for (const Member& member : members) append_tar_member(archive, member.name, as_bytes(member.contents));
  if (end) append_tar_end(archive);
  return archive;
}

std::string picture(std::uint8_t grey) { return std::string(text_of(encode_png(plain_image(3, 2, {grey})))); }

std::unique_ptr<Dataset> opened(const TemporaryFolder& folder, const Bytes& archive, bool skip_bad = false,
                                const std::string& group_by = "") {
  return locate_data(write_file(folder, "s.tar", text_of(archive)), "auto", group_by, {.skip_bad = skip_bad})
      .train.open();
}

RC_GTEST_PROP(Tar, ListsWhatWasWrittenWhateverTheNamesAndSizes, ()) {
  const auto names = *rc::gen::container<std::vector<std::string>>(
      rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("abc./_ \xC3\xA9")))));
  Bytes archive;
  std::vector<TarMember> expected;
  for (std::string name : names) {
    const auto repeats = *rc::gen::inRange<std::size_t>(1, 60);
    std::string longer;
    for (std::size_t i = 0; i < repeats; ++i) longer += name;
    if (longer.back() == '/') longer += "x";  // a folder's name
    const auto size = *rc::gen::inRange<std::size_t>(0, 1500);
    append_tar_member(archive, longer, Bytes(size, 7));
    expected.push_back({.name = longer, .header = 0, .offset = 0, .size = size});
  }
  append_tar_end(archive);
  RC_ASSERT(archive.size() % kTarBlock == 0U);
  const TarListing listing = list(archive);
  RC_ASSERT(!listing.fault);
  RC_ASSERT(listing.members.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    RC_ASSERT(listing.members[i].name == expected[i].name);
    RC_ASSERT(listing.members[i].size == expected[i].size);
    const auto* from = archive.data() + listing.members[i].offset;
    RC_ASSERT(std::all_of(from, from + expected[i].size, [](std::uint8_t byte) { return byte == 7; }));
  }
}

RC_GTEST_PROP(Tar, KeepsWhatComesBeforeACutAndNamesTheMember, ()) {
  const Bytes whole =
      archive_of({{"a.txt", std::string(700, 'a')}, {"b.txt", ""}, {"c.txt", std::string(512, 'c')}});
  const TarListing sound = list(whole);
  const auto length = *rc::gen::inRange<std::size_t>(0, whole.size() - 2 * kTarBlock + 1);
  const TarListing cut = list(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
  RC_ASSERT(cut.fault.has_value());
  RC_ASSERT(cut.fault->where.starts_with("made.tar"));
  RC_ASSERT(cut.fault->where.find("offset ") != std::string::npos);
  std::size_t complete = 0;
  while (complete < 3 && sound.members[complete].offset + sound.members[complete].size <= length) ++complete;
  RC_ASSERT(cut.members.size() == complete);
  for (std::size_t i = 0; i < complete; ++i) RC_ASSERT(cut.members[i].name == sound.members[i].name);
}

RC_GTEST_PROP(Tar, SurvivesAnyDamage, ()) {
  Bytes archive = archive_of({{"a.txt", std::string(700, 'a')}, {std::string(200, 'n'), "b"}});
  for (int i = 0; i < 4; ++i) {
    const auto at = *rc::gen::inRange<std::size_t>(0, archive.size());
    archive[at] = *rc::gen::arbitrary<std::uint8_t>();
  }
  for (const TarMember& member : list(archive).members)
    RC_ASSERT(member.offset + member.size <= archive.size());
}

TEST(Tar, TellsWhatIsNotAnArchive) {
  const auto fault = [](const Bytes& bytes) -> std::string {
    return Error(list(bytes).fault.value()).what();
  };
  EXPECT_THAT(fault({}), HasSubstr("made.tar, offset 0: the archive is empty"));
  EXPECT_THAT(fault(Bytes(600, 'x')), HasSubstr("not a tar header (wrong checksum)"));
  Bytes gzip(600, 0);
  gzip[0] = 0x1f;
  gzip[1] = 0x8b;
  EXPECT_THAT(fault(gzip), HasSubstr("a compressed archive"));
  Bytes damaged = archive_of({{"a.txt", "1"}, {"b.txt", "2"}});
  damaged[1024] = 'c';
  EXPECT_THAT(fault(damaged), HasSubstr("made.tar, member 'a.txt', offset 1024: not a tar header"));
  EXPECT_EQ(list(damaged).members.size(), 1U);
}

TEST(TarDataset, GroupsMembersByNameUpToTheFirstDot) {
  const TemporaryFolder folder;
  const auto data = opened(folder,
                           archive_of({{"README", "x"},
                                       {"d.x/0001.png", picture(10)},
                                       {"d.x/0001.cls", "12\n"},
                                       {"d.x/0001.txt", "a caption"},
                                       {"d.x/0002.json", R"({"label": 3, "id": 7})"},
                                       {"d.x/0002.PNG", picture(20)},
                                       {"d.x/0003.json", R"({"id": 7})"},
                                       {"d.x/0003.cls", "12"},
                                       {"d.x/0003.png", picture(30)}}),
                           false, "folder:1");
  ASSERT_EQ(data->size(), 3U);
  EXPECT_THAT(data->class_names(), ElementsAre("3", "12"));
  EXPECT_EQ(data->label(0), 1);
  EXPECT_EQ(data->label(1), 0);
  EXPECT_EQ(data->group(2), "d.x");
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(data->load(i),
              image_sample(plain_image(3, 2, {static_cast<std::uint8_t>(10 * (i + 1))}), data->label(i), i));
  }
  EXPECT_THAT(data->name(1), HasSubstr("s.tar, member 'd.x/0002.PNG'"));
  Bytes bytes;
  ASSERT_TRUE(data->read_compressed(1, bytes));
  EXPECT_EQ(decode_image(bytes, "x"), data->load(1).image());
}

TEST(TarDataset, SaysWhichSampleLacksWhat) {
  const std::vector<std::pair<std::vector<Member>, std::string>> cases{
      {{{"a.png", picture(1)}}, "s.tar, sample 'a', offset 0: a sample without a label"},
      {{{"a.png", picture(1)}, {"b.png", picture(1)}, {"a.cls", "1"}},
       "sample 'a', offset 0: a sample without a label"},
      {{{"a.cls", "1"}}, "sample 'a', offset 0: a sample without a picture"},
      {{{"a.png", picture(1)}, {"a.jpg", "x"}}, "member 'a.jpg', offset"},
      {{{"a.png", picture(1)}, {"a.cls", " "}}, "the label is empty"},
      {{{"a.png", picture(1)}, {"a.json", "{}"}}, "no label"},
      {{{"a.png", picture(1)}, {"a.json", "{"}}, "a.json"},
      {{{"a.txt", "1"}}, "s.tar: no sample in these shards"},
  };
  for (const auto& [members, says] : cases) {
    const TemporaryFolder folder;
    EXPECT_THAT(error_text([&, &made = members] { opened(folder, archive_of(made)); }), HasSubstr(says));
  }
}

TEST(TarDataset, DamageIsASampleThatCannotBeReadWhenBadOnesAreSkipped) {
  const TemporaryFolder folder;
  Bytes archive = archive_of({{"a.png", picture(1)}, {"a.cls", "x"}, {"b.png", picture(2)}, {"b.cls", "y"}});
  archive.resize(archive.size() - 3 * kTarBlock);  // the end marker, and the contents of the last member
  EXPECT_THAT(error_text([&] { opened(folder, archive); }), HasSubstr("s.tar, member 'b.cls', offset"));
  const auto data = opened(folder, archive, true);
  ASSERT_EQ(data->size(), 2U);
  EXPECT_EQ(data->load(0).image(), plain_image(3, 2, {1}));
  EXPECT_THAT(error_text([&] { data->load(1); }),
              HasSubstr("reaches past the end of the archive (truncated)"));
}

TEST(TarDataset, PartsAreToldByFoldersOrByNames) {
  const TemporaryFolder folder;
  const auto shard = [&](const std::string& name, std::uint8_t grey) {
    write_file(folder, name, text_of(archive_of({{"a.png", picture(grey)}, {"a.cls", "1"}})));
  };
  shard("names/cats-train-000.tar", 1);
  shard("names/cats-train-001.tar", 2);
  shard("names/cats-test-000.tar", 3);
  DataParts parts = locate_data(folder.file("names"), "auto", "");
  EXPECT_TRUE(parts.divided);
  EXPECT_TRUE(parts.test);
  EXPECT_FALSE(parts.validation);
  EXPECT_EQ(parts.train.open()->size(), 2U);
  shard("names/other.tar", 4);
  EXPECT_THAT(error_text([&] { locate_data(folder.file("names"), "auto", ""); }),
              HasSubstr("other.tar: a shard whose name does not tell its part"));

  shard("folders/train/0.tar", 1);
  shard("folders/val/0.tar", 1);
  parts = locate_data(folder.file("folders"), "auto", "");
  EXPECT_TRUE(parts.validation);
  EXPECT_FALSE(parts.test);

  EXPECT_EQ(locate_data(folder.file("names/cats-train-{000..001}.tar"), "auto", "").train.open()->size(), 2U);
  EXPECT_EQ(locate_data(folder.file("names/cats-*.tar"), "auto", "").train.open()->size(), 3U);
  EXPECT_THAT(error_text([&] { locate_data(folder.file("names/{a,b}.tar"), "auto", ""); }),
              HasSubstr("names/a.tar: no shard there"));
}

TEST(Shards, BracesAreRangesAndLists) {
  EXPECT_THAT(expand_braces("a{08..11}.tar"), ElementsAre("a08.tar", "a09.tar", "a10.tar", "a11.tar"));
  EXPECT_THAT(expand_braces("{a,b}{0..1}"), ElementsAre("a0", "a1", "b0", "b1"));
  EXPECT_THAT(expand_braces("plain"), ElementsAre("plain"));
  for (const char* wrong : {"a{0..1", "a{b{c}}", "a{1..0}", "a{x..y}", "{0..9999999}", "{0..9999}{0..9999}"})
    EXPECT_THAT(error_text([&] { expand_braces(wrong); }), HasSubstr("{000..012} or {a,b}")) << wrong;
}

}  // namespace
}  // namespace variegate
