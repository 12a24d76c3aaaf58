"""Archives of Python's tarfile are listed as it lists them, and it reads those that variegate writes."""

import io
import os
import subprocess
import tarfile

import pytest

PROGRAM = os.environ["TAR_DRIVER"]

NAMES = [
    "a.txt",
    "./b.txt",
    "d/" * 60 + "prefix.txt",
    "n" * 100,
    "n" * 101 + ".txt",
    "long/" * 80 + "é.txt",
    "p" * 155 + "/" + "q" * 100,
    "p" * 156 + "/" + "q" * 100,
    "spaces and ünïcode.txt",
]
SIZES = [0, 1, 511, 512, 513, 5000]


def driver(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True, text=True).stdout.splitlines()


@pytest.mark.parametrize("format", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_lists_what_tarfile_writes(format, tmp_path):
    path = tmp_path / "made.tar"
    with tarfile.open(path, "w", format=format) as archive:
        for number, name in enumerate(NAMES):
            member = tarfile.TarInfo(name)
            member.size = SIZES[number % len(SIZES)]
            member.mtime = 1.5 if format == tarfile.PAX_FORMAT else 1
            try:
                archive.addfile(member, io.BytesIO(bytes(member.size)))
            except ValueError:
                assert format == tarfile.USTAR_FORMAT  # which has no room for the longest names
        folder = tarfile.TarInfo("folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        archive.addfile(tarfile.TarInfo("last.txt"))
    with tarfile.open(path) as archive:
        truth = [f"{member.offset_data} {member.size} {member.name}" for member in archive if member.isfile()]
    assert len(truth) > 5
    assert driver("list", path) == truth


LINKS = [  # kind, name, target
    (tarfile.SYMTYPE, "d/beside.txt", "a.txt"),
    (tarfile.SYMTYPE, "d/up.txt", "../top.txt"),
    (tarfile.SYMTYPE, "d/e/over.txt", ".././../d/./a.txt"),
    (tarfile.SYMTYPE, "to later.txt", "later.txt"),
    (tarfile.SYMTYPE, "over another.txt", "d/beside.txt"),
    (tarfile.SYMTYPE, "long.txt", "n" * 120 + "/a.txt"),
    (tarfile.LNKTYPE, "hard.txt", "top.txt"),
    (tarfile.LNKTYPE, "d/hard.txt", "d/a.txt"),
    (tarfile.LNKTYPE, "to a link.txt", "d/up.txt"),
    (tarfile.SYMTYPE, "nothing.txt", "absent.txt"),
    (tarfile.SYMTYPE, "d/itself.txt", "itself.txt"),
    (tarfile.SYMTYPE, "round.txt", "and round.txt"),
    (tarfile.SYMTYPE, "and round.txt", "round.txt"),
    (tarfile.SYMTYPE, "out.txt", "../top.txt"),
    (tarfile.SYMTYPE, "absolute.txt", "/etc/passwd"),
    (tarfile.LNKTYPE, "from the top.txt", "a.txt"),
]


@pytest.mark.parametrize("format", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_links_are_what_tarfile_extracts_for_them(format, tmp_path):
    path = tmp_path / "made.tar"
    with tarfile.open(path, "w", format=format) as archive:
        def file(name):
            member = tarfile.TarInfo(name)
            member.size = len(name)
            archive.addfile(member, io.BytesIO(name.encode()))

        for name in ["top.txt", "d/a.txt", "n" * 120 + "/a.txt"]:
            file(name)
        for kind, name, target in LINKS:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, target
            archive.addfile(member)
        file("later.txt")

    def extracted(archive, member):
        try:
            return archive.extractfile(member).read()
        except (KeyError, RecursionError):
            return b"lost"

    with tarfile.open(path) as archive:
        truth = {member.name: extracted(archive, member) for member in archive.getmembers()}
    data = path.read_bytes()
    listed = {}
    for line in driver("list", path):
        offset, size, name = line.split(" ", 2)
        listed[name] = b"lost" if size == "lost" else data[int(offset) : int(offset) + int(size)]
    assert sorted(listed) == sorted(truth)
    assert listed == truth
    assert list(truth.values()).count(b"lost") == 7


def test_a_size_in_a_pax_record_counts(tmp_path):
    path = tmp_path / "made.tar"
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "of all"}) as archive:
        member = tarfile.TarInfo("a.bin")
        member.size = 700
        member.pax_headers = {"size": "700"}
        archive.addfile(member, io.BytesIO(bytes(700)))
        archive.addfile(tarfile.TarInfo("b.bin"))
    with tarfile.open(path) as archive:
        truth = [f"{member.offset_data} {member.size} {member.name}" for member in archive]
    assert driver("list", path) == truth


def test_tarfile_reads_what_variegate_writes(tmp_path):
    path = tmp_path / "made.tar"
    pairs = [(name, SIZES[number % len(SIZES)]) for number, name in enumerate(NAMES)]
    driver("write", path, *(word for pair in pairs for word in pair))
    with tarfile.open(path) as archive:
        members = archive.getmembers()
        assert [(member.name, member.size) for member in members] == pairs
        for member in members:
            assert archive.extractfile(member).read() == b"x" * member.size
            assert (member.mode, member.uid, member.mtime) == (0o644, 0, 0)
