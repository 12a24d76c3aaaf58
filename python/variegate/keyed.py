"""Data sets whose samples are augmented by their numbers."""
from __future__ import annotations

from typing import Any, Dict, Iterator

from variegate._core import fail
from variegate.transform import Transform
from variegate.values import whole_number

__all__ = ["keyed"]


class _Keyed:
    """`variegate.keyed` makes it."""

    def __init__(self, dataset: Any, transform: Transform) -> None:
        self._dataset = dataset
        self._transform = transform
        self._epoch = _shared(transform.epoch)

    @property
    def epoch(self) -> int:
        """The epoch in which samples are augmented, from 0, in this process and in those that were started with the data set."""
        return self._epoch.value

    @epoch.setter
    def epoch(self, epoch: int) -> None:
        self._epoch.value = whole_number(epoch, "epoch")

    def set_epoch(self, epoch: int) -> None:
        """Does what `dataset.epoch = epoch` does."""
        self.epoch = epoch

    def __len__(self) -> int:
        return len(self._dataset)

    def __getitem__(self, index: int) -> Any:
        number = index if index >= 0 else index + len(self)
        sample = self._dataset[index]
        return self._transform(sample, index=number, epoch=self.epoch)

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._dataset, name)

    def __getstate__(self) -> Dict[str, Any]:
        import multiprocessing.context

        # Shared memory can be handed to a process that is being started, and to nothing else.
        sharing = multiprocessing.context.get_spawning_popen() is not None
        return {"dataset": self._dataset, "transform": self._transform, "epoch": self._epoch if sharing else self.epoch}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self._dataset, self._transform, epoch = state["dataset"], state["transform"], state["epoch"]
        self._epoch = _shared(epoch) if isinstance(epoch, int) else epoch


def keyed(dataset: Any, transform: Transform) -> Any:
    """The data set, each sample augmented by its number and the epoch, so that results do not depend on workers.

    Parameters
    ----------
    dataset
        Anything with `len` and whole-numbered items that the transform takes: pictures, dicts, (picture, label),
        (picture, dict of annotations).
    transform
        As `Policy.transform` makes it.

    Returns
    -------
    A data set of the same length, for `torch.utils.data.DataLoader` among others. Set its `epoch`, or call `set_epoch`, at the
    beginning of each: workers see it, also those that stay alive. Other attributes are the data set's own.
    """
    if not isinstance(transform, Transform):
        fail("keyed", "not a transform", repr(transform), "policy.transform(seed=...)")
    if not hasattr(dataset, "__len__") or not hasattr(dataset, "__getitem__"):
        fail("keyed", "samples without numbers", type(dataset).__name__, "a data set with len() and items",
             "give the numbers yourself: transform(sample, index=..., epoch=...)")
    return _Keyed(dataset, transform)


def _shared(epoch: int) -> Any:
    import multiprocessing.sharedctypes

    return multiprocessing.sharedctypes.RawValue("Q", epoch)
