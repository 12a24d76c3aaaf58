"""Every operation as a function that makes a policy of one step: `op.rotate(degrees=(-20, 20), p=.5)`.

Parameters are given by name, in the operation's unit; those that are left out take their fallback. A value is a number, a
text where the parameter has choices, `(low, high)` for anywhere between, `variegate.levels(...)` or `variegate.mirrored(...)`.
`p` is the probability that it is applied, `field` the field that it works on. `dir(variegate.op)` lists them, `help()` of one
says all that it takes. `|` does one after another.
"""
from __future__ import annotations

from typing import Any

from variegate import _calls, _core

_functions = _calls.functions("op", _core.operations(), _calls.operation_policy)


def __getattr__(name: str) -> Any:
    if name in _functions:
        return _functions[name]
    raise _calls.missing("op", name, _functions)


def __dir__() -> "list[str]":
    return sorted(_functions)
