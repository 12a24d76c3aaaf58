"""Wrong usage is told in one line on standard error, with exit code 2; help names every option."""
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


def test_numbers_are_decimal(run):
    # CLI11 alone would read 010 as eight.
    done = run("preview", "trivialaugment", "--data", "x", "--samples", "0x8")
    assert done.returncode == 2 and "whole number" in done.stderr
