"""Bilinear interpolation in double precision: what every warp is held against."""

import numpy as np


def bilinear_at(pixels, x, y, fill):
    """The picture at points of the shape of x and y, not rounded; neighbours beyond the edge repeat it."""
    height, width, channels = pixels.shape
    outside = (x < 0) | (x >= width) | (y < 0) | (y >= height)
    x, y = np.where(outside, 0, x) - 0.5, np.where(outside, 0, y) - 0.5
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    across, down = (x - left)[..., None], (y - top)[..., None]

    def at(row, column):
        return pixels[np.clip(row, 0, height - 1), np.clip(column, 0, width - 1)].astype(float)

    out = (at(top, left) * (1 - across) + at(top, left + 1) * across) * (1 - down) + (
        at(top + 1, left) * (1 - across) + at(top + 1, left + 1) * across
    ) * down
    out[outside] = [fill, fill, fill, 0][:channels] if channels == 4 else fill
    return out
