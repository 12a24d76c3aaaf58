"""Policies made of policies: choices, mixtures, schedules."""
from __future__ import annotations

import json
from typing import Any, Dict, Optional, Sequence, Tuple

from variegate import _core
from variegate.policy import Policy

__all__ = ["augmix", "linked", "one_of", "schedule", "some_of", "when"]


def one_of(*options: Policy, weights: Optional[Sequence[float]] = None) -> Policy:
    """One of the options, drawn for each sample.

    Parameters
    ----------
    *options
        Policies without mixes of samples and without a schedule.
    weights
        How likely each is, relative to the others; equal by default.
    """
    return _choice("one_of", options, 1, weights, True)


def some_of(*options: Policy, count: int, weights: Optional[Sequence[float]] = None, replacement: bool = False) -> Policy:
    """`count` of the options, drawn for each sample and applied in the order drawn.

    Parameters
    ----------
    *options
        Policies without mixes of samples and without a schedule.
    count
        1 .. 64; without replacement at most as many as there are options.
    weights
        How likely each is, relative to the others; equal by default.
    replacement
        Whether the same option may be drawn again.
    """
    return _choice("some_of", options, count, weights, replacement)


def augmix(*options: Policy, width: int = 3, depth: Tuple[int, int] = (1, 3), alpha: float = 1.0) -> Policy:
    """`width` chains of `depth` draws from the options, mixed with the picture (AugMix, Hendrycks et al., ICLR 2020).

    Parameters
    ----------
    *options
        Policies of one field, without a mixture among them.
    width
        Chains, 1 .. 16.
    depth
        The least and the most draws in a chain, 1 .. 16.
    alpha
        Of Dirichlet(alpha), from which the shares of chains are drawn, and of Beta(alpha, alpha).
    """
    tree = {"mix": _trees("augmix", options), "width": width, "depth": list(depth), "alpha": alpha}
    return _policy("augmix", tree, options)


def linked(*calls: Policy, p: float = 1.0) -> Policy:
    """Single operations that are applied together, with probability `p`, and with the same random numbers: on two fields, say."""
    return _policy("linked", {"linked": _trees("linked", calls), "probability": p}, calls)


def when(step: Policy, property: str, low: float, high: float, *, unless: bool = False, field: str = "image") -> Policy:
    """The step, only of samples whose property lies in `low` .. `high` (with `unless`: only of others).

    Parameters
    ----------
    step
        A policy without mixes of samples and without a schedule.
    property
        "label", or of a picture "width", "height", "channels" in pixels.
    low, high
        Both ends included.
    """
    test: Dict[str, Any] = {"property": property, "between": [low, high]}
    if field != "image":
        test["field"] = field
    return _policy("when", {"unless" if unless else "when": test, "step": _trees("when", [step])[0]}, [step])


def schedule(*stretches: Tuple[int, Policy]) -> Policy:
    """A policy for each stretch of epochs: `schedule((10, weak), (20, strong))`. The last one goes on."""
    policies = [policy for _, policy in stretches]
    trees = _trees("schedule", policies)
    return _policy("schedule", {"schedule": [{"epochs": epochs, "step": tree}
                                             for (epochs, _), tree in zip(stretches, trees)]}, policies)


def _choice(where: str, options: Sequence[Policy], count: int, weights: Optional[Sequence[float]], replacement: bool) -> Policy:
    tree: Dict[str, Any] = {"choose": _trees(where, options), "count": count, "replacement": replacement}
    if weights is not None:
        tree["weights"] = [float(weight) for weight in weights]
    return _policy(where, tree, options)


def _trees(where: str, options: Sequence[Policy]) -> list:
    for place, option in enumerate(options):
        if not isinstance(option, Policy):
            _core.fail(f"{where}: option {place + 1}", "not a policy", repr(option), "a policy", "make one of variegate.op")
        if option.mixes_samples:
            _core.fail(f"{where}: option {place + 1}", "mixes of samples cannot be an option: they are done to whole batches",
                       "", "", f"add them behind: {where}(...) | variegate.mix...")
    return [json.loads(option.dumps())["policy"] for option in options]


def _policy(where: str, tree: dict, parts: Sequence[Policy]) -> Policy:
    fields: Dict[str, str] = {}
    for part in parts:
        for name, kind in part.fields.items():
            if fields.setdefault(name, kind) != kind:
                _core.fail(where, f"a field cannot be of two kinds: {name}", f"{fields[name]} and {kind}")
    return document_policy(where, {"fields": fields or {"image": "image"}, "policy": tree})


def document_policy(where: str, members: dict) -> Policy:
    """The policy of these members of a policy file; an `Error` that begins with `where`."""
    document = {"format": "variegate-policy", "version": 1, **members}
    return Policy(_core.parse_policy(json.dumps(document), where))
