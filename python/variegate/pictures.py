"""Pictures in the forms that people hold them in, and back.

Arrays of numpy are rows x columns x channels, or rows x columns; tensors of torch channels x rows x columns, or rows x columns;
both of uint8. Pictures of PIL have mode L, RGB or RGBA. Nothing else is taken, and nothing is converted without being asked.
"""
from __future__ import annotations

import sys
from typing import Any, Callable, List, NamedTuple

import numpy

from variegate._core import fail

__all__: List[str] = []


class Picture(NamedTuple):
    """A picture that came in."""

    rows: numpy.ndarray  # rows x columns x channels of uint8, with any strides: a view where there is memory to view
    planes: bool  # whether what goes out is channels x rows x columns
    back: Callable[[numpy.ndarray], Any]  # what came in, of what goes out


def read_picture(value: Any, where: str) -> Picture:
    """The picture; an `Error` that begins with `where` when it is none."""
    if isinstance(value, numpy.ndarray):
        return _from_numpy(value, where)
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        return _from_torch(value, where, torch)
    pil = sys.modules.get("PIL.Image")
    if pil is not None and isinstance(value, pil.Image):
        return _from_pil(value, where, pil)
    fail(where, "not a picture", type(value).__name__,
         "a numpy array of uint8 (rows x columns x channels), a PIL picture or a tensor of uint8 (channels x rows x columns)")


def is_picture(value: Any) -> bool:
    """Whether it is of a type that pictures have."""
    torch, pil = sys.modules.get("torch"), sys.modules.get("PIL.Image")
    return (isinstance(value, numpy.ndarray) or (torch is not None and isinstance(value, torch.Tensor))
            or (pil is not None and isinstance(value, pil.Image)))


def _from_numpy(array: numpy.ndarray, where: str) -> Picture:
    if array.dtype != numpy.uint8:
        fail(where, "not bytes", f"an array of {array.dtype}{_span(array)}", "an array of uint8",
             _as_bytes(array, "(array * 255).round().astype(numpy.uint8)", "array.astype(numpy.uint8)"))
    if array.ndim == 2:
        return Picture(array[:, :, None], False, _without_channels)
    if array.ndim != 3:
        fail(where, "not a picture", f"an array of shape {array.shape}", "rows x columns x channels, or rows x columns",
             "give one picture at a time" if array.ndim == 4 else "")
    if array.shape[2] not in (1, 3, 4) and array.shape[0] in (1, 3, 4):
        fail(where, "channels must come last in an array", f"shape {array.shape}", "rows x columns x channels",
             "array.transpose(1, 2, 0)")
    return Picture(array, False, _as_it_is)


def _from_torch(tensor: Any, where: str, torch: Any) -> Picture:
    if tensor.dtype != torch.uint8:
        fail(where, "not bytes", f"a tensor of {tensor.dtype}{_span(tensor)}", "a tensor of uint8",
             _as_bytes(tensor, "(tensor * 255).round().to(torch.uint8)", "tensor.to(torch.uint8)"))
    if tensor.device.type != "cpu":
        fail(where, "a tensor on another device", str(tensor.device), "a tensor on the CPU",
             "augment before the batch is moved")
    if tensor.ndim not in (2, 3):
        fail(where, "not a picture", f"a tensor of shape {tuple(tensor.shape)}", "channels x rows x columns, or rows x columns",
             "give one picture at a time" if tensor.ndim == 4 else "")
    if tensor.ndim == 3 and tensor.shape[0] not in (1, 3, 4) and tensor.shape[2] in (1, 3, 4):
        fail(where, "channels must come first in a tensor", f"shape {tuple(tensor.shape)}", "channels x rows x columns",
             "tensor.permute(2, 0, 1)")
    array = tensor.numpy()
    if tensor.ndim == 2:
        return Picture(array[:, :, None], False, lambda made: torch.from_numpy(made[:, :, 0]))
    wrap = _tv_wrap(tensor)
    if wrap is not None:
        return Picture(array.transpose(1, 2, 0), True, lambda made: wrap(torch.from_numpy(made)))
    return Picture(array.transpose(1, 2, 0), True, torch.from_numpy)


def _tv_wrap(tensor: Any) -> Any:
    """What makes torchvision's own class of a plain tensor; None where the tensor is a plain one."""
    tv_tensors = sys.modules.get("torchvision.tv_tensors")
    if tv_tensors is None or not isinstance(tensor, tv_tensors.TVTensor):
        return None
    return lambda made: tv_tensors.wrap(made, like=tensor)


def _from_pil(picture: Any, where: str, pil: Any) -> Picture:
    if picture.mode not in ("L", "RGB", "RGBA"):
        fail(where, "not a picture of bytes in grey or colour", f"a PIL picture of mode {picture.mode}", "mode L, RGB or RGBA",
             'picture.convert("RGB")')
    array = numpy.asarray(picture)
    if array.ndim == 2:
        return Picture(array[:, :, None], False, lambda made: pil.fromarray(made[:, :, 0]))
    return Picture(array, False, pil.fromarray)


def _as_it_is(made: numpy.ndarray) -> numpy.ndarray:
    return made


def _without_channels(made: numpy.ndarray) -> numpy.ndarray:
    return made[:, :, 0]


def _span(values: Any) -> str:
    """", of 0 .. 1": what is in it, for errors."""
    return f", of {float(values.min()):g} .. {float(values.max()):g}" if values.size and _is_real(values) else ""


def _is_real(values: Any) -> bool:
    return not str(values.dtype).endswith(("complex64", "complex128")) and str(values.dtype) not in ("object", "bool", "torch.bool")


def _as_bytes(values: Any, from_shares: str, from_bytes: str) -> str:
    if "float" not in str(values.dtype):
        return f"{from_bytes}, where its values are 0 .. 255"
    return f"{from_shares} of values 0 .. 1, {from_bytes} of values 0 .. 255; normalise after augmenting"


def made_pictures() -> List[numpy.ndarray]:
    """Two pictures of 96 x 96 that are made for contact sheets: shapes on a sky, and waves of colour with a line of marks."""
    y, x = numpy.mgrid[0:96, 0:96].astype(numpy.float64)
    sky = numpy.stack([90 + y * 0.9, 140 + y * 0.8, 225 - y * 0.4], axis=2)
    sky[(x - 66) ** 2 + (y - 26) ** 2 < 14**2] = (250, 205, 70)
    sky[y > 72] = (70, 130, 60)
    house = (x > 18) & (x < 52) & (y > 46) & (y < 80)
    sky[house] = (190, 80, 60)
    sky[(y > 28) & (y <= 46) & (abs(x - 35) < (y - 28) * 1.2)] = (110, 50, 45)
    sky[(x > 24) & (x < 33) & (y > 54) & (y < 64)] = (240, 235, 200)
    waves = numpy.stack([127 + 120 * numpy.sin(x / 9 + y / 23), 127 + 120 * numpy.sin(y / 11 + 1),
                         127 + 120 * numpy.sin((x + y) / 17 + 2)], axis=2)
    waves[(y > 42) & (y < 54) & (x % 16 < 8)] = (20, 20, 20)
    return [numpy.clip(picture, 0, 255).astype(numpy.uint8) for picture in (sky, waves)]
