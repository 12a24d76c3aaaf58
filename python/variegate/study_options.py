"""What a study is given, in the forms that people write it; an `Error` that begins with `where` when it is none."""
from __future__ import annotations

import json
import numbers
import re
from typing import Any, Dict, List

from variegate._core import fail
from variegate.policy import Policy, published

__all__: List[str] = []

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def read_policy(given: Any, where: str) -> Policy:
    """The policy, or that of the name."""
    if isinstance(given, str):
        return published(given)
    if not isinstance(given, Policy):
        fail(where, "not a policy", repr(given), "a policy or the name of one", 'variegate.published("crop-flip"), say')
    return given


def read_number(value: Any, where: str) -> float:
    """The number, also of an array or a tensor that holds one."""
    if isinstance(value, numbers.Real) and not isinstance(value, bool):
        return float(value)
    item = getattr(value, "item", None)  # of an array or a tensor with one number
    if item is not None and getattr(value, "ndim", None) == 0:
        return float(item())
    fail(where, "not a number", repr(value)[:80], "the value of the metric", "return it from the training as a float")


def read_count(value: Any, where: str = "report: epoch") -> int:
    """A whole number, 0 or more."""
    if isinstance(value, numbers.Integral) and 0 <= int(value) < 1 << 31:
        return int(value)
    fail(where, "not a whole number", repr(value), "0 .. 2^31 - 1")


def read_seconds(budget: Any) -> float:
    """Seconds of a number, or of a text such as "1h30m"."""
    if isinstance(budget, numbers.Real) and not isinstance(budget, bool):
        return float(budget)
    parts = re.findall(r"([0-9]+(?:\.[0-9]+)?)([smhd])", budget) if isinstance(budget, str) else []
    if not parts or "".join(number + unit for number, unit in parts) != budget:
        fail("search: budget", "not a time", repr(budget), 'seconds, or "90s", "20m", "1.5h", "1h30m", "2d"')
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


def read_options(options: Dict[str, Any]) -> str:
    """The options as C++ reads them."""
    try:
        return json.dumps(options, allow_nan=False, default=lambda value: value.item())
    except (AttributeError, TypeError, ValueError):
        fail("search", "options that are no numbers, texts or lists of these", repr(options)[:200])
