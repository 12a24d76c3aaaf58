"""Which of the processes of a program this one is."""
from __future__ import annotations

import os
import sys
import zlib
from typing import List

__all__: List[str] = []


def process_number() -> int:
    """A number of 32 bits that differs between the processes that a program starts, and is the same when it is run again: 0 in
    the program itself.

    Every process of multiprocessing, however it is started, has the numbers of its ancestors among their siblings. Those
    of a data loader that starts its workers anew in each epoch go on counting, so they differ by epoch, too. Programs that
    torchrun starts side by side are told apart by their rank."""
    process = sys.modules.get("multiprocessing.process")
    numbers = tuple(process.current_process()._identity) if process else ()  # type: ignore[attr-defined]
    rank = os.environ.get("RANK", "")
    return zlib.crc32(repr((numbers, rank)).encode()) if numbers or rank else 0
