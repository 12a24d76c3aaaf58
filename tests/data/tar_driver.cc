// tar_driver list FILE: a line "OFFSET SIZE NAME" for each member, or "error TEXT" at the end.
// tar_driver write FILE NAME SIZE...: an archive of members of that many bytes 'x'. Driven by
// tar_interop_test.py.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "variegate/data/formats/parts/tar.h"
#include "variegate/data/formats/parts/tar_writer.h"
#include "variegate/data/random_access_file.h"

int main(int count, char** arguments) {
  using namespace variegate;
  const std::vector<std::string> words(arguments + 1, arguments + count);
  if (words.at(0) == "list") {
    const RandomAccessFile file(words.at(1));
    const TarListing listing =
        list_tar([&](std::uint64_t offset, std::span<std::uint8_t> to) { file.read(offset, to); },
                 file.size(), words[1]);
    for (const TarMember& member : listing.members) {
      const std::string size = member.lost ? "lost" : std::to_string(member.size);
      std::printf("%llu %s %s\n", static_cast<unsigned long long>(member.offset), size.c_str(),
                  member.name.c_str());
    }
    if (listing.fault) std::printf("error %s\n", Error(*listing.fault).what());
    return 0;
  }
  std::vector<std::uint8_t> archive;
  for (std::size_t i = 2; i + 1 < words.size(); i += 2)
    append_tar_member(archive, words[i],
                      std::vector<std::uint8_t>(std::strtoul(words[i + 1].c_str(), nullptr, 10), 'x'));
  append_tar_end(archive);
  std::ofstream(words.at(1), std::ios::binary)
      .write(reinterpret_cast<const char*>(archive.data()), static_cast<std::streamsize>(archive.size()));
  return 0;
}
