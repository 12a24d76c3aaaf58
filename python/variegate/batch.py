"""Batches of pictures that are in memory, augmented in threads of C++."""
from __future__ import annotations

import sys
from typing import Any, Callable, List, Optional, Sequence, Tuple

import numpy

from variegate._core import did_you_mean, fail
from variegate.pictures import read_picture
from variegate.values import whole_number

__all__: List[str] = []

DTYPES = ("float32", "bfloat16", "uint8")


def moments(where: str, mean: Optional[Sequence[float]], deviation: Optional[Sequence[float]], dtype: str, channels: int) -> List[float]:
    """A mean and then a deviation a channel; [] when neither is given."""
    if mean is None and deviation is None:
        return []
    if dtype == "uint8":
        fail(f"{where}: mean, deviation", "bytes are not normalised", "", "", 'leave them out, or dtype="float32"')
    means = [float(each) for each in (mean if mean is not None else [0.0] * channels)]
    deviations = [float(each) for each in (deviation if deviation is not None else [1.0] * channels)]
    if len(means) != channels or len(deviations) != channels or not all(each > 0 for each in deviations):
        fail(f"{where}: mean, deviation", "not one a channel", f"{means} and {deviations}",
             f"{channels} numbers each, deviations above 0")
    return means + deviations


def require_choice(where: str, value: Any, known: Sequence[str]) -> None:
    """An `Error` with the nearest name when the value is none of the known."""
    if value not in known:
        fail(where, "no such choice", f"{value}{did_you_mean(str(value), list(known))}", ", ".join(known))


def augment(core: Any, images: Any, labels: Any, classes: Optional[int], indices: List[int], epoch: int, out: Any, dtype: str,
            mean: Optional[Sequence[float]], deviation: Optional[Sequence[float]], mixes: bool) -> Any:
    """What `Transform.batch` gives."""
    rows, torch = read_batch(images)
    require_choice("batch: dtype", dtype, DTYPES)
    if dtype == "bfloat16" and torch is None:
        fail("batch: dtype", "numpy has no bfloat16", "", "", 'give tensors of torch, or dtype="float32"')
    count, height, width, channels = rows.shape
    if len(indices) != count:
        fail("batch: indices", "not one a picture", f"{len(indices)} numbers", f"{count}")
    made, memory = _out(out, rows, (count, channels, height, width) if torch else rows.shape, dtype, torch)
    numbers = _labels(labels, classes, count) if mixes else []
    soft = core.apply(rows, memory, dtype, torch is not None, moments("batch", mean, deviation, dtype, channels), indices, epoch, numbers,
                      classes or 0)
    if labels is None:
        return made
    if mixes:
        labels = torch.from_numpy(soft) if torch else soft
    return made, labels


def read_batch(images: Any) -> Tuple[numpy.ndarray, Any]:
    """The pictures as batch x rows x columns x channels, a view where there is memory to view, and torch where they are its tensors."""
    torch = sys.modules.get("torch")
    if isinstance(images, (list, tuple)):
        shapes = {tuple(read_picture(image, f"images[{place}]").rows.shape) for place, image in enumerate(images)}
        if len(shapes) != 1:
            fail("images", "pictures of different shapes" if shapes else "no pictures", ", ".join(map(str, sorted(shapes))),
                 "one shape", "call the transform for each picture" if shapes else "")
        if torch is not None and isinstance(images[0], torch.Tensor):
            images = torch.stack([torch.as_tensor(image) for image in images])
            images = images[:, None] if images.ndim == 3 else images
        else:
            images = numpy.stack([read_picture(image, "images").rows for image in images])
    is_tensor = torch is not None and isinstance(images, torch.Tensor)
    if not is_tensor and not isinstance(images, numpy.ndarray):
        fail("images", "not a batch of pictures", type(images).__name__,
             "an array of uint8 (batch x rows x columns x channels), a tensor (batch x channels x rows x columns), or a list of pictures")
    if images.ndim != 4 or images.shape[0] == 0:
        fail("images", "not a batch of pictures", f"shape {tuple(images.shape)}",
             "batch x channels x rows x columns" if is_tensor else "batch x rows x columns x channels",
             "call the transform itself for one picture" if images.ndim in (2, 3) else "")
    read_picture(images[0], "images[0]")  # says what is wrong with its bytes and its layout
    rows = images.numpy().transpose(0, 2, 3, 1) if is_tensor else images
    if rows.shape[3] not in (1, 3, 4) or 0 in rows.shape:
        fail("images", "not pictures", f"shape {tuple(images.shape)}", "at least one pixel each, of 1, 3 or 4 channels")
    return rows, torch if is_tensor else None


def _out(out: Any, rows: numpy.ndarray, shape: Tuple[int, ...], dtype: str, torch: Any) -> Tuple[Any, numpy.ndarray]:
    """What is given out, and its memory as an array of numpy."""
    if out is None:
        out = torch.empty(shape, dtype=getattr(torch, dtype)) if torch else numpy.empty(shape, dtype)
    elif not isinstance(out, torch.Tensor if torch else numpy.ndarray):
        fail("batch: out", "not of the images' library", type(out).__name__, "a tensor" if torch else "an array")
    elif tuple(out.shape) != tuple(shape) or str(out.dtype).split(".")[-1] != dtype:
        fail("batch: out", "of another shape or dtype", f"{tuple(out.shape)} of {out.dtype}", f"{tuple(shape)} of {dtype}")
    elif torch and (out.device.type != "cpu" or not out.is_contiguous()):
        fail("batch: out", "not contiguous memory of the CPU", f"on {out.device}, strides {out.stride()}", "a contiguous tensor")
    elif not torch and not (out.flags.c_contiguous and out.flags.writeable):
        fail("batch: out", "not contiguous or not writable", f"strides {out.strides}", "a contiguous array that may be written to")
    memory = out if not torch else (out.view(torch.int16) if dtype == "bfloat16" else out).numpy()
    if numpy.may_share_memory(memory, rows):
        fail("batch: out", "in the memory of the images", "", "memory of its own")
    return out, memory


def _labels(labels: Any, classes: Optional[int], count: int) -> List[int]:
    """The classes of a batch whose pictures are mixed."""
    if labels is None or classes is None:
        fail("batch: labels, classes", "a policy that mixes pictures mixes their labels, too", "", "the class of each and how many there are",
             "batch(images, labels, classes=10)")
    if not 1 <= whole_number(classes, "batch: classes") < 1 << 24:
        fail("batch: classes", "out of range", repr(classes), "1 .. 2^24 - 1")
    numbers = numpy.asarray(labels)
    if numbers.shape != (count,) or numbers.dtype.kind not in "iu":
        fail("batch: labels", "not one class a picture", f"shape {numbers.shape} of {numbers.dtype}", f"{count} whole numbers")
    if numbers.min() < 0 or numbers.max() >= classes:
        fail("batch: labels", "out of range", f"{numbers.min()} .. {numbers.max()}", f"0 .. {classes - 1}")
    return [int(number) for number in numbers]
