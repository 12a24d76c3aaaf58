"""Batches of a data set, decoded, augmented and normalised in threads of C++."""
from __future__ import annotations

import json
import os
import sys
import warnings
from typing import Any, Dict, Iterator, List, Optional, Sequence, Tuple, Union

import numpy

from variegate import _core
from variegate._core import fail
from variegate.batch import DTYPES, moments, require_choice
from variegate.policy import Policy, published
from variegate.values import whole_number

__all__ = ["Loader"]

_LAYOUTS = ("planes", "interleaved")
_ARRAYS = ("numpy", "torch")
_PARTS = ("train", "validation")


class Loader:
    """Gives out (pictures, labels), batch after batch, an epoch a `for` loop.

    Parameters
    ----------
    data
        The path of a data set in any form that `variegate search --data` reads: a folder with one folder a class, tar shards, a
        CSV manifest, CIFAR, IDX.
    policy
        What is done to each picture, and to batches where it mixes samples; must keep the size. None: nothing.
    size
        Pixels across and down each picture, or a number for both; None: as most pictures of the data.
    arrays
        "numpy" or "torch"; None: torch where it has been imported.
    dtype
        "float32", "bfloat16" (of torch only) or "uint8".
    mean, deviation
        A number a channel, in units of 0 .. 1: (bytes / 255 - mean) / deviation. None: bytes / 255. Not with "uint8".
    layout
        "planes": batch x channels x rows x columns. "interleaved": batch x rows x columns x channels.
    threads
        That work in the background; None: as many as this process may use; 0: the caller's own.
    part
        "train" or "validation", of data that name their parts; all of undivided data is "train".
    data_format
        Of the data, where their path does not tell: see `variegate data`.
    samples
        The numbers of the samples to use; None: all. The ranks of a distributed training each give their own.
    **options
        Others of the C++ loader (docs/loading.md): batch_size=128, channels=3, seed=0, shuffle=True, drop_last=False,
        even_batches=False, prefetch=2, skip_bad=False, fit="stretch" ("crop_middle", "random_part", "policy_part"), ...

    Arrays lie where the loader wrote them; the memory is used again when they are gone. A loop that is left goes on where it
    stopped; `set_epoch` begins an epoch. Threads do not live on in a forked process: make a loader there.
    """

    def __init__(self, data: "Union[str, os.PathLike[str]]", policy: Optional[Policy] = None, *,
                 size: "Union[None, int, Tuple[int, int]]" = None, arrays: Optional[str] = None, dtype: str = "float32",
                 mean: Optional[Sequence[float]] = None, deviation: Optional[Sequence[float]] = None, layout: str = "planes",
                 threads: Optional[int] = None, part: str = "train", data_format: str = "auto",
                 samples: Optional[Sequence[int]] = None, **options: Any) -> None:
        arrays = arrays or ("torch" if "torch" in sys.modules else "numpy")
        for name, value, known in [("dtype", dtype, DTYPES), ("layout", layout, _LAYOUTS), ("arrays", arrays, _ARRAYS),
                                   ("part", part, _PARTS)]:
            require_choice(f"Loader: {name}", value, known)
        if dtype == "bfloat16" and arrays == "numpy":
            fail("Loader: dtype", "numpy has no bfloat16", "", "", 'arrays="torch", or dtype="float32"')
        if policy is not None and not isinstance(policy, Policy):
            fail("Loader: policy", "not a policy", repr(policy), "a policy", 'variegate.published("trivialaugment"), say')
        width, height = _sides(size)
        options = {"width": width, "height": height, "threads": _core.usable_cpus() if threads is None else threads, **options}
        self._torch = arrays == "torch"
        self._bfloat16 = dtype == "bfloat16"
        self._batches = _core.BatchLoader(
            os.fspath(data), part, data_format, (policy or published("none"))._core, _json(options), dtype, layout == "planes",
            moments("Loader", mean, deviation, dtype, options.get("channels", 3)),
            [] if samples is None else [whole_number(number, "Loader: samples") for number in samples])
        if self._batches.notice:
            warnings.warn(self._batches.notice, stacklevel=2)

    def __len__(self) -> int:
        """Batches in an epoch."""
        return self._batches.batches_an_epoch

    def __iter__(self) -> Iterator[Tuple[Any, Any]]:
        """(pictures, labels) to the end of the epoch. Labels are int64, or of a policy that mixes samples float32: how much of
        each class a picture shows, batch x classes."""
        epoch = self.epoch
        while self.epoch == epoch:
            pictures, labels, soft, _ = self._batches.next()
            yield self._array(pictures, self._bfloat16), self._array(labels if soft is None else soft)

    @property
    def epoch(self) -> int:
        """That the next batch is of, from 0."""
        return self._batches.state()[0]

    def set_epoch(self, epoch: int) -> None:
        """Goes to the beginning of an epoch; where it is there already, nothing happens."""
        if self._batches.state() != (whole_number(epoch, "epoch"), 0):
            self._batches.restore(whole_number(epoch, "epoch"), 0)

    def state_dict(self) -> Dict[str, int]:
        """Where the loader stands, between two batches: to be kept with a checkpoint."""
        epoch, sample = self._batches.state()
        return {"epoch": epoch, "sample": sample}

    def load_state_dict(self, state: Dict[str, int]) -> None:
        """Goes on from there, with the same data, seed and order, in mid-epoch too."""
        if not isinstance(state, dict) or set(state) != {"epoch", "sample"}:
            fail("load_state_dict", "not a loader's state", repr(state)[:80], "what state_dict() gives")
        self._batches.restore(whole_number(state["epoch"], "epoch"), whole_number(state["sample"], "sample"))

    @property
    def size(self) -> Tuple[int, int]:
        """Pixels across and down each picture."""
        return self._batches.size

    @property
    def class_names(self) -> List[str]:
        """Names of the classes; label k is the k-th."""
        return self._batches.class_names

    @property
    def skipped(self) -> int:
        """Samples that could not be read so far, with skip_bad."""
        return self._batches.skipped

    @property
    def skipped_reasons(self) -> List[str]:
        """Why, of the first ten."""
        return self._batches.skipped_reasons

    def _array(self, values: numpy.ndarray, bfloat16: bool = False) -> Any:
        if not self._torch:
            return values
        import torch

        tensor = torch.from_numpy(values)
        return tensor.view(torch.bfloat16) if bfloat16 else tensor


def _sides(size: Any) -> Tuple[int, int]:
    if size is None:
        return 0, 0
    sides = tuple(size) if isinstance(size, (tuple, list)) else (size, size)
    if len(sides) != 2 or not all(isinstance(side, int) for side in sides):
        fail("Loader: size", "not a size", repr(size), "pixels across and down, or a number for both")
    return sides[0], sides[1]


def _json(options: Dict[str, Any]) -> str:
    try:
        return json.dumps(options, allow_nan=False, default=lambda value: value.item())
    except (AttributeError, TypeError, ValueError):
        fail("Loader", "options that are no numbers, texts or truth values", repr(options))
