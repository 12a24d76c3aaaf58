"""The commands that a report tells people to type work, and mean the study's own task."""
import html
import json
import os
import pathlib
import shlex
import subprocess

import pytest

PROGRAM = os.environ["VARIEGATE"]
FASHION = "/usr/share/datasets/fashion-mnist"  # Debian's dataset-fashion-mnist
TASK = ["--data", FASHION, "--train-size", "100", "--validation-size", "120", "--resolution", "16", "--split-seed", "3",
        "--format", "idx"]
CHILD = ["--child", "small-conv:4", "--batch-size", "32", "--precision", "fp32", "--no-fuse"]


def run(command, **options):
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120, **options)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    out = tmp_path_factory.mktemp("a study's") / "out"
    done = run([PROGRAM, "search", *TASK, *CHILD, "--base", "flip", "--method", "random", "--trials", "2", "--epochs", "1",
                "--final-policies", "1", "--final-seeds", "1", "--baselines", "none,manual", "--seed", "7", "--out", out])
    assert done.returncode == 0, done.stderr
    return out


@pytest.fixture(scope="module")
def uses(study):
    done = run([PROGRAM, "report", study, "--json"])
    assert done.returncode == 0, done.stderr
    return [use["command"] for use in json.loads(done.stdout)["uses"]]


def command_of(uses, name):
    return next(words for words in map(shlex.split, uses) if words[1] == name)


def has(words, options):
    text = " ".join(words)
    pairs = [option for option in " ".join(options).split(" --")]
    return all(pair.removeprefix("--") in text for pair in pairs)


def test_the_page_has_the_same_commands(study, uses):
    page = html.unescape((study / "report.html").read_text())
    for command in uses:
        assert command in page


def test_they_carry_the_options_of_the_study(uses):
    for name in ("train", "compare"):
        words = command_of(uses, name)
        assert has(words, TASK) and has(words, CHILD) and has(words, ["--epochs", "2"]), words
    assert has(command_of(uses, "compare"), ["--base", "flip"])
    assert has(command_of(uses, "preview"), TASK)


@pytest.mark.parametrize("name", ["train", "preview", "policy", "compare"])
def test_each_runs(uses, tmp_path, name):
    words = command_of(uses, name)
    assert words[0] == "variegate"
    more = ["--seeds", "1", "--test-size", "100"] if name == "compare" else []
    done = run([PROGRAM, *words[1:], *more], cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_after_the_comparison_the_report_shows_it(study, uses):
    assert (study / "comparison.json").exists()  # of the test above
    assert run([PROGRAM, "report", study]).returncode == 0
    assert "On the test set" in (study / "report.html").read_text()


def test_training_with_the_command_repeats_the_studys_task(uses):
    words = command_of(uses, "train")
    done = run([PROGRAM, *words[1:], "--json"])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["epochs"] == 2


def test_a_base_from_a_file_is_kept_beside_the_policy(tmp_path):
    base = tmp_path / "base.json"
    base.write_text(json.dumps({"format": "variegate-policy", "version": 1, "fields": {"image": "image"},
                                "policy": {"call": "rotate", "with": {"degrees": 5}}}))
    out = tmp_path / "study"
    done = run([PROGRAM, "search", *TASK, *CHILD, "--base", base, "--method", "random", "--trials", "1", "--epochs", "1",
                "--final-policies", "0", "--out", out])
    assert done.returncode == 0, done.stderr
    base.unlink()
    done = run([PROGRAM, "report", out, "--json"])
    words = command_of([use["command"] for use in json.loads(done.stdout)["uses"]], "compare")
    kept = words[words.index("--base") + 1]
    assert run([PROGRAM, "policy", "show", kept]).stdout.splitlines()[2:3] == ["rotate by 5 degrees"]
