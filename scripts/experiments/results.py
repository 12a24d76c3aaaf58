#!/usr/bin/env python3
"""The experiments of docs/results.md: runs them and prints their tables.

    scripts/experiments/results.py cifar10-1000    (the policy that scripts/demo has found)
    scripts/experiments/results.py cifar10-4000    (the same policy)
    scripts/experiments/results.py usps --mnist FOLDER --usps FOLDER
    scripts/experiments/results.py planted [PROBLEM ...]

Everything goes to .cache/results (--out). A search that was cut short goes on, what is finished is not run again.
"""
import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PUBLISHED = ["none", "manual", "trivialaugment", "randaugment:2:9", "autoaugment-cifar10"]
PYTHON = ROOT / ".venv/bin/python"
CIFAR10 = ["--data", ROOT / ".cache/cifar10"]


def variegate(*arguments):
    command = [str(ROOT / "bin/variegate"), *map(str, arguments)]
    print("$", " ".join(command), file=sys.stderr, flush=True)
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def search(folder, *arguments):
    if not (folder / "policy.json").exists():
        resume = ["--resume"] if (folder / "study.sqlite").exists() else []
        variegate("search", *arguments, *resume, "--out", folder)
    return json.loads(variegate("report", folder, "--json"))


def compare(folder, arms, *arguments):
    path = folder / "comparison.json"
    if not path.exists():
        variegate("compare", *arguments, "--arms", ",".join(map(str, arms)), "--out", folder)
    return json.loads(path.read_text())


def means(comparison):
    return {arm["name"]: arm["mean"] for arm in comparison["arms"]}


def percent(share):
    return f"{100 * share:.1f}"


def print_comparison(comparison, names={}):
    """A row an arm: mean, standard deviation, seeds, difference from manual with its 95 % interval."""
    from_manual = {difference["a"]: difference for difference in comparison["differences"]}
    print("| arm | mean | sd | seeds | over manual (95 %) |\n|---|---|---|---|---|")
    for arm in comparison["arms"]:
        seeds = " ".join(percent(accuracy) for accuracy in arm["seeds"])
        gain = from_manual.get(arm["name"])
        interval = f"{100 * gain['mean']:+.1f} [{100 * gain['low']:+.1f}, {100 * gain['high']:+.1f}]" if gain else ""
        name = names.get(arm["name"], arm["name"])
        print(f"| {name} | {percent(arm['mean'])} | {percent(arm['sd'])} | {seeds} | {interval} |")


def cifar10(options):
    """The policy found on 1,000 images in the time of the demo, judged with more seeds, images and a larger child."""
    folder = options.out / f"cifar10-{options.train_size}"
    comparison = compare(
        folder, [*PUBLISHED, options.policy], *CIFAR10, "--train-size", options.train_size, "--seeds", options.seeds,
        "--child", options.child, "--epochs", options.epochs)
    print_comparison(comparison, {str(options.policy): "found"})


def usps(options):
    folder = options.out / "usps"
    data = ["--data", options.mnist, "--train-size", 2000, "--base", "affine", "--epochs", 50]
    target = ["--validation", options.usps, "--validation-size", 200]
    search(folder / "study", *data, *target, "--trials", 40, "--seed", 1)
    found = folder / "study/policy.json"
    comparison = compare(
        folder, ["none", "manual", "trivialaugment", "randaugment:2:9", found], *data, "--test", options.usps, "--seeds", 5)
    print_comparison(comparison, {str(found): "found"})


def planted(options):
    """For each problem: the share of the oracle's gain that the found policy recovers on the test set, what the study
    says of the cause, and what it ranks last."""
    source = ROOT / "scripts/experiments/planted.py"
    names = options.problems or subprocess.run(
        [PYTHON, source, "--list"], check=True, stdout=subprocess.PIPE, text=True).stdout.split()
    rows = []
    for name in names:
        folder = options.out / "planted" / name
        if not (folder / "oracle.json").exists():
            subprocess.run([PYTHON, source, name, folder], check=True)
        data = ["--data", folder / "train", "--train-size", 1000, "--epochs", 40]
        summary = search(
            folder / "study", *data, "--validation", folder / "validation", "--trials", 40, "--seed", 1)
        found = folder / "study/policy.json"
        oracle = folder / "oracle.json"
        comparison = compare(
            folder, ["none", "manual", oracle, found], *data, "--test", folder / "test", "--seeds", 3)
        mean = means(comparison)
        none, best, own = mean["none"], mean[str(oracle)], mean[str(found)]
        causes = {step["call"] for step in json.loads(oracle.read_text())["policy"]["sequence"]}
        said = [
            f"{op['op']} {100 * op['share']:.0f} %{': ' + op['range'] if op['range'] else ''}"
            for op in summary["operations"] if op["op"] in causes]
        ranked = [op["op"] for op in summary["operations"] if op["effect"] is not None]
        places = ", ".join(f"{op} {ranked.index(op) + 1}." for op in sorted(causes) if op in ranked)
        rows.append(
            f"| {name} | {percent(none)} | {percent(mean['manual'])} | {percent(best)} "
            f"| {percent(own)} | {100 * (own - none) / (best - none):.0f} % | {'; '.join(said) or 'not in it'} "
            f"| {places} of {len(ranked)} | {', '.join(ranked[-3:])} |")
    print("| problem | none | manual | oracle | found | of the oracle's gain | the cause in the found policy "
          "| its rank | ranked last |\n|---|---|---|---|---|---|---|---|---|")
    print("\n".join(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)

    def command(name, run):
        sub = commands.add_parser(name)
        sub.set_defaults(run=run)
        sub.add_argument("--out", type=pathlib.Path, default=ROOT / ".cache/results")
        return sub

    for images, seeds, child in ((1000, 5, "small-conv:16"), (4000, 3, "small-conv:24")):
        sub = command(f"cifar10-{images}", cifar10)
        sub.set_defaults(train_size=images)
        sub.add_argument("--policy", type=pathlib.Path, default=ROOT / "demo/policy.json")
        sub.add_argument("--seeds", type=int, default=seeds)
        sub.add_argument("--child", default=child)
        sub.add_argument("--epochs", type=int, default=100)
    sub = command("usps", usps)
    sub.add_argument("--mnist", type=pathlib.Path, required=True)
    sub.add_argument("--usps", type=pathlib.Path, required=True)
    command("planted", planted).add_argument("problems", nargs="*")
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
