"""Searching with a training of your own."""
from __future__ import annotations

import os
from typing import Any, Union

from variegate import _core
from variegate._core import fail
from variegate.found import Found
from variegate.jobs import run_in_processes
from variegate.study import Study, Train

__all__ = ["search"]


def search(train: Train, *, study: "Union[None, str, os.PathLike[str]]" = None, **options: Any) -> Found:
    """Finds the policy with which your training gives the best value.

    Parameters
    ----------
    train
        Called as train(policy, seed, epochs, report); gives the value of the metric on validation data. It may call
        report(epoch, value) after an epoch, counted from 1, and should return when that gives False. An exception fails the trial.
        With jobs= above 1 that many processes are started afresh to train in, and it must be a function that they can import.
    study
        A folder in which the search is kept. When it was interrupted or killed, the same call goes on with it; when it has ended, gives
        what was found.
    **options
        Those of `Study`: space=, base=, method=, trials= or budget=, epochs=, direction=, ...

    >>> def train(policy, seed, epochs, report):
    ...     return 0.5 + 0.1 * str(policy).count("rotate")
    >>> found = search(train, trials=4, epochs=1, seed=3, share=True, final_seeds=2)
    >>> len(found.trials), [arm.name for arm in found.arms][:2]
    (4, ['manual', 'trivialaugment'])
    """
    if not callable(train):
        fail("search: train", "cannot be called", repr(train), "a function of (policy, seed, epochs, report) that gives a number")
    if _core.is_population(str(options.get("method"))):
        fail("search: method", "a population continues trainings, of which a function of (policy, seed, epochs, report) knows nothing",
             options["method"], "another method", "drive a variegate.Study, whose trials say where they start")
    with Study(study, **options) as own:
        if options.get("jobs", 1) > 1:
            run_in_processes(own, train, options["jobs"])
        while (trial := own.ask()) is not None:
            own.run(trial, train)
        found = own.found
        assert found is not None  # ask() gives None before the end only while other trials are under way
        return found
