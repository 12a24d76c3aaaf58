"""Elastic displacement against the closed form of cubic B-splines in double precision."""

import math

import numpy as np
import pytest
from bilinear import bilinear_at
from conftest import CHANNELS, picture

SIZES = [(1, 1), (5, 7), (32, 32), (131, 96)]


def cubic_spline(u):
    """The cardinal cubic B-spline about 0, by truncated powers."""
    powers = [(-1) ** k * math.comb(4, k) * np.maximum(u + 2 - k, 0) ** 3 for k in range(5)]
    return np.sum(powers, axis=0) / 6


def displacement(control, cells, size):
    """Of every pixel's centre, along x and along y."""
    points = np.reshape(control, (cells + 3, cells + 3, 2))
    at = np.arange(-1, cells + 2)  # control points, in cells
    across = cubic_spline(((np.arange(size[0]) + 0.5) * cells / size[0])[:, None] - at)
    down = cubic_spline(((np.arange(size[1]) + 0.5) * cells / size[1])[:, None] - at)
    moved = np.einsum("yj,xi,jic->cyx", down, across, points)
    return moved[0], moved[1]


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("deviation, cells", [(0.02, 4), (0.1, 1), (0.1, 3), (0.05, 16)])
def test_is_the_spline_through_its_control_points(apply, deviation, cells, channels):
    for size in SIZES:
        pixels = picture("noise", size, channels)
        for seed in range(10):
            out = apply("elastic", pixels, [deviation, cells, 99], seed)
            dx, dy = displacement(apply.drawn["control"], cells, size)
            y, x = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
            x, y = x + dx, y + dy
            error = np.abs(out - bilinear_at(pixels, x, y, 99))
            near = np.min([np.abs(x), np.abs(x - size[0]), np.abs(y), np.abs(y - size[1])], axis=0) < 1e-6
            assert error[~near].max(initial=0) <= 0.75, f"{size}, seed {seed}"


def test_displacements_have_the_standard_deviation_asked_for(apply):
    size, cells = (120, 60), 4
    pixels = picture("flat", size, 1)
    knots = []
    for seed in range(400):
        apply("elastic", pixels, [0.01, cells], seed)
        control = np.reshape(apply.drawn["control"], (cells + 3, cells + 3, 2))
        weights = np.array([1, 4, 1]) / 6
        middle = np.einsum("j,i,jic->c", weights, weights, control[2:5, 2:5])
        knots.append(middle / size)
    deviations = np.std(knots, axis=0)
    assert abs(deviations[0] - 0.01) < 0.0015 and abs(deviations[1] - 0.01) < 0.0015
    assert abs(np.corrcoef(np.transpose(knots))[0, 1]) < 0.2


@pytest.mark.parametrize("cells", [1, 4, 16])
def test_never_folds_the_picture(apply, cells):
    size = (160, 160)
    pixels = picture("flat", size, 1)
    for seed in range(50):
        apply("elastic", pixels, [0.1, cells], seed)
        dx, dy = displacement(apply.drawn["control"], cells, size)
        xx, xy = 1 + np.diff(dx, axis=1)[:-1], np.diff(dx, axis=0)[:, :-1]
        yx, yy = np.diff(dy, axis=1)[:-1], 1 + np.diff(dy, axis=0)[:, :-1]
        assert (xx * yy - xy * yx).min() > 0
