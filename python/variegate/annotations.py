"""Boxes, keypoints and masks in the forms that people hold them in, and back."""
from __future__ import annotations

import sys
from typing import Any, Callable, List, NamedTuple, Optional

import numpy

from variegate._core import fail

__all__: List[str] = []


class Rows(NamedTuple):
    """Boxes or keypoints that came in."""

    numbers: numpy.ndarray  # N x 4: left, top, right, bottom; or N x 3: x, y, visible. float64
    back: Callable[[numpy.ndarray, "tuple[int, int]"], Any]  # what came in, of rows and the picture's rows and columns


class MaskRows(NamedTuple):
    """A mask that came in."""

    rows: numpy.ndarray  # rows x columns of uint8
    back: Callable[[numpy.ndarray], Any]


def read_boxes(value: Any, box_format: str) -> Optional[Rows]:
    if value is None:
        return None
    box_format = _own_format(value) or box_format
    table, like = _table(value, "boxes", (4,))
    return Rows(_corners(table, box_format), lambda made, shape: _on_canvas(like(_from_corners(made, box_format)), value, shape))


def read_keypoints(value: Any) -> Optional[Rows]:
    if value is None:
        return None
    table, like = _table(value, "keypoints", (2, 3))
    columns = table.shape[1]
    if columns == 2:
        return Rows(numpy.column_stack([table, numpy.ones(len(table))]),
                    lambda made, shape: _on_canvas(like(made[:, :2]), value, shape))

    def back(made: numpy.ndarray, shape: "tuple[int, int]") -> Any:
        # What was visible in any sense of the word (COCO's 1 and 2) stays so.
        return like(numpy.column_stack([made[:, :2], numpy.where(made[:, 2] > 0, table[:, 2], 0)]))

    return Rows(table, back)


def _own_format(boxes: Any) -> Optional[str]:
    """The form that torchvision's boxes say they have; None where boxes say none."""
    said = getattr(getattr(boxes, "format", None), "value", None)
    if said is None:
        return None
    if str(said).lower() not in ("xyxy", "xywh", "cxcywh"):
        fail("boxes", "boxes that are turned cannot be moved", f"format {said}", "XYXY, XYWH or CXCYWH")
    return str(said).lower()


def _on_canvas(made: Any, like: Any, shape: "tuple[int, int]") -> Any:
    """The value, and where it says how large its picture is (torchvision's BoundingBoxes, KeyPoints), with the size it has now."""
    if not hasattr(like, "canvas_size"):
        return made
    return sys.modules["torchvision.tv_tensors"].wrap(made, like=like, canvas_size=shape)


def read_mask(value: Any, where: str) -> MaskRows:
    """A label a pixel; an `Error` that begins with `where` when it is none."""
    array, like = _array(value, where)
    if array.ndim != 2 or array.size == 0:
        fail(where, "not a mask", f"shape {array.shape}", "rows x columns, the size of the picture",
             "several masks are masks=, one a row" if array.ndim == 3 else "")
    if array.dtype.kind not in "bui":
        fail(where, "not a mask", f"values of {array.dtype}", "whole numbers 0 .. 255, or bool")
    if array.dtype not in (numpy.uint8, numpy.bool_) and (array.min() < 0 or array.max() > 255):
        fail(where, "labels out of range", f"{array.min()} .. {array.max()}", "0 .. 255", "number the classes anew")
    return MaskRows(array.astype(numpy.uint8, copy=False), like)


def read_rows(value: Any, where: str, rows: Optional[int]) -> Optional[Callable[[numpy.ndarray], Any]]:
    """What gives those that are kept, of labels of `rows` boxes (None: there are no boxes)."""
    if value is None or rows is None:
        return None
    if not hasattr(value, "__len__") or len(value) != rows:
        got = str(len(value)) if hasattr(value, "__len__") else type(value).__name__
        fail(where, "not one a box", got, f"{rows}, as boxes", "labels belong to boxes; the class of the picture is label=")
    if isinstance(value, (list, tuple)):
        return lambda kept: type(value)(value[i] for i in kept)
    return lambda kept: value[kept]


def _array(value: Any, where: str) -> "tuple[numpy.ndarray, Callable[[numpy.ndarray], Any]]":
    """The value as an array, and what makes the like of it of an array."""
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        if value.device.type != "cpu":
            fail(where, "a tensor on another device", str(value.device), "a tensor on the CPU")
        from variegate.pictures import _tv_wrap

        wrap, dtype = _tv_wrap(value), value.dtype
        if wrap is None:
            return value.detach().numpy(), lambda made: torch.from_numpy(numpy.array(made)).to(dtype)
        return value.detach().numpy(), lambda made: wrap(torch.from_numpy(numpy.array(made)).to(dtype))
    if isinstance(value, numpy.ndarray):
        dtype = value.dtype
        return value, lambda made: made.astype(dtype, copy=False)
    pil = sys.modules.get("PIL.Image")
    if pil is not None and isinstance(value, pil.Image):
        mode, palette = value.mode, value.getpalette() if value.mode == "P" else None

        def picture(made: numpy.ndarray) -> Any:
            out = pil.fromarray(made, mode="L") if mode == "L" else pil.frombytes(mode, made.shape[::-1], made.tobytes())
            if palette is not None:
                out.putpalette(palette)
            return out

        if mode not in ("L", "P"):
            fail(where, "not a mask", f"a PIL picture of mode {mode}", "mode L or P")
        return numpy.asarray(value), picture
    fail(where, "not an array", type(value).__name__, "an array of numpy or a tensor")


def _table(value: Any, where: str, columns: "tuple[int, ...]") -> "tuple[numpy.ndarray, Callable[[numpy.ndarray], Any]]":
    """N rows of float64, and what makes the like of the value of rows."""
    if isinstance(value, (list, tuple)):
        try:
            table = numpy.array([[float(number) for number in row] for row in value], dtype=numpy.float64)
        except (TypeError, ValueError):
            fail(where, "not rows of numbers", repr(value)[:80], _expected(columns))
        row_type = type(value[0]) if len(value) and isinstance(value[0], (list, tuple)) else list
        like: Callable[[numpy.ndarray], Any] = lambda made: type(value)(row_type(row) for row in made.tolist())
    else:
        array, as_given = _array(value, where)
        if array.dtype.kind not in "uif":
            fail(where, "not numbers", f"values of {array.dtype}", _expected(columns))
        table = array.astype(numpy.float64)
        # Whole pixels stay whole.
        like = as_given if array.dtype.kind == "f" else lambda made: as_given(numpy.rint(made))
    if table.size == 0 and table.ndim <= 2:
        table = table.reshape(0, columns[0] if table.ndim < 2 or table.shape[1] not in columns else table.shape[1])
    if table.ndim != 2 or table.shape[1] not in columns:
        fail(where, "not of this shape", f"shape {table.shape}", _expected(columns))
    return numpy.ascontiguousarray(table), like


def _expected(columns: "tuple[int, ...]") -> str:
    return "rows of " + " or ".join(map(str, columns)) + " numbers"


def _corners(table: numpy.ndarray, box_format: str) -> numpy.ndarray:
    if box_format == "xyxy":
        return table
    low = table[:, :2] if box_format == "xywh" else table[:, :2] - table[:, 2:] / 2
    return numpy.concatenate([low, low + table[:, 2:]], axis=1)


def _from_corners(corners: numpy.ndarray, box_format: str) -> numpy.ndarray:
    if box_format == "xyxy":
        return corners
    sides = corners[:, 2:] - corners[:, :2]
    return numpy.concatenate([corners[:, :2] if box_format == "xywh" else corners[:, :2] + sides / 2, sides], axis=1)
