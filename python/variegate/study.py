"""Studies with a training of your own: ask for a trial, tell what became of it."""
from __future__ import annotations

import os
import tempfile
import traceback
import warnings
import weakref
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Union

from variegate import _core
from variegate._core import did_you_mean, fail
from variegate.found import Arm, Found, TrialRecord
from variegate.policy import Policy
from variegate.study_options import read_count, read_number, read_options, read_policy, read_seconds
from variegate.transform import Transform

__all__ = ["Study", "Train", "Trial"]

Train = Callable[[Policy, int, int, Callable[[int, float], bool]], float]

_DIRECTIONS = ("maximize", "minimize")


class Trial:
    """A training that the study asks for: train for `epochs` epochs with `policy`, from `seed`, report, and give back a number.

    Attributes
    ----------
    number
        From 0; of the search, or of the final round.
    policy
        To train with, base included.
    seed
        Of the model's weights, the order of samples and the augmentation. All trials of a search have the same.
    epochs
        To train in all.
    arm
        Of a run of the final round, what it is: "manual", "trial 12"; "" of the search.
    report_epochs
        After which the study wants a report, to stop what is hopeless; reports of others are welcome.
    checkpoint, start, schedule_epochs
        Of a population (pbt, pba) alone: the file to save the training's state to; the file to begin with ("": fresh weights); and
        over how many epochs the learning rate falls.
    """

    def __init__(self, study: "_core.Study", asked: Dict[str, Any]) -> None:
        self._study = study
        self.number: int = asked["number"]
        self.policy = Policy(asked["policy"])
        self.seed: int = asked["seed"]
        self.epochs: int = asked["epochs"]
        self.arm: str = asked["arm"]
        self.report_epochs: List[int] = asked["report_epochs"]
        self.checkpoint: str = asked["checkpoint"]
        self.start: str = asked["start"]
        self.schedule_epochs: int = asked["schedule_epochs"]

    def transform(self, **options: Any) -> Transform:
        """The policy's transform, with the trial's seed."""
        return self.policy.transform(self.seed, **options)

    def report(self, epoch: int, value: float) -> bool:
        """Says what the metric is after so many epochs, counted from 1. False: the training is to end, for it is hopeless or the
        time is up; what it came to does not matter then."""
        return self._study.report(self.number, read_count(epoch), read_number(value, self._name()))

    def should_stop(self) -> bool:
        """Whether a report has said so, or the time is up."""
        return self._study.should_stop(self.number)

    def tell(self, value: float) -> None:
        """Ends the trial with the metric on validation data."""
        self._study.tell(self.number, read_number(value, self._name()))

    def fail(self, reason: str) -> None:
        """Ends the trial without a value; the reason is kept. The search goes on, unless the first five fail."""
        self._study.fail(self.number, str(reason).encode("utf-8", "replace").decode("utf-8"))

    def _name(self) -> str:
        return f"trial {self.number}"

    def __repr__(self) -> str:
        return f"<variegate.Trial {self.number}{' of ' + self.arm if self.arm else ''}>"


class Study:
    """Asks for trials and is told what became of them, until a policy is found.

    Parameters
    ----------
    folder
        Where its log and policy.json are kept. When there is a study in it that is continued, from where it was killed too, and the
        result is that of one that ran through; options must be those of its start, or none. None: nothing is kept.
    space
        Of policies to search: "sub-policies", "uniform", "intensities" (docs/search.md), or a list of policies to choose from.
    base
        What is done before every policy, a policy or its name: "crop-flip", say. None: nothing. It is the baseline "manual".
    metric
        What the values are called.
    direction
        "maximize" or "minimize".
    share
        Whether values lie in 0 .. 1 and are shown in per cent, as an accuracy.
    validation_samples
        How many samples give a value, by which the rule of early stopping "median" and the final choice know how much of it is chance;
        0: not known, and that rule stops nothing.
    budget
        Time for all, in seconds or as "90s", "20m", "1.5h", "2d".
    jobs
        Trials that may be under way at once: how often `ask` can be called before the first `tell`. The result does not depend on it.
    **options
        As of `variegate search`: method="auto", trials, members, epochs=100, seed=0, early_stop="median", lookahead=3,
        final_policies=3 (0: no final round), final_seeds=3, final_epochs, baselines=["manual", "trivialaugment"], confidence=0.9,
        ops=[...], mixes=[...], sub_policies=5, calls=2, settings={...} of the method, ...

    >>> from variegate import published
    >>> study = Study(space=[published("none"), published("flip")], trials=2, epochs=1, method="random", final_policies=0)
    >>> while (trial := study.ask()) is not None:
    ...     trial.tell(len(str(trial.policy)))
    >>> study.found.chosen in ("trial 0", "trial 1")
    True
    >>> study.close()
    """

    def __init__(self, folder: "Union[None, str, os.PathLike[str]]" = None, *, space: Union[None, str, Sequence[Policy]] = None,
                 base: Union[None, str, Policy] = None, metric: Optional[str] = None, direction: Optional[str] = None,
                 share: Optional[bool] = None, validation_samples: int = 0, budget: Union[None, str, float] = None, jobs: int = 1,
                 **options: Any) -> None:
        if direction is not None and direction not in _DIRECTIONS:
            fail("search: direction", "no such choice", f"{direction}{did_you_mean(str(direction), list(_DIRECTIONS))}",
                 ", ".join(_DIRECTIONS))
        listed = [] if space is None or isinstance(space, str) else [read_policy(each, "search: space") for each in space]
        if space is not None and isinstance(space, str):
            options["kind"] = space
        elif space is not None and not listed:
            fail("search: space", "no policies to choose from", "", "at least one")
        if budget is not None:
            options["budget_seconds"] = read_seconds(budget)
        named = metric is not None or direction is not None or share is not None
        self._scratch = tempfile.TemporaryDirectory(prefix="variegate-") if folder is None else None
        self._study = _core.Study(
            self._scratch.name if self._scratch else os.fspath(folder), read_options(options), [each._core for each in listed],
            None if base is None else read_policy(base, "search: base")._core, (metric or "value") if named else "",
            direction != "minimize", bool(share), read_count(validation_samples, "search: validation_samples"),
            read_count(jobs, "search: jobs"))
        # At the program's end, too: a thread of the study that outlives what it works on would bring it down.
        self._finalizer = weakref.finalize(self, _close, self._study, self._scratch)
        for warning in self._study.warnings:
            warnings.warn(warning, stacklevel=2)

    def ask(self) -> Optional[Trial]:
        """The next trial; None: none now, for the study has found its policy (`found`), or first wants to know of trials under way.
        What a killed session left unfinished is asked for first. `Error` when the study cannot go on."""
        asked = self._study.ask()
        return None if asked is None else Trial(self._study, asked)

    def run(self, trial: Trial, train: Train) -> None:
        """Trains, and tells. An exception fails the trial, with its traceback in the log, and so does a value that is not finite."""
        try:
            value = train(trial.policy, trial.seed, trial.epochs, trial.report)
        except Exception:  # noqa: BLE001 - whatever a training may raise
            trial.fail(traceback.format_exc())
            return
        self.end(trial, value)

    def end(self, trial: Trial, value: Any) -> None:
        """Tells what a training has given back; a value that is not finite fails the trial."""
        number = read_number(value, f"{trial._name()}: what the training has returned")
        if number - number == 0:
            trial.tell(number)
        else:
            trial.fail(f"its value is {number}")

    @property
    def trials(self) -> Tuple[TrialRecord, ...]:
        """All trials of the search so far."""
        return tuple(map(_record, self._study.trials()))

    @property
    def best(self) -> Optional[TrialRecord]:
        """The best trial so far; None before one has ended well. Its value has the luck of its one seed."""
        best = self._study.best()
        return None if best is None else _record(best)

    @property
    def found(self) -> Optional[Found]:
        """What was found; None before the study has ended."""
        found = self._study.found()
        if found is None:
            return None
        arms = [Arm(arm["name"], Policy(arm["policy"]), arm["baseline"], tuple(arm["seeds"]), tuple(arm["values"]))
                for arm in found["arms"]]
        return Found(Policy(found["policy"]), found["chosen"], found["beats_manual"], tuple(arms), self.trials, found["shortened"])

    @property
    def notes(self) -> List[str]:
        """What was chosen for the study at its start, such as its method, a line each."""
        return self._study.notes

    def close(self) -> None:
        """Lays the study down; trials under way are asked for again when it is continued. What is known can still be read."""
        self._finalizer()

    def __enter__(self) -> "Study":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


def _close(study: "_core.Study", scratch: Optional["tempfile.TemporaryDirectory[str]"]) -> None:
    study.close()
    if scratch is not None:
        scratch.cleanup()


def _record(described: Dict[str, Any]) -> TrialRecord:
    return TrialRecord(**{**described, "policy": Policy(described["policy"])})
