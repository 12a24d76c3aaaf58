"""What a search has found."""
from __future__ import annotations

from typing import NamedTuple, Optional, Tuple

from variegate.policy import Policy

__all__ = ["Arm", "Found", "TrialRecord"]


class TrialRecord(NamedTuple):
    """What is known of a trial of the search."""

    number: int
    policy: Policy
    state: str  # "complete", "stopped" (early, as hopeless), "failed", "running"
    value: Optional[float]  # of the metric, to within rounding; None: failed, or running
    epochs: int  # trained
    seconds: float
    reason: str  # why it failed


class Arm(NamedTuple):
    """A policy of the final round, trained with several fresh seeds."""

    name: str  # "manual", "trial 12", ...
    policy: Policy
    baseline: bool
    seeds: Tuple[int, ...]
    values: Tuple[float, ...]  # of the metric, one a seed; NaN of a run that failed


class Found(NamedTuple):
    """What a search has found."""

    policy: Policy  # with its provenance
    chosen: str  # the arm that was kept: "manual", "trial 12", ...
    beats_manual: bool  # False: nothing is better than the base alone with enough probability, so that is kept
    arms: Tuple[Arm, ...]  # of the final round, the baselines first; empty where there was none
    trials: Tuple[TrialRecord, ...]
    shortened: str  # what the budget left the final round no time for; "": nothing
