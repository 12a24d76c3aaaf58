"""Wrong usage is told in one line on standard error, with exit code 2; help names every option."""
import json
import os
import pathlib
import re
import subprocess

import pytest

from conftest import PROGRAM

FASHION = "/usr/share/datasets/fashion-mnist"  # Debian's dataset-fashion-mnist

WRONG = [
    (["serch"], "unknown command 'serch'"),
    (["polcy"], "did you mean 'policy'?"),
    (["policy"], "a command is missing; there are: list, show"),
    (["policy", "shw"], "did you mean 'show'?"),
    (["policy", "show"], "POLICY is required"),
    (["policy", "show", "trivialaugmant"], "did you mean 'trivialaugment'?"),
    (["ops", "rotat"], "did you mean 'rotate'?"),
    (["ops", "rotate", "shear_x"], "'shear_x' is one argument too many"),
    (["ops", "--jsn"], "unknown option '--jsn' (did you mean '--json'?)"),
    (["--versio"], "did you mean '--version'?"),
    (["preview", "trivialaugment"], "--data is required"),
    (["preview", "trivialaugment", "--dta", "x"], "did you mean '--data'?"),
    (["preview", "trivialaugment", "--data", "x", "--samples", "0"], "--samples: got '0'; expected a whole number, 1 .. 200"),
    (["preview", "trivialaugment", "--data", "x", "--copies", "1e3"], "--copies: got '1e3'; expected a whole number"),
    (["preview", "trivialaugment", "--data", "x", "--seed", "-1"], "--seed: got '-1'; expected a whole number, 0 or more"),
    (["preview", "trivialaugment", "--data", "x", "--format", "ixd"], "did you mean 'idx'?"),
    (["preview", "trivialaugment", "--data"], "--data"),
    (["bench", "--ops", "rotat"], "did you mean 'rotate'?"),
    (["bench", "--policies", "trivialaugmant"], "did you mean 'trivialaugment'?"),
    (["bench", "--sizes", "224x"], "got '224x'; expected a side or WIDTHxHEIGHT in pixels, 1 .. 8192"),
    (["bench", "--sizes", "32,0"], "got '0'; expected a side or WIDTHxHEIGHT"),
    (["bench", "--seconds", "0"], "--seconds: got '0'; expected a number, 0.001 .. 3600"),
    (["bench", "--threads", "0"], "--threads: got '0'; expected a whole number, 1 .. 1024"),
    (["bench", "--output", "float"], "--output: got 'float'; expected one of uint8, float32, bfloat16"),
    (["bench", "--loader"], "--loader: there is nothing to load; got no --data"),
    (["bench", "--target", "AVX9"], "--target: got 'AVX9'; expected one of "),
    (["proxy", "--data", "x"], "--proxy is required"),
    (["proxy", "--data", "x", "--proxy", "epoch=5"], "a proxy has no such part (did you mean 'epochs'?)"),
    (["proxy", "--data", "x", "--proxy", "epochs=0"], "not a number that it can be; got 'epochs=0'"),
    (["search", "--data", FASHION, "--method", "pba", "--space", "uniform"], "does not fit the space"),
    (["report"], "STUDY is required"),
    (["help", "serch"], "unknown command 'serch' (did you mean 'search'?)"),
    (["help", "policy", "shw"], "did you mean 'show'?"),
    (["help", "search", "now"], "variegate search has no commands below it; got 'now'"),
    (["search", "photos/"], "'photos/' is one argument too many (did you mean '--data photos/'?)"),
    (["bench", "photos/"], "did you mean '--data photos/'?"),
    (["compare", "photos/"], "did you mean '--data photos/'?"),
    (["proxy", "photos/", "--proxy", "epochs=5"], "did you mean '--data photos/'?"),
    (["train", "trivialaugment", "photos/"], "did you mean '--data photos/'?"),
    (["apply", "trivialaugment", "photos/", "out/"], "did you mean '--data photos/'?"),
    (["apply", "trivialaugment", "--data", "photos/", "out/"], "did you mean '--out out/'?"),
    (["preview", FASHION], f"did you mean 'variegate preview POLICY --data {FASHION}'?"),
    (["train", FASHION, "trivialaugment"], f"did you mean 'variegate train trivialaugment --data {FASHION}'?"),
    (["report", "study", "page.html"], "did you mean '--out page.html'?"),
    (["train", "none", "--data", FASHION, "--device", "gpu"], "did you mean 'cuda'?"),
    (["train", "none", "--data", FASHION, "--device", "gpu:1"], "did you mean 'cuda:1'?"),
    (["train", "none", "--data", FASHION, "--device", "cuda1"], "did you mean 'cuda'?"),
    (["train", "none", "--data", FASHION, "--precision", "float32"], "did you mean 'fp32'?"),
    (["train", "none", "--data", FASHION, "--precision", "bfloat16"], "did you mean 'bf16'?"),
    (["search", "--data", FASHION, "--method", "bayesian"], "did you mean 'gp'?"),
    (["preview", "none", "--data", FASHION, "--format", "webdataset"], "did you mean 'tar'?"),
    (["apply", "none", "--data", FASHION, "--out", "out", "--encoding", "jpg"], "did you mean 'jpeg'?"),
    (["policy", "show", "TrivialAugment"], "did you mean 'trivialaugment'?"),
    (["policy", "show", "mixup:0"], "mixup:ALPHA, ALPHA 0.1 .. 100"),
    (["search", "--data", FASHION, "--ops", "rotate,cutmix"], "a mix of samples is no operation; got 'cutmix'"),
    (["policy", "show", "crop-flop"], "did you mean 'crop-flip'?"),
    (["bench", "--format", "targ"], "did you mean 'tar'?"),
    (["train"], "POLICY is required"),
    (["train", "trivialaugment"], "--data is required"),
    (["train", "trivialaugmant", "--data", FASHION], "did you mean 'trivialaugment'?"),
    (["search"], "--data: no training data named"),
    (["search", "--data", FASHION, "--method", "tep"], "did you mean 'tpe'?"),
    (["search", "--data", FASHION, "--trials", "-1"], "--trials: got '-1'; expected a whole number, 0 .. 1000000"),
    (["search", "--data", FASHION, "--budget", "20x"], "--budget: got '20x'; expected a time such as 90s"),
    (["search", "--data", FASHION, "--space", "list"], "--space list: no policies to choose from"),
    (["search", "--data", FASHION, "--space", "list", "--policies", "foo"], "no such policy; got 'foo'"),
    (["search", "--data", FASHION, "--ops", "rotat"], "did you mean 'rotate'?"),
    (["search", "--data", FASHION, "--ops", "rotate,rotate"], "an operation is given twice; got 'rotate'"),
    (["search", "--data", FASHION, "--base", "crp"], "did you mean 'crop'?"),
    (["search", "--data", FASHION, "--early-stop", "medan"], "did you mean 'median'?"),
    (["search", "--data", FASHION, "--learning-rate", "nan"], "--learning-rate: got 'nan'; expected a number"),
    (["search", "--data", FASHION, "--momentum", "1"], "--momentum: got '1'; expected a number, 0 .. 0.9999"),
    (["search", "--data", FASHION, "--device", "cuda:x"], "--device: got 'cuda:x'; expected cpu, cuda or cuda:N"),
    (["search", "--data", FASHION, "--group-by", "folder:0"], "--group-by: the folder's number is not a whole number"),
    (["search", "--data", FASHION, "--baselines", "nine"], "no such policy; got 'nine'"),
    (["search", "--data", FASHION, "--method", "grid"], "does not fit the space"),
    (["search", "--data", FASHION, "--set", "candidates"], "--set: not a setting; got 'candidates'; expected NAME=VALUE"),
    (["search", "--data", FASHION, "--set", "candidates=many"], "--set: not a setting; got 'candidates=many'"),
    (["search", "--data", FASHION, "--method", "tpe", "--set", "candidates=2", "--set", "candidates=3"],
     "--set: a setting is given twice; got 'candidates'"),
    (["search", "--data", FASHION, "--method", "tpe", "--set", "candidate=2"], "did you mean 'candidates'?"),
    (["search", "--data", FASHION, "--method", "random", "--set", "candidates=2"], "the method has no settings"),
    (["search", "--resolution", "5000"], "--resolution: got '5000'; expected a whole number, 0 .. 4096"),
    (["compare", "--data", FASHION, "--arms", "manul"], "did you mean 'manual'?"),
    (["compare", "--data", FASHION, "--arms", "none,none"], "an arm is named twice; got 'none'"),
    (["compare", "--data", FASHION, "--seeds", "0"], "--seeds: got '0'; expected a whole number, 1 .. 1000"),
    (["compare", "--data", FASHION, "--epochs", "0"], "--epochs: got '0'; expected a whole number, 1 .. 100000"),
    (["compare", "--data", FASHION, "--metric", "los"], "did you mean 'loss'?"),
    (["compare", "--data", FASHION, "--base", "crp"], "did you mean 'crop'?"),
    (["compare"], "--data is required"),
    (["proxy", "--data", FASHION, "--proxy", "epochs=5", "--metric", "f1"], "--metric: got 'f1'; expected one of accuracy, loss"),
    (["proxy", "--data", FASHION, "--proxy", "epochs=5", "--random", "-1"], "--random: got '-1'; expected a whole number, 0 .. 1000"),
    (["proxy", "--data", FASHION, "--proxy", "epochs=5", "--policies", "nine"], "no such policy; got 'nine'"),
    (["proxy", "--data", FASHION, "--proxy", "epochs"], "not a change of the full task; got 'epochs'"),
    (["train", "none", "--data", FASHION, "--report-every", "0"], "--report-every: got '0'; expected a whole number, 1 .. 100000"),
    (["train", "none", "--data", FASHION, "--batch-size", "1"], "--batch-size: got '1'; expected a whole number, 2 .. 65536"),
    (["train", "none", "--data", FASHION, "--label-smoothing", "2"], "--label-smoothing: got '2'; expected a number, 0 .. 1"),
    (["train", "none", "--data", FASHION, "--fit", "squash"], "--fit: got 'squash'; expected one of "),
    (["search", "--data", FASHION, "--method", "pba", "--trials", "16"],
     "a population has members and no number of trials; got trials 16; expected members 16"),
    (["search", "--data", FASHION, "--method", "pba", "--members", "1"], "a population needs a number of members; got members 1"),
    (["search", "--data", FASHION, "--members", "8"], "only a population has members; got members 8 and method gp"),
    (["search", "--data", FASHION, "--budget", "20"], "--budget: got '20'; expected a time with its unit: 20s, 20m or 20h"),
    (["search", "--data", FASHION, "--epochs", "1.5"], "--epochs: got '1.5'; expected a whole number"),
    (["search", "--data", FASHION, "--confidence", "0.2"], "--confidence: got '0.2'; expected a number, 0.5 .. 1"),
    (["search", "--data", FASHION, "--folds", "5"], "--folds: got '5'; expected one of auto, on, off"),
    (["search", "--data", FASHION, "--lookahead", "2000"], "--lookahead: got '2000'; expected a whole number, 0 .. 1023"),
    (["search", "--data", FASHION, "--final-policies", "101"], "--final-policies: got '101'; expected a whole number, 0 .. 100"),
    (["search", "--data", FASHION, "--jobs", "0"], "--jobs: got '0'; expected a whole number, 1 .. 1024"),
    (["search", "--data", FASHION, "--seed", "1e3"], "--seed: got '1e3'; expected a whole number, 0 or more"),
    (["search", "--data", FASHION, "--method", "tpe", "--set", "candidates=0"], "candidates"),
    (["search", "--data", FASHION, "--space", "uniforms"], "did you mean 'uniform'?"),
    (["search", "--data", FASHION, "--parts", "training"], "--parts"),
    (["search", "--resume"], "there is no study"),
    (["apply", "none", "--data", FASHION], "--out is required"),
    (["apply", "none", "--data", FASHION, "--out", "out", "--part", "5/4"], "--part: not a part; got '5/4'"),
    (["apply", "none", "--data", FASHION, "--out", "out", "--copies", "0"], "--copies: got '0'; expected a whole number"),
    (["apply", "none", "--data", FASHION, "--out", "out", "--to", "zip"], "--to: got 'zip'; expected one of "),
    (["apply", "none", "--data", FASHION, "--out", "out", "--quality", "101"], "--quality: got '101'; expected a whole number"),
    (["apply", "none", "--data", FASHION, "--out", FASHION + "/out"], "the copies would lie among the data"),
    (["bench", "--rounds", "0"], "--rounds: got '0'; expected a whole number, 1 .. 1000"),
    (["bench", "--pictures", "0"], "--pictures: got '0'; expected a whole number, 1 .. 10000"),
    (["bench", "--fit", "squash"], "--fit: got 'squash'; expected one of stretch, crop, random-part"),
    (["data"], "PATH is required"),
    (["data", FASHION, "--format", "idxx"], "did you mean 'idx'?"),
    (["report", "/nowhere/at/all"], "not the folder of a study"),
    (["policy", "show", "randaugment:x"], "randaugment:x"),
    (["version", "now"], "'now' is one argument too many"),
]


@pytest.mark.parametrize("arguments, message", WRONG, ids=lambda value: " ".join(value) if isinstance(value, list) else "")
def test_wrong_usage_is_one_line_and_exit_code_2(run, arguments, message, tmp_path):
    if arguments[0] == "search":
        arguments = [*arguments, "--out", str(tmp_path / "study")]
    done = run(*arguments)
    assert not (tmp_path / "study").exists()
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_every_message_is_the_one_on_record(run, tmp_path):
    """All of them in tests/cli/errors.txt, so that a change of wording is read as one difference."""
    lines = []
    for arguments, _ in WRONG:
        said = run(*arguments, *(["--out", str(tmp_path / "study")] if arguments[0] == "search" else [])).stderr
        # The instruction sets that --target takes are those of the processor.
        said = re.sub(r"(--target: .* expected one of )[^;]*", r"\1those of the processor", said)
        lines += ["$ variegate " + " ".join(arguments), said.replace(str(tmp_path), "TMP").rstrip("\n"), ""]
    recorded = pathlib.Path(__file__).with_name("errors.txt")
    if os.environ.get("VARIEGATE_WRITE_HELP"):
        recorded.write_text("\n".join(lines), encoding="utf-8")
    assert "\n".join(lines) == recorded.read_text(encoding="utf-8"), \
        "if this is meant: VARIEGATE_WRITE_HELP=1 ctest --preset release -R '^cli$' writes them again"


@pytest.mark.parametrize(
    "arguments, message",
    [
        (["preview", "trivialaugment", "--data", "/nowhere/at/all"], "/nowhere/at/all"),
        (["policy", "show", "/nowhere/policy.json"], "/nowhere/policy.json: cannot be read"),
        (["report", "/nowhere"], "/nowhere"),
        (["bench", "--data", "/nowhere/at/all"], "/nowhere/at/all"),
    ],
)
def test_what_is_not_there_is_named(run, arguments, message):
    done = run(*arguments)
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("variegate: error: ")
    assert message in done.stderr


def test_output_that_cannot_be_written_is_a_failure(run):
    with open("/dev/full", "w") as full:
        done = subprocess.run([PROGRAM, "ops", "--json"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert done.returncode == 1
    assert "No space left" in done.stderr or "cannot be written" in done.stderr


def test_help_teaches(run):
    text = run("--help").stdout
    for part in ("usage: variegate COMMAND", "first steps:", "exit codes: 0 done, 1 failed, 2 wrong usage, 130"):
        assert part in text
    assert run().stdout == text


def test_every_listed_command_has_help_with_an_example(run):
    listed = run("--help").stdout.split("commands:\n")[1].split("\n\n")[0]
    names = re.findall(r"^  (\w+)", listed, re.M)
    assert {"bench", "ops", "policy", "preview", "report"} <= set(names)
    for name in names:
        done = run(name, "--help")
        assert done.returncode == 0
        assert done.stdout.startswith(f"variegate {name}: ")
        assert f"usage: variegate {name}" in done.stdout
        assert "example" in done.stdout


@pytest.mark.parametrize(
    "command, options",
    [
        (["ops"], ["NAME", "--json"]),
        (["policy"], ["list", "show"]),
        (["policy", "list"], ["--json"]),
        (["policy", "show"], ["POLICY", "--json"]),
        (["preview"], ["POLICY", "--data", "--out", "--samples", "--copies", "--seed", "--base", "--format", "default 8", "1 .. 200"]),
        (["apply"], ["POLICY", "--data", "--out", "--to", "--copies", "--seed", "--processes", "--part", "--encoding", "--quality", "--skip-bad", "--json"]),
        (["bench"], ["--ops", "--policies", "--sizes", "--seconds", "--threads", "--target", "--data", "--json"]),
        (["report"], ["STUDY", "--out"]),
    ],
)
def test_help_names_each_option(run, command, options):
    text = run(*command, "--help").stdout
    for option in options:
        assert option in text


def test_version(run):
    assert re.fullmatch(r"variegate \d+\.\d+\.\d+\n", run("--version").stdout)
    assert run("version").stdout == run("--version").stdout


@pytest.mark.parametrize("command", [[], ["search"], ["policy"], ["policy", "show"], ["help"]], ids=" ".join)
def test_help_as_a_command_says_what_the_option_says(run, command):
    asked = run("help", *command)
    assert asked.returncode == 0
    assert asked.stdout == run(*command, "--help").stdout


def test_choices_are_taken_in_letters_of_either_case(run):
    done = run("search", "--data", FASHION, "--method", "Grid", "--trials", "1")
    assert "does not fit the space" in done.stderr  # so the method was known
    done = run("train", "none", "--data", "/nowhere/at/all", "--device", "CPU", "--precision", "FP32")
    assert done.returncode == 1 and "/nowhere/at/all" in done.stderr


def test_a_misspelt_file_is_told_by_the_name_beside_it(run, tmp_path):
    (tmp_path / "study").mkdir()
    (tmp_path / "photos").mkdir()
    (tmp_path / "study" / "policy.json").write_text(run("policy", "show", "augmix", "--json").stdout)
    meant = f"did you mean '{tmp_path}/study/policy.json'?"
    for name in ("study/policy.jsn", "stduy/policy.json", "study/polcy.json"):
        done = run("policy", "show", tmp_path / name)
        assert done.returncode != 0 and meant in done.stderr, done.stderr
    done = run("report", tmp_path / "stduy")
    assert f"did you mean '{tmp_path}/study'?" in done.stderr
    done = run("report", tmp_path / "study" / "policy.json")
    assert f"did you mean '{tmp_path}/study'?" in done.stderr
    done = run("preview", "none", "--data", tmp_path / "phtos")
    assert f"did you mean '{tmp_path}/photos'?" in done.stderr


def test_a_study_folder_stands_for_its_policy(run, tmp_path):
    (tmp_path / "policy.json").write_text(run("policy", "show", "augmix", "--json").stdout)
    assert run("policy", "show", tmp_path).stdout == run("policy", "show", tmp_path / "policy.json").stdout
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run("policy", "show", empty)
    assert done.returncode == 2
    assert "there is no policy in this folder" in done.stderr and "search --resume" in done.stderr


def test_a_folder_called_like_a_policy_does_not_take_its_name(run, tmp_path):
    (tmp_path / "trivialaugment").mkdir()
    shown = run("policy", "show", "trivialaugment", cwd=tmp_path)
    assert shown.returncode == 0 and shown.stdout == run("policy", "show", "trivialaugment").stdout


def test_bases_are_listed_and_shown(run):
    text = run("policy", "list").stdout
    for base in json.loads(run("policy", "list", "--json").stdout)["bases"]:
        assert f"\n{base['name']} " in text
        assert run("policy", "show", base["name"]).returncode == 0
    assert "flip horizontal" in run("policy", "show", "crop-flip").stdout


def test_the_example_of_worker_runs(run):
    example = re.search(r"^  (echo .*) \| variegate worker$", run("worker", "--help").stdout, re.M)
    done = subprocess.run(f"{example.group(1)} | '{PROGRAM}' worker", shell=True, capture_output=True, text=True, timeout=60)
    worker = pathlib.Path(PROGRAM).resolve().with_name("variegate-worker")
    if worker.exists():
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    else:  # built without libtorch
        assert "variegate-worker" in done.stderr


def test_numbers_are_decimal(run):
    # CLI11 alone would read 010 as eight.
    done = run("preview", "trivialaugment", "--data", "x", "--samples", "0x8")
    assert done.returncode == 2 and "whole number" in done.stderr
