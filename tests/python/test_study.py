"""Searches with a training of one's own: the same result however they are interrupted, and errors that say what is wrong."""
import json
import math
import os
import pathlib
import subprocess
import sys
import time

import pytest

import variegate

OPTIONS = {"trials": 16, "epochs": 10, "seed": 7, "method": "random", "final_seeds": 2, "final_policies": 1,
           "ops": ["identity", "rotate", "invert", "posterize"], "sub_policies": 2, "broad_calls": 0, "validation_samples": 10_000,
           "share": True}


def worth(policy):
    """An accuracy that likes rotations and dislikes inverted pictures."""
    text = policy.dumps()
    return 0.5 + 0.1 * min(text.count('"rotate"'), 3) - 0.1 * min(text.count('"invert"'), 3)


def train(policy, seed, epochs, report):
    for epoch in range(1, epochs + 1):
        value = worth(policy) * epoch / epochs
        if not report(epoch, value):
            return value
    return value


def summary(found):
    return ([(trial.number, hash(trial.policy), trial.state, trial.epochs, trial.value) for trial in found.trials],
            [(arm.name, arm.values) for arm in found.arms], found.chosen, found.beats_manual)


@pytest.fixture(scope="module")
def whole():
    return variegate.search(train, **OPTIONS)


def test_a_search_finds_what_the_training_likes(whole):
    assert len(whole.trials) == 16
    best = max((trial for trial in whole.trials if trial.state == "complete"), key=lambda trial: trial.value)
    assert best.value == pytest.approx(worth(best.policy))
    assert [arm.name for arm in whole.arms[:2]] == ["manual", "trivialaugment"]
    assert whole.chosen == f"trial {best.number}" and whole.beats_manual
    assert worth(whole.policy) == best.value and "rotate" in whole.policy.dumps()
    assert whole.policy.transform() and whole.shortened == ""


def test_trials_that_are_hopeless_are_stopped(whole):
    states = {trial.state for trial in whole.trials}
    assert states == {"complete", "stopped"}
    for trial in whole.trials:
        assert (trial.epochs < 10) == (trial.state == "stopped")


@pytest.mark.parametrize("jobs", [2, 4])
def test_the_result_is_that_of_one_trial_at_a_time(whole, jobs):
    with variegate.Study(jobs=jobs, **OPTIONS) as study:
        waiting = []
        while study.found is None:
            while (trial := study.ask()) is not None:
                waiting.append(trial)
            if waiting:
                study.run(waiting.pop(), train)  # the latest first
        assert summary(study.found) == summary(whole)


def train_in_a_process(policy, seed, epochs, report):
    if os.environ.get("VARIEGATE_DIES") and policy.dumps().count('"invert"'):
        os.kill(os.getpid(), 9)
    return train(policy, seed, epochs, report)


def test_processes_find_the_same(whole, monkeypatch):
    monkeypatch.syspath_prepend(str(pathlib.Path(__file__).parent))
    module = __import__("test_study")  # as the processes import it
    assert summary(variegate.search(module.train_in_a_process, jobs=2, **OPTIONS)) == summary(whole)
    with pytest.raises(variegate.Error, match="cannot be handed to other processes"):
        variegate.search(lambda *_: 1, jobs=2, trials=2)


def test_a_process_that_dies_fails_its_trial(monkeypatch):
    monkeypatch.syspath_prepend(str(pathlib.Path(__file__).parent))
    monkeypatch.setenv("VARIEGATE_DIES", "1")
    found = variegate.search(__import__("test_study").train_in_a_process, jobs=2, **{**OPTIONS, "trials": 6, "final_policies": 0})
    failed = [trial for trial in found.trials if trial.state == "failed"]
    assert failed and len(failed) < 6
    for trial in found.trials:
        assert (trial.state == "failed") == ('"invert"' in trial.policy.dumps())
        assert trial.state != "failed" or "ended with code -9" in trial.reason


PROGRAM = """
import os, sys, json
sys.path.insert(0, sys.argv[3])
import variegate, test_study
calls = 0
def train(policy, seed, epochs, report):
    global calls
    calls += 1
    for epoch in range(1, epochs + 1):
        if calls == int(sys.argv[2]) and epoch == 7:
            os.kill(os.getpid(), 9)
        value = test_study.worth(policy) * epoch / epochs
        if not report(epoch, value):
            break
    return value
found = variegate.search(train, study=sys.argv[1], **test_study.OPTIONS)
print(json.dumps([test_study.summary(found), calls]))
"""


def run_killed(folder, call):
    return subprocess.run([sys.executable, "-c", PROGRAM, folder, str(call), pathlib.Path(__file__).parent], capture_output=True,
                          text=True, timeout=60)


def test_one_that_is_killed_goes_on_and_finds_the_same(whole, tmp_path):
    folder = tmp_path / "study"
    assert run_killed(folder, 5).returncode == -9  # in the search
    assert run_killed(folder, 15).returncode == -9  # in the final round
    last = run_killed(folder, -1)
    assert last.returncode == 0, last.stderr
    found, calls = json.loads(last.stdout)
    assert found == json.loads(json.dumps(summary(whole)))
    assert 0 < calls < 10
    again = run_killed(folder, 1)  # nothing is trained any more
    assert json.loads(again.stdout) == [found, 0]
    assert variegate.Policy.load(folder).dumps().split('"created"')[0] == whole.policy.dumps().split('"created"')[0]


def test_the_command_line_reads_the_study(program, tmp_path):
    variegate.search(train, study=tmp_path / "study", **OPTIONS)
    assert program("policy", "show", tmp_path / "study").returncode == 0
    reported = program("report", tmp_path / "study")
    assert reported.returncode == 0, reported.stderr
    assert "trial" in (tmp_path / "study/report.html").read_text(encoding="utf-8")


def test_smaller_values_are_better_when_it_is_said():
    policies = [variegate.op.rotate(degrees=degrees) for degrees in (5, 10, 20)]
    found = variegate.search(lambda policy, *_: 100 * policy.dumps().count("rotate") + len(policy.dumps()), space=policies, trials=3,
                             method="random", epochs=1, direction="minimize", metric="loss", final_policies=0)
    values = [trial.value for trial in found.trials]
    assert found.chosen == f"trial {values.index(min(values))}"


def test_an_exception_fails_its_trial_with_the_traceback():
    def sometimes(policy, seed, epochs, report):
        sometimes.calls += 1
        if sometimes.calls == 2:
            raise RuntimeError("no memory left")
        return math.nan if sometimes.calls == 3 else worth(policy)

    sometimes.calls = 0
    found = variegate.search(sometimes, **{**OPTIONS, "trials": 5, "final_policies": 0})
    assert [trial.state for trial in found.trials].count("failed") == 2
    assert "Traceback" in found.trials[1].reason and "no memory left" in found.trials[1].reason
    assert found.trials[2].reason == "its value is nan" and found.trials[2].value is None


def test_a_training_that_never_works_is_given_up():
    with pytest.raises(variegate.Error, match="the first five trials failed"):
        variegate.search(lambda *_: 1 / 0, trials=9, epochs=1)


def test_an_interruption_leaves_a_study_that_goes_on(whole, tmp_path):
    def interrupted(*arguments):
        interrupted.calls += 1
        if interrupted.calls == 4:
            raise KeyboardInterrupt
        return train(*arguments)

    interrupted.calls = 0
    with pytest.raises(KeyboardInterrupt):
        variegate.search(interrupted, study=tmp_path / "s", **OPTIONS)
    with variegate.Study(tmp_path / "s") as study:  # without options: those of its start
        assert len(study.trials) == 4 and study.found is None
        assert study.best.value == max(trial.value for trial in study.trials if trial.state == "complete")
        while (trial := study.ask()) is not None:
            study.run(trial, train)
        assert summary(study.found) == summary(whole)


def test_a_budget_of_time_ends_the_search():
    def slow(policy, seed, epochs, report):
        time.sleep(.02)
        return worth(policy)

    found = variegate.search(slow, budget="2s", epochs=1, share=True, method="random", ops=["rotate", "identity"])
    assert 1 < len(found.trials) < 100


def test_a_population_is_driven_by_hand(tmp_path):
    weights = {}
    with variegate.Study(tmp_path / "s", method="pbt", members=3, epochs=4, seed=1, share=True, final_policies=0) as study:
        while (trial := study.ask()) is not None:
            value = weights.get(trial.start, 0) + .01 * trial.epochs
            weights[trial.checkpoint] = value
            trial.tell(value)
        found = study.found
    assert any(trial.epochs == 4 for trial in found.trials)
    with pytest.raises(variegate.Error, match="population"):
        variegate.search(train, method="pbt")


@pytest.mark.parametrize("options, words", [
    ({"trails": 3}, "no such option: trails (did you mean 'trials'?)"),
    ({"trials": -1}, "$.trials: out of range; got -1"),
    ({"trials": "3"}, "$.trials"),
    ({"method": "tpee"}, "'tpe'"),
    ({"space": "uniforms"}, "$.kind"),
    ({"space": []}, "no policies to choose from"),
    ({"space": ["nothing"]}, "nothing"),
    ({"base": 3}, "base: not a policy; got 3"),
    ({"ops": ["rotat"]}, "rotate"),
    ({"settings": {"candidates": "many"}}, "$.settings.candidates"),
    ({"settings": {"nothing": 1}, "method": "tpe"}, "nothing"),
    ({"direction": "up"}, "maximize, minimize"),
    ({"budget": "20"}, "budget: not a time; got '20'"),
    ({"folds": "on"}, "no such option: folds"),
    ({"jobs": 0}, "jobs: out of range; got 0"),
    ({"baselines": [object()]}, "no numbers, texts"),
    ({"baselines": ["trivialaugmint"]}, "trivialaugment"),
])
def test_options_that_are_wrong_are_an_error_that_says_so(options, words, tmp_path):
    with pytest.raises(variegate.Error) as caught:
        variegate.Study(tmp_path / "study", **options)
    assert words in str(caught.value)
    assert not (tmp_path / "study").exists()  # nothing stands in the way of the next try


def test_what_is_told_wrongly_is_an_error_and_the_trial_goes_on():
    with variegate.Study(trials=2, epochs=3, share=True, method="random", final_policies=0) as study:
        trial = study.ask()
        assert study.ask() is None and study.found is None  # one at a time
        for wrong, words in [(lambda: trial.tell("0.5"), "not a number; got '0.5'"), (lambda: trial.tell(None), "got None"),
                             (lambda: trial.tell(math.inf), "not a number; got inf"), (lambda: trial.tell(50), "divide per cent by 100"),
                             (lambda: trial.report(4, .5), "an epoch out of range; got 4"), (lambda: trial.report(0, .5), "got 0"),
                             (lambda: trial.report("1", .5), "not a whole number; got '1'"),
                             (lambda: trial.report(1, math.nan), "not a number; got nan")]:
            with pytest.raises(variegate.Error) as caught:
                wrong()
            assert words in str(caught.value)
        assert trial.report(1, .5) and not trial.should_stop()
        trial.tell(.5)
        with pytest.raises(variegate.Error, match="not under way"):
            trial.tell(.5)
        left = study.ask()
    with pytest.raises(variegate.Error, match="has ended or was closed"):
        left.tell(.5)
    assert study.ask() is None and [each.state for each in study.trials] == ["complete", "running"]
    with pytest.raises(variegate.Error, match="cannot be called; got 3"):
        variegate.search(3)
    with pytest.raises(variegate.Error, match="what the training has returned: not a number; got None"):
        variegate.search(lambda *_: None, trials=2, epochs=1)


def test_a_study_that_began_otherwise_is_an_error(tmp_path):
    options = {"trials": 3, "epochs": 1, "method": "random", "final_policies": 0}
    with variegate.Study(tmp_path, **options) as study:
        study.ask()
    for other, words in [({"seed": 3}, "another value of seed"), ({"direction": "minimize"}, "another metric")]:
        with pytest.raises(variegate.Error, match=words):
            variegate.Study(tmp_path, **{**options, **other})
    study = variegate.Study(tmp_path, **options)
    with pytest.raises(variegate.Error, match="is working on this study"):
        variegate.Study(tmp_path, **options)
    study.close()


def test_a_fork_in_a_training_does_no_harm():
    def forks(policy, seed, epochs, report):
        child = os.fork()
        if child == 0:
            os._exit(0)
        return worth(policy) if os.waitpid(child, 0)[1] == 0 else math.nan

    found = variegate.search(forks, **{**OPTIONS, "trials": 4, "final_policies": 0})
    assert {trial.state for trial in found.trials} == {"complete"}
