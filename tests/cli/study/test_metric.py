"""A search and a training by another metric than the accuracy."""
import json
import os
import pathlib
import sqlite3
import subprocess

PROGRAM = os.environ["VARIEGATE"]
FASHION = pathlib.Path("/usr/share/datasets/fashion-mnist")  # Debian's dataset-fashion-mnist
SMALL = ["--data", FASHION, "--train-size", 200, "--validation-size", 200, "--child", "small-conv:4"]


def run(*command):
    return subprocess.run([PROGRAM, *map(str, command)], capture_output=True, text=True, timeout=120)


def test_a_search_by_loss_keeps_the_trial_of_least_loss_and_says_the_metric(tmp_path):
    out = tmp_path / "study"
    done = run("search", *SMALL, "--epochs", 2, "--trials", 4, "--method", "random", "--metric", "loss",
               "--early-stop", "none", "--final-policies", 0, "--seed", 7, "--out", out)
    assert done.returncode == 0, done.stderr
    events = sqlite3.connect(next(out.glob("*.sqlite"))).execute("SELECT kind, trial, payload FROM event").fetchall()
    opened = next(json.loads(payload) for kind, _, payload in events if kind == "opened")
    assert opened["metric"] == {"name": "loss", "larger_is_better": False, "share": False}
    losses = {trial: json.loads(payload)["value"] for kind, trial, payload in events if kind == "finished"}
    assert len(losses) == 4 and max(losses.values()) > 1.0, "cross entropies, and no shares"
    chosen = next(json.loads(payload)["arm"] for kind, _, payload in events if kind == "chosen")
    assert chosen == f"trial {min(losses, key=losses.get)}"
    assert "loss" in (out / "report.html").read_text()

    refused = run("search", *SMALL, "--epochs", 2, "--trials", 4, "--method", "random", "--early-stop", "none",
                  "--final-policies", 0, "--seed", 7, "--out", out, "--resume", "--metric", "accuracy")
    assert refused.returncode == 2 and "metric" in refused.stderr, refused.stderr


def test_a_comparison_by_loss_is_in_losses(tmp_path):
    line = ["compare", *SMALL, "--epochs", 1, "--seeds", 2, "--test-size", 200, "--arms", "none,manual"]
    done = run(*line, "--metric", "loss", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("loss on 200 test images, 1 epochs, less is better\n")
    assert "%," not in done.stdout and "points" not in done.stdout
    losses = json.loads((tmp_path / "comparison.json").read_text())
    assert losses["data"]["metric"]["name"] == "loss"
    shares = json.loads(run(*line, "--json").stdout)
    for arm, by_accuracy in zip(losses["arms"], shares["arms"]):
        assert arm["seed_numbers"] == by_accuracy["seed_numbers"]
        assert min(arm["seeds"]) > 1.0 > max(by_accuracy["seeds"])
        assert f"{arm['mean']:.4f}" in done.stdout


def test_a_proxy_by_loss_ranks_by_losses(tmp_path):
    out = tmp_path / "proxy.json"
    line = ["proxy", *SMALL, "--epochs", 2, "--proxy", "epochs=1", "--seeds", 1, "--policies", "none,manual,trivialaugment",
            "--random", 0, "--metric", "loss", "--out", out]
    done = run(*line)
    assert done.returncode == 0, done.stderr
    assert "loses: as much in loss on the full task" in done.stdout
    measured = json.loads(out.read_text())
    assert measured["metric"]["name"] == measured["full"]["metric"] == "loss"
    assert all(arm["mean"] > 1.0 for task in measured["tasks"] for arm in task["arms"])
    again = run(*line, "--json")  # all of it is in the file
    assert json.loads(again.stdout)["proxies"][0]["metric"] == "loss"
    other = run(*line[:-4], "--out", out)
    assert other.returncode != 0 and "differs here from what is asked for" in other.stderr


def test_a_training_tells_the_loss_that_it_was_asked_for():
    done = run("train", "none", *SMALL, "--epochs", 1, "--metric", "loss", "--json")
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert "accuracy" not in result and 0.5 < result["value"] < 5.0
    unknown = run("train", "none", *SMALL, "--metric", "los")
    assert unknown.returncode == 2 and "did you mean 'loss'" in unknown.stderr
