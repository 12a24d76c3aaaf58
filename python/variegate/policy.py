"""Policies: what is done to a sample, as a value."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Union

from variegate import _core

if TYPE_CHECKING:
    import PIL.Image

    from variegate.transform import Transform

__all__ = ["Policy", "published", "published_names"]


class Policy:
    """A tree of operations with probabilities, in physical units: what `variegate search` finds and policy files hold.

    A policy never changes. It is loaded (`load`, `loads`), published (`variegate.published`), or built of steps
    (`variegate.op`, `one_of`, `some_of`, ...) that `|` puts one after another. `str` says in words what it does. Policies are
    equal when they do the same and have the same name and provenance; they can be hashed, pickled and copied.
    """

    __slots__ = ("_core",)
    _core: Any

    def __init__(self, core: _core.Policy) -> None:
        if not isinstance(core, _core.Policy):
            _core.fail("Policy", "is not made so", repr(core), "Policy.load(file), Policy.loads(text), variegate.published(name), "
                       "or steps of variegate.op")
        self._core = core

    @classmethod
    def load(cls, path: "Union[str, os.PathLike[str]]") -> "Policy":
        """The policy in a file, or that which the study in a folder has found."""
        return cls(_core.read_policy(os.fspath(path)))

    @classmethod
    def loads(cls, text: str, source: str = "policy") -> "Policy":
        """The policy of a text in the format of policy files (docs/policy-format.md); `source` names it in errors."""
        return cls(_core.parse_policy(text, source))

    def save(self, path: "Union[str, os.PathLike[str]]") -> None:
        """Writes the policy to a file, whole or not at all."""
        self._core.write(os.fspath(path))

    def dumps(self) -> str:
        """The text of its file. Read and written again, it has the same bytes."""
        return self._core.text()

    @property
    def name(self) -> str:
        """A name for people; "" when it has none."""
        return self._core.name

    @property
    def fields(self) -> Dict[str, str]:
        """The fields that samples must have, and of which kind each is: "image", "audio" or "text"."""
        return self._core.fields

    @property
    def mixes_samples(self) -> bool:
        """Whether it mixes samples of a batch with one another (mixup, CutMix, ...)."""
        return self._core.mixes_samples

    def __or__(self, other: "Policy") -> "Policy":
        """All that this one does, then all that the other does."""
        return Policy(self._core.then(other._core)) if isinstance(other, Policy) else NotImplemented

    def __str__(self) -> str:
        return self._core.words()

    def __repr__(self) -> str:
        words = str(self).split("\n")
        return f"<variegate.Policy{' ' + self.name if self.name else ''}: {words[0]}{' ...' if len(words) > 1 else ''}>"

    def __eq__(self, other: object) -> bool:
        return self._core.equals(other._core) if isinstance(other, Policy) else NotImplemented

    def __hash__(self) -> int:
        return self._core.hash()

    def __reduce__(self) -> Any:
        return Policy.loads, (self.dumps(),)

    def __copy__(self) -> "Policy":
        return self

    def __deepcopy__(self, memo: object) -> "Policy":
        return self

    def transform(self, seed: int = 0, **options: Any) -> "Transform":
        """What a training pipeline calls for each sample; see `variegate.Transform`, which the options are those of."""
        from variegate.transform import Transform

        return Transform(self, seed, **options)

    def preview(self, images: Optional[Sequence[Any]] = None, copies: int = 8, seed: int = 0) -> "PIL.Image.Image":
        """A contact sheet: a row a picture, the original on the left and augmented copies beside it.

        Parameters
        ----------
        images
            Arrays, PIL pictures or tensors as `Transform` takes them; by default pictures that are made for this.
        copies
            Augmented copies of each, 1 or more; copy k is what epoch k would see.
        seed
            Of the augmentation. The pictures are samples 0, 1, ...
        """
        import PIL.Image

        return PIL.Image.fromarray(self._sheet(images, copies, seed))

    def _sheet(self, images: Optional[Sequence[Any]], copies: int, seed: int) -> Any:
        from variegate.pictures import made_pictures, read_picture

        if images is None:
            images = made_pictures()
        rows = [read_picture(image, f"images[{place}]").rows for place, image in enumerate(images)]
        if not rows:
            _core.fail("preview: images", "no pictures", "", "at least one")
        if copies < 1:
            _core.fail("preview: copies", "out of range", repr(copies), "1 or more")
        return _core.sheet(self._core, rows, copies, seed)

    def _repr_html_(self) -> str:
        import base64
        import html

        picture = base64.b64encode(_core.png(self._sheet(None, 6, 0))).decode()
        return (f"<pre>{html.escape(f'{self.name}: ' if self.name else '')}{html.escape(str(self))}</pre>"
                f'<img alt="contact sheet: the original on the left, then augmented copies" '
                f'src="data:image/png;base64,{picture}">')


def published(name: str) -> Policy:
    """A policy from the literature or a manual baseline by its name: "trivialaugment", "randaugment:2:9", "crop-flip".

    `published_names` lists them; `variegate policy list` says what they are and where they are from.
    """
    return Policy(_core.published_policy(name))


def published_names() -> List[str]:
    """Names that `published` takes; words in capitals stand for a number or a kind: "randaugment:N:M"."""
    return list(dict.fromkeys(_core.published_policies() + _core.base_policies()))
