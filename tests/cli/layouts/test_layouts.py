"""What must be understood of the layouts in which people keep pictures: `variegate data`, layout by layout.

A layout is written as names of files below the data: pictures become tiny PNGs, NAME -> TARGET links, others text.
"""
import io
import json
import os
import struct
import tarfile
import zlib

import pytest


def png(value=0):
    """A grey picture of 2 x 2 pixels of that value."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + bytes([value % 256] * 2) for _ in range(2))
    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def shard(*members):
    """A tar file of samples; a member is a name, or (name, kind, target) for a link."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for member in members:
            name, kind, target = member if isinstance(member, tuple) else (member, tarfile.REGTYPE, "")
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            body = b"" if target else name.split("/")[0].encode() if name.endswith(".cls") else png(len(name))
            info.size = len(body)
            archive.addfile(info, io.BytesIO(body))
    return out.getvalue()


def sample(name, label):
    return [f"{label}/{name}.png", f"{label}/{name}.cls"]


def idx(count, labels=False):
    head = struct.pack(">II", 0x801, count) if labels else struct.pack(">IIII", 0x803, count, 2, 2)
    return head + bytes(i % 2 for i in range(count * (1 if labels else 4)))


def build(root, files):
    """Writes the layout. An item is a name, 'link -> target', or (name, bytes)."""
    for number, item in enumerate(files):
        name, body = item if isinstance(item, tuple) else (item, None)
        name, _, target = name.partition(" -> ")
        path = root / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        if target == "PIPE":
            os.mkfifo(path)
        elif target:
            path.symlink_to(target)
        elif body is not None:
            path.write_bytes(body)
        else:
            pictures = (".png", ".jpg", ".jpeg", ".webp")
            path.write_bytes(png(number) if path.suffix.lower() in pictures else b"text")


def classes(folder="", *names, each=2):
    """Pictures in class folders: a and b unless named."""
    return [f"{folder}{name}/{i}.png" for name in names or ("a", "b") for i in range(each)]


def idx_part(name, count):
    return [(f"{name}-images-idx3-ubyte", idx(count)), (f"{name}-labels-idx1-ubyte", idx(count, labels=True))]


TWO = {"a": 2, "b": 2}

# name: (files, classes of the training part, pictures in (training, validation), whether there is a test part, words
# that `variegate data` says besides[, arguments])
UNDERSTOOD = {
    "classes": (classes(), TWO, (4, None), False, ["2 classes (a 2, b 2)", "4 pictures, undivided"]),
    "classes with folders in them": (classes() + ["a/patient 1/left/3.png"], {"a": 3, "b": 2}, (5, None), False, []),
    "pictures alone": (["1.png", "2.png"], {"": 2}, (2, None), False, ["no classes, 2 pictures"]),
    "one class": (classes("", "a"), {"a": 2}, (2, None), False, ["1 class (a 2)"]),
    "three parts": (
        classes("train/") + classes("val/", each=1) + classes("test/"), TWO, (4, 2), True,
        ["4 pictures in the training part", "2 in the validation part {root}/val", "a test part"]),
    "capitals": (classes("Train/") + classes("Val/", each=1) + classes("Test/"), TWO, (4, 2), True, []),
    "all capitals": (classes("TRAIN/") + classes("VALID/", each=1) + classes("TEST/"), TWO, (4, 2), True, []),
    "training, validation, testing": (
        classes("Training/") + classes("Validation/", each=1) + classes("Testing/"), TWO, (4, 2), True, []),
    "dev": (classes("train/") + classes("dev/", each=1), TWO, (4, 2), False, []),
    "eval": (classes("train/") + classes("Eval/", each=1), TWO, (4, 2), False, []),
    "held out": (classes("train/") + classes("held_out/"), TWO, (4, None), True, []),
    "years": (classes("train2017/") + classes("val2017/", each=1), TWO, (4, 2), False, []),
    "sets": (classes("training_set/") + classes("test-set/"), TWO, (4, None), True, []),
    "words before": (
        classes("seg_train/seg_train/") + classes("seg_test/seg_test/") + ["seg_pred/seg_pred/1.png"],
        TWO, (4, None), True, ["1 folder beside the parts (seg_pred) left out"]),
    "hive": (
        [f"split={s}/label={c}/{i}.png" for s, n in (("train", 2), ("Val", 1)) for c in "ab" for i in range(n)],
        TWO, (4, 2), False, []),
    "training alone": (classes("train/"), TWO, (4, None), False, ["in the training part"]),
    "test alone": (classes("test/"), {}, (None, None), True, ["no training part", "a test part"]),
    "validation alone": (classes("valid/"), {}, (None, 4), False, ["no training part"]),
    "unlabelled test": (
        classes("train/") + ["test/1.png", "test/2.png"], TWO, (4, None), False,
        ["test/ is left aside: it holds 2 pictures without class folders"]),
    "one folder around": (classes("photos/"), TWO, (4, None), False, ["all of it lies in photos/"]),
    "one folder around parts": (
        classes("data/photos/train/") + classes("data/photos/val/", each=1) + ["__MACOSX/data/1.png"],
        TWO, (4, 2), False, ["all of it lies in data/photos/", "1 folder of a tool (__MACOSX) left out"]),
    "parts within classes": (
        [f"{c}/{s}/{i}.jpg" for c in "ab" for s, n in (("train", 2), ("test", 1)) for i in range(n)],
        TWO, (4, None), True, ["the parts lie within the classes"]),
    "a class called train": (
        classes("", "bus", "car", "train"), {"bus": 2, "car": 2, "train": 2}, (6, None), False,
        ["train/ is taken for a class"]),
    "a class called valid": (classes("", "invalid", "valid"), {"invalid": 2, "valid": 2}, (4, None), False, []),
    "a class with test in its name": (
        classes("", "beaker", "test tube"), {"beaker": 2, "test tube": 2}, (4, None), False, []),
    "parts named": (
        classes("2023/") + classes("2024/", each=1), TWO, (4, None), True, [], ["--parts", "train=2023,test=2024"]),
    "parts denied": (
        classes("", "test", "train"), {"test": 2, "train": 2}, (4, None), False, ["undivided"], ["--parts", "none"]),
    "masks as a class": (classes("", "gloves", "masks"), {"gloves": 2, "masks": 2}, (4, None), False, []),
    "study and copies": (
        classes() + ["study/study.sqlite", "study/1.png", "a/augmented/.apply/record.json", "a/augmented/a/1.png"],
        TWO, (4, None), False, ["1 study of variegate (study)", "1 folder of augmented copies (augmented) left out"]),
    "folders of tools": (
        classes() + [".git/1.png", ".ipynb_checkpoints/1.png", "@eaDir/1.png", "a/.thumbnails/1.png", "a/Thumbs.db",
                     "cache/CACHEDIR.TAG", "cache/1.png"],
        TWO, (4, None), False, ["1 .db", "3 hidden folders", "2 folders of tools"]),
    "other files": (
        classes() + ["a/1.xcf", "a/2.xcf", "a/notes.txt", "a/README", "labels.csv", "b/.hidden.png", "cover.png"],
        TWO, (4, None), False,
        ["2 .xcf", "1 .txt", "1 .csv", "1 file without an extension", "1 hidden file",
         "1 picture outside the class folders (cover.png)"]),
    "links to files and folders": (
        ["store/1.png", "store/2.png", "data/a/1.png -> ../../store/1.png", "data/b -> ../store"],
        {"a": 1, "b": 2}, (3, None), False, [], ["", "data"]),
    "a loop": (classes() + ["a/again -> ../a", "b/up -> ../.."], TWO, (4, None), False, ["2 linked folders met before"]),
    "a folder met twice": (
        classes() + ["b/more/9.png", "a/linked -> ../b/more"], {"a": 2, "b": 3}, (5, None), False,
        ["1 linked folder met before (linked) left out"]),
    "broken links skipped": (
        classes() + ["a/8.png -> ../annex/8.png", "b/9.png -> 9.png"], TWO, (4, None), False,
        ["2 broken links (8.png, ...) left out"], ["--skip-bad"]),
    "a pipe": (classes() + ["a/3.png -> PIPE"], TWO, (4, None), False, ["1 pipe, socket or device (3.png) left out"]),
    "mnist": (idx_part("train", 6) + idx_part("t10k", 4), {"0": 3, "1": 3}, (6, None), True, ["test part"]),
    "mnist in a folder": (
        [(f"MNIST/raw/{name}", body) for name, body in idx_part("train", 6) + idx_part("t10k", 4)],
        {"0": 3, "1": 3}, (6, None), True, ["all of it lies in MNIST/raw/"]),
    "idx with capitals": (
        idx_part("Training", 6) + idx_part("Validation", 4) + idx_part("Test", 2), {"0": 3, "1": 3}, (6, 4), True, []),
    "shards": (
        [("s-0.tar", shard(*sample(1, "a"), *sample(1, "b"))), ("s-1.tar", shard(*sample(2, "a")))],
        {"a": 2, "b": 1}, (3, None), False, []),
    "shards by name": (
        [("x-TRAIN-0.tar", shard(*sample(1, "a"), *sample(1, "b"))), ("x-Valid-0.tar", shard(*sample(2, "a"))),
         ("x-Test-0.tar", shard(*sample(3, "a")))],
        {"a": 1, "b": 1}, (2, 1), True, []),
    "shards in folders": (
        [("Training/0.tar", shard(*sample(1, "a"), *sample(1, "b"))), ("Dev/0.tar", shard(*sample(2, "a")))],
        {"a": 1, "b": 1}, (2, 1), False, []),
    "shards beside folders": (
        classes() + [("a.tar", shard(*sample(1, "c")))], TWO, (4, None), False, ["1 .tar left out"],
        ["--format", "folder"]),
    "manifest with parts": (
        ["1.png", "2.png", "3.png", ("m.csv", b"path,label,split\n1.png,a,Train\n2.png,a,VAL\n3.png,b,held_out\n")],
        {"a": 1}, (1, 1), True, [], ["", "m.csv"]),
}

# name: (files, words of the refusal[, arguments])
REFUSED = {
    "flat parts": (
        ["train/1.png", "train/2.png", "val/1.png"],
        ["the pictures of train/, val/ lie there without class folders", "one folder a class", "--parts none"]),
    "flat parts in capitals": (["Train/1.png", "TEST/1.png"], ["without class folders"]),
    "flat parts with words": (["seg_train/1.png", "seg_test/1.png"], ["without class folders"]),
    "flat training beside classes in validation": (
        ["train/1.png"] + classes("val/"), ["the training part has no class folders"]),
    "pictures and a table": (["images/1.png", "images/2.png", "labels.csv"], ["--data", "labels.csv"]),
    "images and masks": (classes("", "images", "masks"), ["these folders are not classes", "images/, masks/"]),
    "images and labels of no YOLO": (["images/1.png", "labels/1.txt"], ["labels/1.txt, line 1: not a number"]),
    "pascal voc without its lists": (
        ["JPEGImages/1.jpg", "Annotations/1.xml", "ImageSets/Main/train.txt", "SegmentationClass/1.png"],
        ["Annotations/1.xml"]),
    "yolo by parts": (
        ["train/images/1.jpg", "train/labels/1.txt", "valid/images/1.jpg", "valid/labels/1.txt"],
        ["train/labels/1.txt, line 1: not a number"]),
    "yolo by kinds": (
        ["images/train/1.jpg", "images/val/1.jpg", "labels/train/1.txt"], ["labels/train/1.txt, line 1: not a number"]),
    "coco": (["train2017/1.jpg", "val2017/1.jpg", "annotations/instances_train2017.json"],
        ["instances_train2017.json: line 1, column 1: not valid JSON"]),
    "a class called test": (
        classes("", "cat", "dog", "test"), ["test/ may be a part of the data or a class", "beside cat/, dog/"]),
    "train and val beside classes": (classes("", "cat", "train", "val"), ["may be a part of the data or a class"]),
    "classes in train beside other classes": (classes("train/") + classes("", "bus"), ["train/ may be a part"]),
    "two spellings": (
        classes("train/") + classes("val/") + classes("valid/"),
        ["two folders for one part, the validation data", "val/, valid/", "--parts"]),
    "two test parts": (classes("train/") + classes("PublicTest/") + classes("PrivateTest/"), ["the test data"]),
    "a test folder within a class": (classes() + ["a/test/9.png"], ["a/test", "as a test part", "--parts none"]),
    "an empty class": (classes() + ["c/"], ["c: a class folder without a picture", "nothing in it"]),
    "a class of other kinds": (classes() + ["c/1.xcf", "c/2.xcf"], ["without a picture; got 2 .xcf"]),
    "broken links": (
        classes() + ["a/8.png -> ../annex/8.png", "b/9.png -> 9.png"], ["a broken link", "2 that cannot", "--skip-bad"]),
    "a link into another part": (
        classes("train/") + classes("val/") + ["train/c -> ../val/a"], ["leads from one part of the data into another"]),
    "shards and folders": (classes() + [("a.tar", shard(*sample(1, "c")))], ["read in two ways", "--format folder"]),
    "shards of which one tells its part": (
        [("x-train-0.tar", shard(*sample(1, "a"))), ("x-1.tar", shard(*sample(2, "a")))], ["does not tell its part"]),
    "shards of two spellings": (
        [("val/0.tar", shard(*sample(1, "a"))), ("valid/0.tar", shard(*sample(2, "a")))], ["the validation data"]),
    "nothing": (["notes.txt"], ["not known", "1 .txt"]),
    "empty parts": (["train/", "test/"], ["no picture there"]),
    "a part named that is not there": (classes("x/"), ["does not exist", "y"], ["--parts", "train=y"]),
    "a part misnamed": (classes("x/"), ["--parts: not a part"], ["--parts", "tarin=x"]),
    "a part named twice": (classes("x/"), ["named twice"], ["--parts", "val=x,valid=x"]),
    "a pipe for data": (["m.csv -> PIPE"], ["not a regular file"], ["", "m.csv"]),
}


def ask(run, tmp_path, files, arguments=()):
    """The data are tmp_path/data, or what the second argument names when the first is empty."""
    root = tmp_path / "data"
    root.mkdir()
    build(root, files)
    arguments = list(arguments)
    path = root
    if arguments and arguments[0] == "":
        path, arguments = root / arguments[1], arguments[2:]
    return path, arguments, lambda *more: run("data", path, *arguments, *more)


@pytest.mark.parametrize("name", UNDERSTOOD)
def test_is_understood(run, tmp_path, name):
    files, counts, (training, validation), test, says, *more = UNDERSTOOD[name]
    path, _, call = ask(run, tmp_path, files, *more)
    done = call("--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert {one["name"]: one["pictures"] for one in told["classes"]} == counts
    assert (told["training"] and told["training"]["pictures"]) == training
    assert (told["validation"] and told["validation"]["pictures"]) == validation
    assert (told["test"] is not None) == test
    words = call().stdout
    for part in says:
        assert part.format(root=path) in words, words


@pytest.mark.parametrize("name", REFUSED)
def test_is_refused(run, tmp_path, name):
    files, says, *more = REFUSED[name]
    _, _, call = ask(run, tmp_path, files, *more)
    done = call()
    assert done.returncode in (1, 2), done.stdout
    assert done.stderr.count("\n") == 1
    for part in says:
        assert part in done.stderr, done.stderr


@pytest.mark.parametrize("command", [
    ["preview", "none"], ["apply", "none", "--out", "out"], ["bench", "--policies", "flip", "--seconds", "0.01", "--sizes", "8"],
    ["train", "manual", "--epochs", "1"], ["search", "--trials", "2", "--out", "study"], ["compare", "--epochs", "1"],
    ["proxy", "--proxy", "epochs=1"]])
@pytest.mark.parametrize("files", [classes("test/"), classes("Val/") + classes("Test/")], ids=["test", "validation"])
def test_data_without_a_training_part_say_so(run, tmp_path, command, files):
    build(tmp_path / "photos", files)
    done = run(*command, "--data", "photos", cwd=tmp_path)
    assert done.returncode == 1
    assert "photos: no training images; got the " in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("command", [
    ["preview", "none"], ["apply", "none", "--out", "out"], ["bench", "--policies", "flip", "--seconds", "0.01", "--sizes", "8"]])
def test_what_was_understood_is_said_before_work_begins(run, tmp_path, command):
    build(tmp_path / "photos", classes("Train/") + classes("dev/", each=1) + ["Train/a/1.xcf"])
    done = run(*command, "--data", "photos", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("photos: 2 classes (a 2, b 2), 4 pictures in the training part, 2 in the validation part"
                                  " photos/dev; 1 .xcf left out\n")


def test_the_test_part_is_not_looked_into(run, tmp_path):
    """A broken link would stop the run if it were."""
    build(tmp_path, classes("train/") + classes("test/") + ["test/a/9.png -> nothing"])
    done = run("data", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "left out" not in done.stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_without_permission_stops_the_run_unless_skipped(run, tmp_path):
    build(tmp_path, classes() + ["a/closed/1.png"])
    (tmp_path / "a/closed").chmod(0)
    refused = run("data", tmp_path)
    skipped = run("data", tmp_path, "--skip-bad")
    (tmp_path / "a/closed").chmod(0o700)
    assert refused.returncode == 1 and "a folder that cannot be read" in refused.stderr
    assert "1 folder that cannot be read (closed) left out" in skipped.stdout
