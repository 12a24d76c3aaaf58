"""The whole loop with real children: the same policy comes out whatever the number of workers and kills."""
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import time

import pytest

PROGRAM = os.environ["VARIEGATE"]
FASHION = pathlib.Path("/usr/share/datasets/fashion-mnist")  # Debian's dataset-fashion-mnist
SMALL = ["--data", FASHION, "--train-size", 200, "--validation-size", 200, "--child", "small-conv:4"]


def search(out, *more):
    epochs = [] if "--epochs" in more else ["--epochs", 1]
    arguments = ["search", *SMALL, *epochs, "--seed", 7, "--out", out, *more]
    return [PROGRAM, *map(str, arguments)]


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **options)


def policy(folder):
    document = json.loads((folder / "policy.json").read_text())
    document["provenance"].pop("created")
    return document


TINY = ["--jobs", 1, "--method", "random", "--final-policies", 1, "--final-seeds", 1]


def snapshot(folder):
    return {path.relative_to(folder): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


@pytest.mark.parametrize("name", ["policy.json", "report.html", "comparison.json", "checkpoints/model.pt"])
def test_a_folder_with_files_of_ours_by_name_is_refused_and_left_as_it_was(tmp_path, name):
    mine = tmp_path / "project" / name
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    before = snapshot(tmp_path)
    done = run(search(tmp_path / "project", "--trials", 2))
    assert done.returncode == 2 and name.split("/")[0] in done.stderr, done.stderr
    assert snapshot(tmp_path) == before


def test_other_files_are_left_alone(tmp_path):
    for name in ["notes.txt", "lock", "model.pt"]:
        (tmp_path / name).write_text("mine")
    done = run(search(tmp_path, *TINY, "--trials", 2))
    assert done.returncode == 0, done.stderr
    assert all((tmp_path / name).read_text() == "mine" for name in ["notes.txt", "lock", "model.pt"])


def test_a_study_among_its_data_is_refused(tmp_path):
    (tmp_path / "photos" / "ant").mkdir(parents=True)
    for out, folder in [("photos/study", tmp_path), ("study", tmp_path / "photos"), (".", tmp_path)]:
        data = os.path.relpath(tmp_path / "photos", folder)
        done = run([PROGRAM, "search", "--data", data, "--budget", "60s", "--out", out], cwd=folder)
        assert done.returncode == 2 and "--out" in done.stderr, done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["photos", "ant"]


def test_a_resume_works_from_anywhere_and_after_study_and_data_were_moved(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    os.symlink(FASHION, home / "data")
    command = [PROGRAM, "search", "--data", "data", "--train-size", "200", "--validation-size", "200", "--child",
               "small-conv:4", "--epochs", "1", "--seed", "7", "--trials", "400", "--final-policies", "0"]
    process = subprocess.Popen([*command, "--out", "study"], cwd=home, stderr=subprocess.DEVNULL)
    while not (home / "study" / "policy.json").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()

    def goes_on(folder, *arguments):
        process = subprocess.Popen([PROGRAM, "search", "--resume", *map(str, arguments)], cwd=folder, stderr=subprocess.PIPE,
                                   text=True)
        said = ""
        while "resumed after" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
        return process.returncode == 130

    (tmp_path / "other").mkdir()
    assert goes_on(tmp_path / "other", "--out", "../home/study")
    home.rename(tmp_path / "moved")
    assert goes_on(tmp_path, "--out", "moved/study")
    (tmp_path / "moved" / "data").rename(tmp_path / "data")
    assert goes_on(tmp_path, "--out", "moved/study", "--data", "data")
    (tmp_path / "moved" / "study").rename(tmp_path / "other" / "study")
    assert goes_on(tmp_path, "--out", "other/study")


def test_a_budget_of_a_few_seconds_is_kept_and_leaves_a_policy(tmp_path):
    out = tmp_path / "study"
    begin = time.monotonic()
    done = run([PROGRAM, "search", "--data", str(FASHION), "--validation-size", "500", "--child", "small-conv:4", "--jobs", "2",
                "--budget", "25s", "--out", str(out)])
    seconds = time.monotonic() - begin
    assert done.returncode == 0, done.stderr
    assert seconds < 25 + 20
    assert "images/s" in done.stderr and "hold about" in done.stderr
    assert json.loads((out / "policy.json").read_text())["provenance"]["source"].startswith("variegate search")
    assert (out / "report.html").exists()


def test_ctrl_c_leaves_the_best_so_far(tmp_path):
    out = tmp_path / "study"
    process = subprocess.Popen(search(out, "--trials", 1000), stderr=subprocess.PIPE, text=True)
    while not (out / "policy.json").exists():
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130 and f"the best so far in {out}/policy.json" in errors
    assert json.loads((out / "policy.json").read_text())["provenance"]["source"] == "variegate search: best so far"
    assert run([PROGRAM, "policy", "show", str(out / "policy.json")]).returncode == 0


@pytest.mark.parametrize("options", [
    ["--method", "random", "--trials", 6],
    ["--method", "gp", "--trials", 6],
    ["--method", "pba", "--members", 4, "--epochs", 4, "--set", "interval=1", "--baselines", "manual"],
], ids=lambda options: options[1])
def test_the_policy_does_not_depend_on_workers_or_kills(tmp_path, options):
    one = run(search(tmp_path / "one", *options, "--jobs", 1))
    assert one.returncode == 0, one.stderr
    two = run(search(tmp_path / "two", *options, "--jobs", 2))
    assert two.returncode == 0, two.stderr
    assert policy(tmp_path / "one") == policy(tmp_path / "two")

    killed = tmp_path / "killed"
    moments = random.Random(1)
    resume = []
    for _ in range(3):
        process = subprocess.Popen(search(killed, *options, "--jobs", 2, *resume), stderr=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.3, 2.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if (killed / "study.sqlite").exists():
            resume = ["--resume"]
    last = run(search(killed, *options, "--jobs", 2, *resume))
    assert last.returncode == 0, last.stderr
    assert policy(killed) == policy(tmp_path / "one")


def test_a_task_that_was_cut_to_a_budget_stays_so_after_a_kill(tmp_path):
    out = tmp_path / "study"
    command = [PROGRAM, "search", "--data", str(FASHION), "--validation-size", "200", "--child", "small-conv:4", "--budget", "40s",
               "--trials", "3", "--final-policies", "0", "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not (out / "study.sqlite").exists():
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)  # while the speed is measured: the log is empty
    process.wait()
    process = subprocess.Popen([*command, "--resume"], stderr=subprocess.PIPE, text=True)
    said = process.stderr.readline()
    while "images/s" not in said:
        said = process.stderr.readline()
        assert said, "it ended without having measured"
    time.sleep(2)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    last = run([*command, "--resume"])
    assert last.returncode == 0, last.stderr
    assert "images/s" not in last.stderr, "it was measured once"


def test_a_population_refuses_a_budget_that_is_too_short_and_leaves_no_folder(tmp_path):
    done = run([PROGRAM, "search", "--data", str(FASHION), "--validation-size", "200", "--child", "small-conv:4", "--method", "pba",
                "--budget", "0.1s", "--out", str(tmp_path / "study")])
    assert done.returncode == 2
    assert re.search(r"--budget: too short for a population.*expected at least \d+ s for 8 members", done.stderr)
    assert not (tmp_path / "study").exists()


def test_the_report_says_for_machines_what_it_says_for_people(tmp_path):
    assert run(search(tmp_path / "study", "--trials", 4, "--method", "random")).returncode == 0
    done = run([PROGRAM, "report", str(tmp_path / "study"), "--json"])
    assert done.returncode == 0, done.stderr
    summary = json.loads(done.stdout)
    assert summary["trials"] == 4
    assert {arm["name"] for arm in summary["final_round"]} >= {"none", "manual", "trivialaugment"}
    assert summary["operations"] == [] and "4 of the 20" in summary["operations_unknown"]
    decision = summary["decision"]
    assert decision["reference"] == "manual" and decision["seeds"] == 5, "200 pictures: every seed has a fold"
    assert decision["validation_pictures"] == 1000
    assert all(arm["low"] < arm["gain"] < arm["high"] and 0 <= arm["better"] <= 1 for arm in decision["arms"])
    assert summary["finding"] in (tmp_path / "study" / "report.html").read_text()
    assert pathlib.Path(summary["report"]).exists()


def test_ctrl_c_stops_cleanly_and_says_how_to_resume(tmp_path):
    out = tmp_path / "study"
    process = subprocess.Popen(search(out, "--trials", 1000), stderr=subprocess.PIPE, text=True)
    while not (out / "study.sqlite").exists():
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert f"variegate search --resume --out {out}" in errors


def test_a_second_coordinator_refuses(tmp_path):
    out = tmp_path / "study"
    first = subprocess.Popen(search(out, "--trials", 1000), stderr=subprocess.DEVNULL)
    try:
        while not (out / "study.sqlite").exists():
            time.sleep(0.05)
        second = run(search(out, "--trials", 1000, "--resume"))
        assert second.returncode == 1 and str(first.pid) in second.stderr, second.stderr
    finally:
        first.kill()
        first.wait()


def test_compare_prints_arms_and_differences(tmp_path):
    command = ["compare", *SMALL, "--epochs", 1, "--seeds", 2, "--test-size", 200, "--arms", "none,manual", "--json"]
    done = run([PROGRAM, *map(str, command)])
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert [arm["name"] for arm in document["arms"]] == ["none", "manual"]
    for arm in document["arms"]:
        assert len(arm["seeds"]) == 2 and 0 <= arm["mean"] <= 1 and arm["sd"] >= 0 and arm["seconds"] > 0
    assert [(d["a"], d["b"]) for d in document["differences"]] == [("none", "manual")]


def test_policies_that_mix_samples_are_trained_with_by_every_command(tmp_path):
    line = ["--epochs", 1, "--arms", "manual,mixup-cutmix", "--seeds", 2, "--test-size", 200, "--json"]
    compared = run([PROGRAM, "compare", *map(str, [*SMALL, *line])])
    assert compared.returncode == 0, compared.stderr
    assert [arm["name"] for arm in json.loads(compared.stdout)["arms"]] == ["manual", "mixup-cutmix"]
    curves = {}
    for name in ["mixup:0.2", "none"]:
        twice = [run([PROGRAM, "train", name, *map(str, [*SMALL, "--base", "none", "--epochs", 2, "--seed", 3,
                                                         "--json"])]) for _ in range(2)]
        assert all(done.returncode == 0 for done in twice), twice[0].stderr
        first, again = ([(point["loss"], point["train_accuracy"]) for point in json.loads(done.stdout)["curve"]]
                        for done in twice)
        assert first == again
        curves[name] = first
    assert curves["mixup:0.2"] != curves["none"]
    searched = run(search(tmp_path / "study", *TINY, "--trials", 2, "--baselines", "none,manual,mixup:0.2"))
    assert searched.returncode == 0, searched.stderr
    assert "mixup:0.2" in searched.stdout + searched.stderr


@pytest.mark.parametrize(
    ("arguments", "fragment"),
    [
        (["search", "--data", "/nowhere"], "/nowhere"),
        (["search", "--data", FASHION, "--train-size", 70000], "70000"),
        (["search", "--data", FASHION, "--child", "smal-conv:16"], "small-conv"),
        (["search", "--data", FASHION, "--method", "gpp"], "did you mean 'gp'"),
        (["search", "--data", FASHION, "--ops", "rotat"], "did you mean 'rotate'"),
        (["search", "--data", FASHION, "--base", "crop-flp"], "crop-flip"),
        (["search", "--data", FASHION, "--device", "cuda:7"], "cuda:7"),
        (["search", "--data", FASHION, "--budget", "20x"], "20x"),
        (["search", "--data", FASHION, "--budget", "300"], "300s, 300m or 300h"),
        (["search", "--data", FASHION, "--budget", "1.5"], "1.5s"),
        (["search", "--data", FASHION, "--budget", "1h30"], "1h30"),
        (["search", "--data", FASHION, "--budget", "-5m"], "-5m"),
        (["search", "--data", FASHION, "--budget", "m"], "'m'"),
        (["search", "--data", FASHION, "--budget", "infs"], "infs"),
        (["search", "--resume"], "study"),
        (["search"], "--data"),
        (["search", "--data", FASHION, "--space", "list"], "--policies"),
        (["train", "trivialaugmnt", "--data", FASHION], "trivialaugment"),
        (["compare", "--data", FASHION, "--arms", "manual,manual"], "manual"),
    ],
)
def test_bad_input_is_told_in_one_line(tmp_path, arguments, fragment):
    done = run([PROGRAM, *map(str, arguments)], cwd=tmp_path)
    assert done.returncode in (1, 2), done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("variegate") and fragment in last, done.stderr
    assert list(tmp_path.iterdir()) == [], "a study that cannot run leaves no folder behind"


@pytest.mark.parametrize(
    ("options", "advice"),
    [
        (["--sub-policies", 20], "gp learns little over 203 coordinates; a smaller space: --sub-policies 5 --calls 2"),
        ([], None),
    ],
)
def test_gp_warns_of_a_space_that_is_too_large_for_it(tmp_path, options, advice):
    (tmp_path / "file").touch()  # in which no study can be: it ends after the options were looked at
    done = run([PROGRAM, *map(str, ["search", "--data", FASHION, "--method", "gp", *options, "--out", tmp_path / "file/x"])])
    assert done.returncode == 1
    assert ("warning" in done.stderr) == (advice is not None)
    assert advice is None or advice in done.stderr
