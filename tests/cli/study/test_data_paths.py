"""Which pictures are used, whatever their paths look like: bytes that are not UTF-8 reach the workers and come back, and a
picture on two sides of a split stops the run before it trains."""
import json
import os
import subprocess

import numpy
import pytest
from PIL import Image

PROGRAM = os.environ["VARIEGATE"]
QUICK = ["--child", "small-conv:4", "--batch-size", "4", "--epochs", "1"]
LATIN = os.fsdecode(b"caf\xe9")  # as Python spells a name that is not UTF-8


def run(*arguments, **options):
    return subprocess.run([PROGRAM, *map(os.fspath, arguments)], capture_output=True, text=True, errors="surrogateescape", timeout=120, **options)


def write_pictures(folder, first=0, classes=("a", "b"), count=8):
    """Different pictures, `count` of each class."""
    for k, name in enumerate(classes):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for i in range(count):
            pixels = numpy.random.default_rng(first + 1000 * k + i).integers(0, 255, (8, 8, 3), dtype=numpy.uint8)
            Image.fromarray(pixels).save(os.fspath(folder / name / f"{name}{i}.png"))


def test_a_folder_and_a_class_that_are_not_utf8_are_searched_resumed_and_reported(tmp_path):
    photos = tmp_path / LATIN
    write_pictures(photos, classes=(LATIN, "tea"))
    study = tmp_path / os.fsdecode(b"\xe9tude")
    search = ["search", "--data", photos, *QUICK, "--method", "random", "--final-seeds", "1", "--final-policies", "1", "--out", study]
    done = run(*search, "--trials", "2")
    assert done.returncode == 0, done.stderr
    more = run("search", "--resume", "--out", study)
    assert more.returncode == 0, more.stderr
    report = run("report", study, "--json")
    assert report.returncode == 0, report.stderr
    assert json.loads(report.stdout)["report"] == os.fspath(study / "report.html")
    assert "caf\N{REPLACEMENT CHARACTER}" in (study / "report.html").read_text(encoding="utf-8")


def test_what_is_said_of_a_file_names_its_bytes(tmp_path):
    photos = tmp_path / LATIN
    write_pictures(photos)
    (photos / "a" / f"{LATIN}.png").write_bytes(b"no picture")
    done = run("train", "none", "--data", photos, *QUICK)
    assert done.returncode == 1
    assert f"{photos}/a/{LATIN}.png: not a picture" in done.stderr


@pytest.mark.parametrize("text", [
    "path,label\n{}".encode("latin-1"), "\ufeffFile Name;Class\r\n{}".encode("utf-16-le"), "{}".encode()], ids=["latin-1", "utf-16", "list"])
def test_a_manifest_as_other_programs_write_it_trains(tmp_path, text):
    encoding = "utf-16-le" if b"\0" in text else "latin-1" if b"label" in text else "utf-8"
    delimiter = ";" if b"\0" in text else "," if b"label" in text else " "
    write_pictures(tmp_path / "p", classes=("caf\u00e9", "tea"))
    lines = "".join(f"p/{name}/{name}{i}.png{delimiter}{name}\n" for name in ("caf\u00e9", "tea") for i in range(8))
    manifest = tmp_path / "list.txt"
    manifest.write_bytes(text.replace("{}".encode(encoding), lines.encode(encoding)))
    done = run("train", "none", "--data", manifest, *QUICK)
    assert done.returncode == 0, done.stderr


def test_a_picture_on_two_sides_stops_training_and_comparing_unless_allowed(tmp_path):
    write_pictures(tmp_path / "train")
    write_pictures(tmp_path / "held", first=100)
    train = ["train", "none", "--data", tmp_path / "train", "--validation", tmp_path / "held", *QUICK]
    compare = ["compare", "--data", tmp_path / "train", "--test", tmp_path / "held", "--arms", "none", "--seeds", "1", "--jobs", "1", *QUICK]
    for command in (train, compare):
        done = run(*command)
        assert done.returncode == 0, done.stderr
        assert "both sides" not in done.stderr
    os.link(tmp_path / "train" / "a" / "a3.png", tmp_path / "held" / "b" / "other.png")
    for command in (train, compare):
        done = run(*command)
        assert done.returncode == 1
        assert "the same picture is on both sides; got 1 of 17 such pictures; the first: " in done.stderr
        assert "train/a/a3.png trains and is" in done.stderr
        allowed = run(*command, "--allow-overlap")
        assert allowed.returncode == 0, allowed.stderr
        assert "1 of 17 pictures are on both sides" in allowed.stderr


def test_copies_in_the_training_data_stay_on_one_side_and_are_said(tmp_path):
    write_pictures(tmp_path / "photos")
    for i in range(8):
        os.link(tmp_path / "photos" / "a" / f"a{i}.png", tmp_path / "photos" / "a" / f"a{i} (1).png")
    done = run("train", "none", "--data", tmp_path / "photos", *QUICK)
    assert done.returncode == 0, done.stderr
    assert "8 pictures are copies of another" in done.stderr
