"""A policy as a training pipeline calls it."""
from __future__ import annotations

import operator
import os
from typing import Any, Dict, List, Optional, Sequence

import numpy

from variegate import _core
from variegate._core import did_you_mean, fail
from variegate.annotations import read_boxes, read_keypoints, read_mask, read_rows
from variegate.batch import augment
from variegate.pictures import is_picture, read_picture
from variegate.policy import Policy
from variegate.process import process_number
from variegate.values import whole_number

__all__ = ["Transform"]

_ANNOTATIONS = ("boxes", "labels", "keypoints", "mask", "masks", "label")
_BYTES = numpy.dtype(numpy.uint8)
_BOX_FORMATS = ("xyxy", "xywh", "cxcywh")


class Transform:
    """Augments samples by a policy: `Policy.transform` makes it.

    Called with a picture it gives a picture; called with a dict, or with keywords, a dict in which boxes, masks and keypoints
    have followed their picture; called with a tuple, such as (picture, label) or (picture, dict of annotations), a tuple. What
    goes in comes out in the same type, dtype and box format, and is never changed itself.

    Parameters
    ----------
    policy
        Without mixes of samples, which need a batch.
    seed
        0 .. 2^64 - 1. The same (seed, epoch, index) gives the same bytes on every machine, in any process and thread, and those
        that `variegate apply` and the C++ library give.
    fuse
        Whether neighbouring operations may be joined into one pass over the picture.
    box_format
        "xyxy" (left, top, right, bottom), "xywh" (left, top, width, height) or "cxcywh" (centre, width, height), in pixels.
    min_visibility
        Share of a box, 0 .. 1, that must still be in the picture, or the box is dropped.
    min_side
        Pixels that what is seen of a box must be wide and high, or the box is dropped.

    Without an index a call draws its own: by a counter, and by the process that it is in, so that the workers of a data loader
    differ from one another and from epoch to epoch, however they are started. `variegate.keyed` gives index and epoch instead,
    which makes results independent of the number of workers.
    """

    def __init__(self, policy: Policy, seed: int = 0, *, fuse: bool = True, box_format: str = "xyxy", min_visibility: float = 0.1,
                 min_side: float = 1.0) -> None:
        if not isinstance(policy, Policy):
            fail("Transform", "not a policy", repr(policy), "a policy", 'variegate.published("trivialaugment"), say')
        if box_format not in _BOX_FORMATS:
            fail("box_format", "no such form", f"{box_format}{did_you_mean(str(box_format), list(_BOX_FORMATS))}",
                 ", ".join(_BOX_FORMATS))
        if not 0 <= min_visibility <= 1:
            fail("min_visibility", "out of range", repr(min_visibility), "0 .. 1")
        if not 0 <= min_side < 1e9:
            fail("min_side", "out of range", repr(min_side), "0 or more pixels")
        self._policy = policy
        self._seed = whole_number(seed, "seed")
        self._options = {"fuse": bool(fuse), "box_format": box_format, "min_visibility": float(min_visibility),
                         "min_side": float(min_side)}
        self._core = _core.Transform(policy._core, self._seed, bool(fuse), float(min_visibility), float(min_side))
        self._box_format = box_format
        self._pictures = [name for name, kind in policy.fields.items() if kind == "image"]
        self._epoch = 0
        self._home = os.getpid()
        self._born = process_number()
        self._batches: Any = None
        self._pid = self._high = 0  # found out by the first call: a process that is being started is not yet numbered

    @property
    def policy(self) -> Policy:
        """What is done."""
        return self._policy

    @property
    def seed(self) -> int:
        """Of all draws."""
        return self._seed

    @property
    def epoch(self) -> int:
        """The epoch of calls that name none, from 0: which stretch of a schedule is used, and part of the key of each draw.

        Set it where samples are made: data loader workers that stay alive have a copy of their own (`variegate.keyed` reaches
        them)."""
        return self._epoch

    @epoch.setter
    def epoch(self, epoch: int) -> None:
        self._epoch = whole_number(epoch, "epoch")

    def set_epoch(self, epoch: int) -> None:
        """Does what `transform.epoch = epoch` does."""
        self.epoch = epoch

    def __call__(self, sample: Any = None, /, *more: Any, index: Optional[int] = None, epoch: Optional[int] = None,
                 **fields: Any) -> Any:
        """The augmented sample.

        Parameters
        ----------
        sample
            A picture, a dict, or a tuple or list that begins with a picture; or several arguments, which are taken as a tuple.
            A dict of lists is as many samples as they are long.
            A picture is an array of uint8 (rows x columns x channels, or rows x columns), a PIL picture (L, RGB, RGBA) or a
            tensor of uint8 (channels x rows x columns, or rows x columns).
        index, epoch
            The key of all draws beside the seed: the number of the sample in its data set, and the epoch, both from 0.
        **fields
            A dict's members instead of a dict: image=, boxes= (N x 4, in the transform's box_format), labels= (N, which lose
            what boxes lose), mask= (rows x columns of whole numbers 0 .. 255), masks= (several of these; with as many boxes,
            they lose what boxes lose), keypoints= (N x 2: x, y in pixels; N x 3: and whether it is visible, which becomes 0
            outside). label= is the class, for policies that ask for it. All others come out as they are.
        """
        if index is None:
            number = self._own_number()
        else:
            number = whole_number(index, "index")
        when = self._epoch if epoch is None else whole_number(epoch, "epoch")
        if not more and not fields:
            if isinstance(sample, dict) and self._pictures and isinstance(sample.get(self._pictures[0]), (list, tuple)):
                return self._many(sample, when, number, index)
            if sample.__class__ is dict:
                return self._dict(sample, when, number)
            if isinstance(sample, (tuple, list)):
                return self._tuple(sample, when, number)
            if sample is None:
                fail("a transform's call", "nothing to augment", "no sample", "a picture, a dict or a tuple, or image=, boxes=, ...")
            if isinstance(sample, dict):
                return type(sample)(self._dict(sample, when, number))
            return self._picture(sample, self._pictures[0] if self._pictures else "image", when, number)
        if not fields:
            return self._tuple((sample, *more), when, number)
        if sample is not None:
            fail("a transform's call", "a sample and fields by name", ", ".join(fields), "one of them", "give all by name: image=...")
        return self._dict(fields, when, number)

    def batch(self, images: Any, labels: Any = None, *, classes: Optional[int] = None, indices: Optional[Sequence[int]] = None,
              epoch: Optional[int] = None, out: Any = None, dtype: str = "uint8", mean: Optional[Sequence[float]] = None,
              deviation: Optional[Sequence[float]] = None, threads: Optional[int] = None) -> Any:
        """The augmented batch, made in threads of C++; with labels, (batch, labels).

        Parameters
        ----------
        images
            An array of uint8, batch x rows x columns x channels, a tensor of uint8, batch x channels x rows x columns, or a list
            of pictures of one shape. The policy must keep their shape.
        labels, classes
            The class of each picture. A policy that mixes pictures needs them, and the number of classes, and gives labels of
            float32, batch x classes: how much of each class a picture shows. Of other policies they are given back as they came.
        indices, epoch
            The key of all draws beside the seed, as in a call: the numbers of the samples in their data set.
        out
            Contiguous memory for the result, of its shape and dtype (pinned memory, too).
        dtype, mean, deviation
            "uint8"; or "float32" and (tensors only) "bfloat16": (bytes / 255 - mean) / deviation, a number a channel.
        threads
            That work on it; None: as many as this process may use. They stay for the next batch.
        """
        threads = _core.usable_cpus() if threads is None else whole_number(threads, "batch: threads")
        if not 1 <= threads <= 1024:
            fail("batch: threads", "out of range", repr(threads), "1 .. 1024")
        if self._batches is None or self._batches[0] != threads:
            self._batches = threads, _core.BatchTransform(self._policy._core, self._seed, self._options["fuse"], threads)
        when = self._epoch if epoch is None else whole_number(epoch, "epoch")
        if indices is None:
            numbers = [self._own_number() for _ in range(len(images))]
        else:
            numbers = [whole_number(number, "batch: indices") for number in indices]
        return augment(self._batches[1], images, labels, classes, numbers, when, out, dtype, mean, deviation, self._policy.mixes_samples)

    def _picture(self, value: Any, name: str, epoch: int, number: int) -> Any:
        if value.__class__ is numpy.ndarray and value.dtype is _BYTES and value.ndim == 3 and value.shape[2] in (1, 3, 4):
            return self._core.picture(value, False, epoch, number)  # what most calls are, without a detour
        picture = read_picture(value, name)
        return picture.back(self._core.picture(picture.rows, picture.planes, epoch, number))

    def _tuple(self, sample: Any, epoch: int, number: int) -> Any:
        if not sample or not is_picture(sample[0]):
            fail("a transform's call", "a tuple or list that does not begin with a picture",
                 f"({', '.join(type(each).__name__ for each in sample)})", "(picture, ...)", "give several pictures one by one")
        target = sample[1] if len(sample) > 1 else None
        if isinstance(target, dict) and any(name in target for name in _ANNOTATIONS):
            if "image" in target:
                fail("a transform's call", "two pictures", "one in front, and one as \"image\"", "one of them")
            made = self._dict({"image": sample[0], **target}, epoch, number)
            first = made.pop("image")
            rest = (type(target)(made), *sample[2:])
        else:
            for other in sample[1:]:
                if is_picture(other) and getattr(other, "ndim", 2) >= 2:
                    fail("a transform's call", "a picture and something of its form: whether it is to move along is not known",
                         f"({', '.join(type(each).__name__ for each in sample)})", "(picture, label), (picture, dict)",
                         "give both by name: image=..., mask=...")
            first, rest = self._picture(sample[0], self._pictures[0] if self._pictures else "image", epoch, number), sample[1:]
        if hasattr(sample, "_fields"):  # a named tuple
            return type(sample)(first, *rest)
        return type(sample)((first, *rest))

    def _many(self, samples: Dict[str, Any], epoch: int, number: int, index: Optional[int]) -> Dict[str, Any]:
        """A dict of lists, a member of each a sample: what set_transform of Hugging Face's data sets hands over."""
        pictures = samples[self._pictures[0]]
        if index is not None:
            fail("index", "one number for many samples", repr(index), "no index", "call the transform for each sample by itself")
        for name, values in samples.items():
            if not isinstance(values, (list, tuple)) or len(values) != len(pictures):
                fail(name, "not one a picture", f"{len(values)} values" if hasattr(values, "__len__") else type(values).__name__,
                     f"a list of {len(pictures)}")
        made = [self._dict({name: values[i] for name, values in samples.items()}, epoch, self._own_number() if i else number)
                for i in range(len(pictures))]
        return {name: [each[name] for each in made] for name in samples}

    def _dict(self, sample: Dict[str, Any], epoch: int, number: int) -> Dict[str, Any]:
        self._require_names(sample)
        pictures = {name: read_picture(sample[name], name) for name in self._pictures if name in sample}
        boxes = read_boxes(sample.get("boxes"), self._box_format)
        rows = len(boxes.numbers) if boxes else 0
        labels = read_rows(sample.get("labels"), "labels", rows if boxes else None)
        points = read_keypoints(sample.get("keypoints"))
        given_masks = sample.get("masks")
        masks = [read_mask(each, f"masks[{place}]") for place, each in enumerate(given_masks if given_masks is not None else [])]
        whole = [read_mask(sample["mask"], "mask")] if sample.get("mask") is not None else []
        made, made_boxes, kept, made_masks, made_points = self._core.sample(
            [(name, picture.rows) for name, picture in pictures.items()], boxes.numbers if boxes else None,
            [mask.rows for mask in masks + whole], points.numbers if points else None, _class_of(sample), epoch, number)
        out = dict(sample)
        shape = made[0].shape[:2]
        for (name, picture), rows_out in zip(pictures.items(), made):
            if picture.planes:
                rows_out = numpy.ascontiguousarray(rows_out.transpose(2, 0, 1))
            out[name] = picture.back(rows_out)
        if boxes:
            out["boxes"] = boxes.back(made_boxes, shape)
            if labels:
                out["labels"] = labels(kept)
        if points:
            out["keypoints"] = points.back(made_points, shape)
        if whole:
            out["mask"] = whole[0].back(made_masks[-1])
        if given_masks is not None:
            backs = [mask.back(rows_out) for mask, rows_out in zip(masks, made_masks)]
            out["masks"] = _stacked(given_masks, [backs[i] for i in kept] if boxes and len(backs) == rows else backs)
        return out

    def _require_names(self, sample: Dict[str, Any]) -> None:
        known = [*self._pictures, *_ANNOTATIONS]
        for name in sample:
            if name not in known and isinstance(name, str) and (near := did_you_mean(name, known)):
                fail(name, f"is not moved with the picture{near}", "", ", ".join(known), "give it another name, if it is none of these")

    def _own_number(self) -> int:
        """A number for a sample that has none: a counter below, and above it the number of the process."""
        if os.getpid() != self._pid:
            self._pid = os.getpid()
            number = process_number()
            if number == self._born and self._pid != self._home:
                number ^= self._pid  # forked by hand, a process has no number of its own
            self._high = number << 32
        return self._high | (self._core.take_number() & 0xFFFFFFFF)

    def __getstate__(self) -> Dict[str, Any]:
        return {"policy": self._policy, "seed": self._seed, "options": self._options, "epoch": self._epoch,
                "taken": self._core.taken}

    def __setstate__(self, state: Dict[str, Any]) -> None:
        self.__init__(state["policy"], state["seed"], **state["options"])  # type: ignore[misc]
        self._epoch = state["epoch"]
        self._core.taken = state["taken"]

    def __repr__(self) -> str:
        return f"<variegate.Transform seed={self._seed} of {self._policy!r}>"


def _class_of(sample: Dict[str, Any]) -> int:
    """The class, where it is a number: policies may ask for it."""
    try:
        label = operator.index(sample.get("label", 0))
    except TypeError:
        return 0
    return label if 0 <= label < 1 << 31 else 0


def _stacked(given: Any, masks: List[Any]) -> Any:
    """The masks as they came: a list, a tuple, or one array or tensor of all."""
    if isinstance(given, (list, tuple)):
        return type(given)(masks)
    if isinstance(given, numpy.ndarray):
        return numpy.stack(masks) if masks else given[:0]
    import torch

    stack = torch.stack(masks) if masks else given[:0].clone()
    from variegate.pictures import _tv_wrap

    wrap = _tv_wrap(given)
    return stack if wrap is None else wrap(stack)
