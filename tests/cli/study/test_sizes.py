"""Which size pictures are trained at: chosen by the data, said, recorded; and what a policy's lengths become."""
import json
import os
import random
import subprocess

import pytest
from PIL import Image

PROGRAM = os.environ["VARIEGATE"]


def write_photos(folder, sizes, count=8, mode="RGB"):
    draw = random.Random(1)
    for label in ("ant", "bee"):
        (folder / label).mkdir(parents=True)
        for i in range(count):
            colour = tuple(draw.randrange(256) for _ in range(3)) if mode == "RGB" else draw.randrange(256)
            Image.new(mode, sizes[i % len(sizes)], colour).save(folder / label / f"{i + 1}.png")
    return folder


def search(run, photos, out, *more):
    done = run("search", "--data", photos, "--trials", 1, "--epochs", 1, "--final-seeds", 1, "--child", "small-conv:4",
               "--jobs", 2, "--out", out, *more)
    assert done.returncode == 0, done.stderr
    return done, json.loads((out / "policy.json").read_text())


@pytest.mark.parametrize("sizes, said, size", [
    ([(200, 150), (150, 210)], "pictures are about 200 x 150: trained at 96 x 96, cropped", [96, 96]),
    ([(70, 70)], "pictures are 70 x 70: trained at 64 x 64, cropped", [64, 64]),
    ([(50, 45)], "pictures are 50 x 45: trained at 45 x 45, cropped", [45, 45]),
    ([(28, 28)], "", [28, 28]),
    ([(30, 20)], "", [30, 20]),
], ids=lambda value: str(value)[:12])
def test_the_size_is_chosen_said_and_recorded(run, tmp_path, sizes, said, size):
    photos = write_photos(tmp_path / "photos", sizes)
    Image.new("RGB", (400, 9)).save(photos / "ant" / "0.png")  # one odd first file changes nothing
    done, policy = search(run, photos, tmp_path / "study")
    odd = said.replace("pictures are 70 x 70", "pictures are about 70 x 70").replace("are 50 x", "are about 50 x")
    assert odd in done.stderr and ("trained at" in done.stderr) == bool(said)
    assert "17 pictures at" in done.stderr and "shared by 2 workers" in done.stderr
    origin = policy["provenance"]
    assert origin["size"] == size
    assert origin["channels"] == 3
    assert origin["child"] == "small-conv:4"
    assert f"{size[0]} x {size[1]} pixels" in (tmp_path / "study" / "report.html").read_text()
    again = run("search", "--resume", "--out", tmp_path / "study")
    assert again.returncode == 0, again.stderr


@pytest.mark.parametrize("size, mode, base", [
    ((120, 90), "RGB", "random_resized_crop"), ((120, 90), "L", "random_resized_crop"),
    ((32, 32), "RGB", "random_crop"), ((32, 32), "L", "random_crop")])
def test_photographs_have_a_resized_crop_as_base(run, tmp_path, size, mode, base):
    photos = write_photos(tmp_path / "photos", [size], mode=mode)
    _, policy = search(run, photos, tmp_path / "study", "--space", "list", "--policies", "none", "--baselines", "manual")
    steps = policy["policy"]["sequence"]
    assert steps[0]["call"] == base
    assert ("flip_horizontal" in json.dumps(steps)) == (mode == "RGB")
    if base == "random_crop":  # 4 of 32 pixels
        assert steps[0]["with"] == {"padding": 0, "padding_fraction": 0.125}


def test_options_have_the_last_word(run, tmp_path):
    photos = write_photos(tmp_path / "photos", [(90, 60)])
    for given, said in [(["--resolution", "auto", "--fit", "pad"], "trained at 60 x 60, padded"),
                        (["--fit", "stretch"], "trained at 60 x 60, stretched"), (["--resolution", 24], "24 x 24, cropped")]:
        done = run("train", "manual", "--data", photos, "--epochs", 1, "--child", "small-conv:4", *given)
        assert done.returncode == 0, done.stderr
        assert said in done.stderr
    silent = run("train", "manual", "--data", photos, "--epochs", 1, "--child", "small-conv:4", "--resolution", 24,
                 "--fit", "pad")
    assert "trained at" not in silent.stderr
    assert run("train", "manual", "--data", photos, "--fit", "squash").returncode == 2


def test_lengths_in_pixels_are_warned_of_at_another_size(run, tmp_path):
    photos = write_photos(tmp_path / "photos", [(120, 120)])
    policy = {"format": "variegate-policy", "version": 1, "fields": {"image": "image"},
              "policy": {"call": "motion_blur", "with": {"length": 5}}, "provenance": {"size": [32, 32]}}
    file = tmp_path / "policy.json"
    file.write_text(json.dumps(policy))
    commands = [["preview", file, "--data", photos, "--out", tmp_path / "p.png"],
                ["apply", file, "--data", photos, "--out", tmp_path / "copies"],
                ["train", file, "--data", photos, "--epochs", 1, "--child", "small-conv:4"]]
    for command in commands:
        done = run(*command)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("found on pictures of 32 x 32") == 1
        assert "motion_blur (lengths in pixels)" in done.stderr
    policy["provenance"]["size"] = [100, 100]
    file.write_text(json.dumps(policy))
    assert "found on pictures" not in run(*commands[0]).stderr


def test_workers_of_a_killed_search_leave_no_prepared_pictures(run, tmp_path):
    photos = write_photos(tmp_path / "photos", [(90, 60)])
    process = subprocess.Popen([PROGRAM, "search", "--data", photos, "--trials", "50", "--epochs", "2", "--jobs", "2",
                                "--child", "small-conv:4", "--out", tmp_path / "study"], stderr=subprocess.PIPE, text=True)
    for line in process.stderr:
        if "shared by" in line:
            break
    process.kill()
    process.wait()
    process.stderr.close()
    left = {path.name for path in (tmp_path / "study").iterdir()}
    assert all(name.startswith("study.sqlite") or name == "study.lock" for name in left), left
