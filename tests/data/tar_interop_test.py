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
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "l" * 120 if format != tarfile.USTAR_FORMAT else "a.txt"
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("last.txt"))
    with tarfile.open(path) as archive:
        truth = [f"{member.offset_data} {member.size} {member.name}" for member in archive if member.isfile()]
    assert len(truth) > 5
    assert driver("list", path) == truth


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
