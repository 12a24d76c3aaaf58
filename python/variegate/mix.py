"""Every mix of samples as a function that makes a policy: `policy | mix.mixup(alpha=0.2, p=.5)`.

A mix is done to a batch when all its samples have been through the policy's steps, so a `Transform`, which sees one sample at a
time, refuses it. Parameters are constants, and `p` is the share of samples that are mixed so.
"""
from __future__ import annotations

from typing import Any

from variegate import _calls, _core

_functions = _calls.functions("mix", _core.mixes(), _calls.mix_policy)


def __getattr__(name: str) -> Any:
    if name in _functions:
        return _functions[name]
    raise _calls.missing("mix", name, _functions)


def __dir__() -> "list[str]":
    return sorted(_functions)
