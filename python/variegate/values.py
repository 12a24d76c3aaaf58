"""Values of parameters, as a policy draws them for each sample.

A number is itself and a text one of a parameter's choices; `(low, high)` is anywhere between; `levels` is one of some evenly
spaced values; `mirrored` reflects any of them, with probability 1/2, about the value that changes nothing.
"""
from __future__ import annotations

import math
import numbers
import operator
from typing import Any, Tuple, Union

from variegate._core import fail

__all__ = ["Value", "levels", "mirrored"]


class _Drawn:
    """A value in the form that a policy file has for it."""

    __slots__ = ("json",)

    def __init__(self, json: dict) -> None:
        self.json = json

    def __repr__(self) -> str:
        return f"<drawn from {self.json}>"


Value = Union[float, str, Tuple[float, float], _Drawn]


def levels(low: float, high: float, count: int) -> _Drawn:
    """One of `count` evenly spaced values from `low` to `high`, both included; `count` is 2 or more."""
    return _Drawn({"uniform": [_number(low, "levels: low"), _number(high, "levels: high")], "levels": count})


def mirrored(value: Value) -> _Drawn:
    """The value, or with probability 1/2 its reflection: `mirrored(20)` degrees are 20 or -20, `mirrored(1.3)` of a factor is
    1.3 or 0.7."""
    json = value_json(value, "mirrored")
    return _Drawn({**(json if isinstance(json, dict) else {"value": json}), "mirror": True})


def value_json(value: Any, where: str) -> Any:
    """The value as a policy file has it; an `Error` that begins with `where` when it is none."""
    if isinstance(value, _Drawn):
        return value.json
    if isinstance(value, str):
        return value
    if isinstance(value, (tuple, list)) and len(value) == 2:
        return {"uniform": [_number(each, where) for each in value]}
    return _number(value, where)


def _number(value: Any, where: str) -> Union[int, float]:
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        number = int(value) if isinstance(value, numbers.Integral) else float(value)
        if math.isfinite(number):
            return number
    fail(where, "not a value of a parameter", repr(value), "a number, a text, (low, high), levels(...) or mirrored(...)")


def whole_number(value: Any, where: str) -> int:
    """A number of 64 bits; an `Error` that begins with `where` when it is none."""
    try:
        number = operator.index(value)
    except TypeError:
        fail(where, "not a whole number", repr(value), "0 .. 2^64 - 1")
    if not 0 <= number < 1 << 64:
        fail(where, "out of range", repr(value), "0 .. 2^64 - 1")
    return number
