"""What a library says of itself: how it wants a picture, and what it can do with one."""
import random
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Peer:
    rows: Callable  # (width, height) -> {row name: function of one item, which returns the result}
    prepare: Callable = lambda picture: picture  # uint8 HWC array -> an item; not timed
    batched: bool = False  # the item is all pictures at once: prepare takes the list


def resized_crop_box(width, height, area, ratio):
    """left, top, width, height of a random part, as RandomResizedCrop draws it."""
    for _ in range(10):
        size = width * height * random.uniform(*area)
        aspect = random.uniform(*ratio)
        w, h = round((size * aspect) ** 0.5), round((size / aspect) ** 0.5)
        if 0 < w <= width and 0 < h <= height:
            return random.randint(0, width - w), random.randint(0, height - h), w, h
    return 0, 0, width, height


def affine_matrix(degrees, shear, shift, width, height):
    """The inverse map, output to input, about the centre: two rows of three."""
    import math

    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    a, b, d, e = cos, sin, -sin, cos
    b, e = b + shear * a, e + shear * d
    x, y = (width - 1) / 2, (height - 1) / 2
    return [[a, b, x - a * x - b * y - shift], [d, e, y - d * x - e * y]]
