"""`variegate apply` writes the same files whoever shares the work and however often it is killed."""
import csv
import json
import os
import random
import shutil
import signal
import subprocess
import tarfile
import time

import pytest

from conftest import PROGRAM

np = pytest.importorskip("numpy")
Image = pytest.importorskip("PIL.Image")

SAMPLES = 230  # three units of a folder


@pytest.fixture(scope="module")
def photos(tmp_path_factory):
    folder = tmp_path_factory.mktemp("photos")
    noise = np.random.default_rng(1)
    for number in range(SAMPLES):
        path = folder / ("cat" if number % 3 else "dog") / f"{number:03}.png"
        path.parent.mkdir(exist_ok=True)
        Image.fromarray(noise.integers(0, 256, (12, 10 + number % 5, 3), np.uint8)).save(path)
    return folder


def files(folder):
    """Everything but the record and the manifest, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".apply" not in path.parts and path.name != "manifest.csv"
    }


def arguments(photos, out, *more, copies=2, seed=3):
    return ["apply", "trivialaugment", "--data", photos, "--out", out, "--copies", copies, "--seed", seed, *more]


@pytest.fixture(scope="module")
def whole(photos, tmp_path_factory):
    out = tmp_path_factory.mktemp("whole") / "out"
    subprocess.run([PROGRAM, *map(str, arguments(photos, out))], check=True, capture_output=True)
    return files(out)


def test_writes_copies_of_every_picture_into_the_folder_of_its_class(run, photos, whole):
    assert len(whole) == 2 * SAMPLES
    assert {name.split("/")[0] for name in whole} == {"cat", "dog"}
    assert whole["cat/001-0.png"] != whole["cat/001-1.png"]


@pytest.mark.parametrize("more", [["--processes", "3"], ["--part", "1/1", "--processes", "1"]])
def test_several_processes_write_the_same_files_as_one(run, photos, whole, tmp_path, more):
    done = run(*arguments(photos, tmp_path / "out", *more, "--json"))
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["complete"], summary["written"], summary["skipped"]) == (True, 2 * SAMPLES, 0)
    assert files(tmp_path / "out") == whole
    again = tmp_path / "again"
    assert run(*arguments(photos, again)).returncode == 0
    assert (tmp_path / "out/manifest.csv").read_bytes() == (again / "manifest.csv").read_bytes()


def test_parts_share_the_work_without_overlap(run, photos, whole, tmp_path):
    seen = {}
    for part in ("2/2", "1/2"):
        done = run(*arguments(photos, tmp_path / "out", "--part", part, "--json"))
        assert json.loads(done.stdout)["complete"] == (part == "1/2")
        new = {name: data for name, data in files(tmp_path / "out").items() if name not in seen}
        assert new
        seen.update(new)
    assert seen == whole


@pytest.mark.parametrize("container", ["folder", "tar"])
@pytest.mark.parametrize("processes", [1, 2])
def test_killed_at_any_moment_it_goes_on_and_ends_in_the_same_files(run, photos, tmp_path, container, processes):
    more = ["--to", container, "--shard-size", "40", "--processes", processes]
    expected_run = run(*arguments(photos, tmp_path / "expected", *more))
    assert expected_run.returncode == 0, expected_run.stderr
    expected = files(tmp_path / "expected")
    out = tmp_path / "out"
    moment = random.Random(processes)
    for _ in range(6):
        command = [PROGRAM, *map(str, arguments(photos, out, *more))]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(moment.uniform(0.005, 0.12))
            process.send_signal(signal.SIGKILL)
        # What has a final name is whole.
        for name, data in files(out).items() if out.exists() else ():
            assert data == expected[name], name
    done = run(*arguments(photos, out, *more, "--json"))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["complete"]
    assert files(out) == expected
    assert not list((out / ".apply").glob("*.part"))


def test_an_interrupt_is_told_and_leads_on(run, photos, whole, tmp_path):
    command = [PROGRAM, *map(str, arguments(photos, tmp_path / "out", copies=400))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        deadline = time.monotonic() + 30  # until it is at work: a sanitizer's program takes long to start
        while not any(path.is_file() for path in (tmp_path / "out").rglob("*.*")) and time.monotonic() < deadline:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "the same command goes on" in told


def test_shards_are_read_by_tarfile_and_by_variegate(run, photos, whole, tmp_path):
    done = run(*arguments(photos, tmp_path / "shards", "--to", "tar", "--shard-size", "100"))
    assert done.returncode == 0, done.stderr
    copies = {}
    shards = sorted((tmp_path / "shards").glob("*.tar"))
    assert len(shards) == 5
    for shard in shards:
        with tarfile.open(shard) as archive:
            members = {member.name: archive.extractfile(member).read() for member in archive}
        for name, data in members.items():
            if name.endswith(".png"):
                assert members[name[:-3] + "cls"].decode() == name.split("/")[0]
                assert json.loads(members[name[:-3] + "json"])["copy"] == name[-5]
                copies[name] = data
    assert copies == whole
    again = run("apply", "manual", "--data", tmp_path / "shards", "--out", tmp_path / "again", "--json")
    assert json.loads(again.stdout)["written"] == 2 * SAMPLES


def test_jpeg_of_a_size(run, photos, tmp_path):
    done = run(*arguments(photos, tmp_path / "out", "--encoding", "jpeg", "--quality", "80", "--resolution", "16"))
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "out/dog/228-1.jpg") as picture:
        assert (picture.format, picture.size) == ("JPEG", (16, 16))


def test_another_run_into_the_same_folder_is_refused(run, photos, tmp_path):
    assert run(*arguments(photos, tmp_path / "out")).returncode == 0
    other = run(*arguments(photos, tmp_path / "out", seed=4))
    assert other.returncode == 1
    assert "the folder holds copies that were made otherwise; got seed 3; expected seed 4" in other.stderr
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken/notes.txt").write_text("mine")
    taken = run(*arguments(photos, tmp_path / "taken"))
    assert taken.returncode == 1 and "the folder holds other files" in taken.stderr


def test_bad_files_are_named_or_skipped_and_counted(run, photos, tmp_path):
    for kind in ("a", "b"):
        (tmp_path / "data" / kind).mkdir(parents=True)
        (tmp_path / "data" / kind / "bad.png").write_bytes(b"\x89PNG but no more")
        Image.new("RGB", (5, 5)).save(tmp_path / "data" / kind / "good.png")
    done = run("apply", "manual", "--data", tmp_path / "data", "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "data/a/bad.png: the PNG data cannot be decoded" in done.stderr
    done = run("apply", "manual", "--data", tmp_path / "data", "--out", tmp_path / "skip", "--skip-bad", "--json")
    summary = json.loads(done.stdout)
    assert (summary["written"], summary["skipped"], len(summary["reasons"])) == (2, 2, 2)


def test_a_part_must_be_one(run, photos, tmp_path):
    for wrong in ("3/2", "0/2", "1", "a/b", "1/2/3"):
        done = run(*arguments(photos, tmp_path / "out", "--part", wrong))
        assert done.returncode == 2 and "--part: not a part" in done.stderr


def rows(out):
    return list(csv.DictReader((out / "manifest.csv").open()))


def test_the_manifest_names_every_copy_its_source_and_the_calls_that_made_it(run, photos, tmp_path):
    policy = {"format": "variegate-policy", "version": 1, "policy": {"call": "rotate", "with": {"degrees": {"uniform": [-20, 20]}}}}
    (tmp_path / "p.json").write_text(json.dumps(policy))
    out = tmp_path / "out"
    done = run("apply", tmp_path / "p.json", "--data", photos, "--out", out, "--copies", 2)
    assert done.returncode == 0, done.stderr
    listed = rows(out)
    assert {row["path"] for row in listed} == set(files(out))
    assert len({row["group"] for row in listed}) == SAMPLES  # copies of a picture stay on one side of a split
    for row in listed[:20]:
        assert (out / row["source"]).resolve() == (photos / row["path"].replace(f"-{row['copy']}.png", ".png")).resolve()
        assert row["label"] == row["path"].split("/")[0]
        (call,) = json.loads(row["calls"])
        assert call["call"] == "rotate" and -20 <= call["with"]["degrees"] <= 20
    # The manifest is data.
    again = run("apply", "none", "--data", out / "manifest.csv", "--out", tmp_path / "again", "--json")
    assert json.loads(again.stdout)["written"] == 2 * SAMPLES


@pytest.fixture
def mixed(tmp_path):
    """Names that collide, folders below classes, JPEG and PNG."""
    data = tmp_path / "data"
    for name in ("a/x.jpg", "a/x.png", "a/sub/y.jpeg", "a/x-0.png", "b/x.JPG", "b/a.b.png"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 6), (len(name), 9, 99)).save(data / name)
    return data


def test_names_folders_and_formats_are_kept(run, mixed, tmp_path):
    done = run("apply", "none", "--data", mixed, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert sorted(files(tmp_path / "out")) == ["a/sub/y-0.jpg", "a/x-0-0.png", "a/x-0.jpg", "a/x_png-0.png", "b/a.b-0.png", "b/x-0.jpg"]
    assert "a name that was taken" in done.stdout
    for name in ("a/x-0.jpg", "b/x-0.jpg"):
        with Image.open(tmp_path / "out" / name) as picture:
            assert picture.format == "JPEG"
    done = run("apply", "none", "--data", mixed, "--out", tmp_path / "png", "--encoding", "png")
    assert all(name.endswith(".png") for name in files(tmp_path / "png"))


def test_originals_are_copied_byte_for_byte(run, mixed, tmp_path):
    done = run("apply", "manual", "--data", mixed, "--out", tmp_path / "out", "--originals", "--copies", "2", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["written"] == 6 * 3
    listed = rows(tmp_path / "out")
    originals = [row for row in listed if row["copy"] == "original"]
    assert len(originals) == 6 and len({row["path"] for row in listed}) == 18
    for row in originals:
        assert (tmp_path / "out" / row["path"]).read_bytes() == (tmp_path / "out" / row["source"]).resolve().read_bytes()
        assert row["calls"] == "[]"


@pytest.mark.parametrize("to", ["folder", "tar"])
def test_a_folder_of_pictures_without_classes_is_taken(run, tmp_path, to):
    (tmp_path / "flat").mkdir()
    for number in range(3):
        Image.new("RGB", (8, 6), (number, 9, 99)).save(tmp_path / f"flat/{number}.jpg")
    done = run("apply", "manual", "--data", tmp_path / "flat", "--out", tmp_path / "out", "--to", to)
    assert done.returncode == 0, done.stderr
    if to == "folder":
        assert sorted(files(tmp_path / "out")) == ["0-0.jpg", "1-0.jpg", "2-0.jpg"]
        assert "label" not in rows(tmp_path / "out")[0]
        again = run("apply", "none", "--data", tmp_path / "out/manifest.csv", "--out", tmp_path / "again")
        assert again.returncode == 0, again.stderr


def recolour(path, value):
    Image.new("RGB", (8, 6), (value, value, value)).save(path)


@pytest.mark.parametrize("to", ["folder", "tar"])
def test_sources_that_changed_are_noticed_and_made_anew_when_asked(run, photos, tmp_path, to):
    data, out = tmp_path / "data", tmp_path / "out"
    shutil.copytree(photos, data)
    more = ["--to", to, "--shard-size", "100"]
    assert run("apply", "none", "--data", data, "--out", out, *more).returncode == 0
    before = files(out)
    # A new time alone is no change.
    os.utime(data / "cat/001.png", (1, 1))
    assert run("apply", "none", "--data", data, "--out", out, *more).returncode == 0
    size = (data / "cat/001.png").stat().st_size
    noise = (data / "cat/002.png").read_bytes()
    recolour(data / "cat/001.png", 200)
    refused = run("apply", "none", "--data", data, "--out", out, *more)
    assert refused.returncode == 1
    assert "have changed since their copies were made; got 1 of 3 units" in refused.stderr and "--update" in refused.stderr
    assert files(out) == before and size > 0 and noise
    done = run("apply", "none", "--data", data, "--out", out, "--update", *more)
    assert done.returncode == 0 and "1 of 3 units have changed" in done.stdout
    fresh = tmp_path / "fresh"
    assert run("apply", "none", "--data", data, "--out", fresh, *more).returncode == 0
    if to == "folder":
        assert files(out) == files(fresh) != before
    assert run("apply", "none", "--data", data, "--out", out, *more).returncode == 0


def everything(out):
    return files(out), (out / "manifest.csv").read_bytes()


def test_mixes_of_samples_are_the_same_whoever_makes_them(run, photos, tmp_path):
    mix = ["apply", "cutmix", "--base", "flip", "--data", photos, "--copies", 2, "--batch-size", 32]
    done = run(*mix, "--out", tmp_path / "whole")
    assert done.returncode == 0 and "copies are mixes" in done.stdout, done.stderr
    whole = everything(tmp_path / "whole")
    assert run(*mix, "--out", tmp_path / "processes", "--processes", 3).returncode == 0
    for part in ("3/3", "1/3", "2/3"):
        assert run(*mix, "--out", tmp_path / "parts", "--part", part).returncode == 0
    assert everything(tmp_path / "processes") == whole == everything(tmp_path / "parts")
    listed = rows(tmp_path / "whole")
    assert all(row["path"].startswith("images/") for row in listed) and len(listed) == 2 * SAMPLES
    soft = [json.loads(row["soft_label"]) for row in listed]
    assert all(abs(sum(weights.values()) - 1) < 1e-6 for weights in soft)
    assert 50 < sum(len(weights) == 2 for weights in soft) < 350
    assert all(weights[row["label"]] == max(weights.values()) for row, weights in zip(listed, soft))
    refused = run(*mix[:-1], 64, "--out", tmp_path / "whole")
    assert refused.returncode == 1 and "batch_size 32" in refused.stderr
    # The manifest is data.
    again = run("apply", "none", "--data", tmp_path / "whole/manifest.csv", "--out", tmp_path / "again", "--json")
    assert json.loads(again.stdout)["written"] == 2 * SAMPLES


def test_a_changed_picture_changes_the_copies_it_is_mixed_into(run, photos, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(photos, data)
    mix = ["apply", "mixup:1", "--data", data, "--batch-size", 230]
    assert run(*mix, "--out", tmp_path / "out").returncode == 0
    partners = {name for row in rows(tmp_path / "out")[:100] for name in json.loads(row["mixed_with"])}
    last = [row["source"] for row in rows(tmp_path / "out") if row["path"] > "images/dog/141"]
    changed = next(name for name in last if name in partners)  # of the third unit, in a copy of the first
    recolour((tmp_path / "out" / changed).resolve(), 200)
    refused = run(*mix, "--out", tmp_path / "out")
    assert refused.returncode == 1 and "of 3 units" in refused.stderr and "got 1 of" not in refused.stderr
    assert run(*mix, "--out", tmp_path / "out", "--update").returncode == 0
    assert run(*mix, "--out", tmp_path / "fresh").returncode == 0
    assert everything(tmp_path / "out")[0] == everything(tmp_path / "fresh")[0]


def test_pictures_with_annotations_are_not_mixed(run, tmp_path):
    recolour(tmp_path / "0.png", 5)
    (tmp_path / "m.csv").write_text("path,label,boxes\n0.png,a,car 1 1 5 5\n")
    refused = run("apply", "mosaic", "--data", tmp_path / "m.csv", "--out", tmp_path / "out")
    assert refused.returncode == 2 and "do not follow a mix" in refused.stderr
    assert len(refused.stderr.splitlines()) == 2, "what the data are, and the error"
    assert not (tmp_path / "out").exists()


def test_changed_annotations_are_noticed(run, tmp_path):
    recolour(tmp_path / "0.png", 5)
    (tmp_path / "m.csv").write_text("path,label,boxes\n0.png,a,car 1 1 5 5\n")
    assert run("apply", "none", "--data", tmp_path / "m.csv", "--out", tmp_path / "out").returncode == 0
    (tmp_path / "m.csv").write_text("path,label,boxes\n0.png,a,car 1 1 5 4\n")
    refused = run("apply", "none", "--data", tmp_path / "m.csv", "--out", tmp_path / "out")
    assert refused.returncode == 1 and "have changed" in refused.stderr


def test_copies_do_not_come_among_the_data(run, mixed, tmp_path):
    (tmp_path / "link").symlink_to(mixed)
    for data, out, cwd in [
        (mixed, mixed / "a/more", None),
        (mixed, mixed, None),
        (".", "augmented", mixed),
        (mixed, tmp_path / "link/more", None),
        (mixed, tmp_path / "elsewhere/../data/more", None),
        (mixed / "a", mixed, None),
    ]:
        done = run("apply", "none", "--data", data, "--out", out, "--format", "folder", cwd=cwd)
        assert done.returncode == 2 and "--out" in done.stderr, (data, out, done.stderr)
    assert not (mixed / "a/more").exists() and not (mixed / "augmented").exists() and not (mixed / ".apply").exists()
    assert run("apply", "none", "--data", mixed, "--out", tmp_path / "data2").returncode == 0


def test_files_of_others_are_left_alone(run, mixed, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "manifest.csv").write_text("mine")
    done = run("apply", "none", "--data", mixed, "--out", out)
    assert done.returncode == 1 and (out / "manifest.csv").read_text() == "mine"
    (tmp_path / "file").write_text("mine")
    assert run("apply", "none", "--data", mixed, "--out", tmp_path / "file").returncode == 1
    assert (tmp_path / "file").read_text() == "mine"
