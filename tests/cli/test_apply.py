"""`variegate apply` writes the same files whoever shares the work and however often it is killed."""
import json
import os
import random
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
    """Everything but the record, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".apply" not in path.parts
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
    assert whole["cat/00000000-0.png"] != whole["cat/00000000-1.png"]


@pytest.mark.parametrize("more", [["--processes", "3"], ["--part", "1/1", "--processes", "1"]])
def test_several_processes_write_the_same_files_as_one(run, photos, whole, tmp_path, more):
    done = run(*arguments(photos, tmp_path / "out", *more, "--json"))
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert (summary["complete"], summary["written"], summary["skipped"]) == (True, 2 * SAMPLES, 0)
    assert files(tmp_path / "out") == whole


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
        time.sleep(0.2)
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
                copies[members[name[:-3] + "cls"].decode() + "/" + name] = data
    assert copies == whole
    again = run("apply", "manual", "--data", tmp_path / "shards", "--out", tmp_path / "again", "--json")
    assert json.loads(again.stdout)["written"] == 2 * SAMPLES


def test_jpeg_of_a_size(run, photos, tmp_path):
    done = run(*arguments(photos, tmp_path / "out", "--encoding", "jpeg", "--quality", "80", "--resolution", "16"))
    assert done.returncode == 0, done.stderr
    with Image.open(tmp_path / "out/dog/00000229-1.jpg") as picture:
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
