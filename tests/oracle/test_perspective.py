"""Perspective against Pillow, OpenCV and the formula in double precision."""

import cv2
import numpy as np
import pytest
from bilinear import bilinear_at
from conftest import CHANNELS, picture
from PIL import Image

NEAREST, BILINEAR = 0, 1
SIZES = [(2, 2), (5, 7), (32, 32), (131, 96)]


def corners(size):
    width, height = size
    return np.array([(0, 0), (width, 0), (width, height), (0, height)], float)


def projected(matrix, points):
    out = np.c_[points, np.ones(len(points))] @ np.asarray(matrix).T
    return out[:, :2] / out[:, 2:]


def drawn_corners(apply, size):
    """Where the corners of the picture went."""
    return projected(np.linalg.inv(apply.drawn["matrix"]), corners(size))


def source_points(matrix, size):
    y, x = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    points = projected(matrix, np.c_[x.ravel(), y.ravel()])
    w = np.c_[x.ravel(), y.ravel(), np.ones(x.size)] @ np.asarray(matrix)[2]
    points[w <= 0] = -1  # behind the horizon
    return points[:, 0].reshape(x.shape), points[:, 1].reshape(x.shape)


def decided(x, y, size, interpolation):
    """Where a point lies farther than 1e-6 from a border that rounding could put it on either side of."""
    if interpolation == NEAREST:
        return (np.abs(x - np.round(x)) > 1e-6) & (np.abs(y - np.round(y)) > 1e-6)
    return np.min([np.abs(x), np.abs(x - size[0]), np.abs(y), np.abs(y - size[1])], axis=0) > 1e-6


@pytest.mark.parametrize("distortion", [0.1, 0.5, 0.6])
@pytest.mark.parametrize("size", SIZES)
def test_corners_move_inwards_within_the_distortion(apply, size, distortion):
    pixels = picture("flat", size, 1)
    limit = distortion / 2 * np.array(size)
    moves = []
    for seed in range(300):
        apply("perspective", pixels, [distortion], seed)
        inwards = (drawn_corners(apply, size) - corners(size)) * [(1, 1), (-1, 1), (-1, -1), (1, -1)]
        assert (inwards > -1e-9).all() and (inwards < limit + 1e-9).all()
        moves.append(inwards / limit)
    moves = np.sort(np.reshape(moves, (300, 8)), axis=0)
    # Kolmogorov-Smirnov distance from the uniform distribution: above by chance 1 in 10,000 for each.
    assert np.abs(moves - (np.arange(300)[:, None] + 0.5) / 300).max() < 0.13


@pytest.mark.parametrize("size", SIZES)
def test_the_map_is_opencvs_between_the_same_corners(apply, size):
    for seed in range(50):
        apply("perspective", picture("flat", size, 1), [0.5], seed)
        matrix = np.asarray(apply.drawn["matrix"])
        ends = drawn_corners(apply, size).astype(np.float32)
        expected = cv2.getPerspectiveTransform(ends, corners(size).astype(np.float32))
        np.testing.assert_allclose(matrix / matrix[2, 2], expected, rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("distortion", [0.2, 0.5, 0.6])
def test_bilinear_is_the_formula_rounded_to_the_nearest(apply, distortion, channels):
    for size in SIZES:
        pixels = picture("noise", size, channels)
        for seed in range(20):
            out = apply("perspective", pixels, [distortion, 99, BILINEAR], seed)
            x, y = source_points(apply.drawn["matrix"], size)
            error = np.abs(out - bilinear_at(pixels, x, y, 99))
            assert error[decided(x, y, size, BILINEAR)].max(initial=0) <= 0.75, f"{size}, seed {seed}"


@pytest.mark.parametrize("interpolation", [NEAREST, BILINEAR])
@pytest.mark.parametrize("channels", [1, 3])
def test_is_pillows_transform(apply, channels, interpolation):
    # Bilinear may be one more than Pillow, which cuts off. Pillow knows no horizon: points behind it are left out.
    resample = (Image.Resampling.NEAREST, Image.Resampling.BILINEAR)[interpolation]
    for size in SIZES:
        pixels = picture("noise", size, channels)
        for seed in range(20):
            out = apply("perspective", pixels, [0.5, 99, interpolation], seed).astype(int)
            matrix = np.asarray(apply.drawn["matrix"])
            coefficients = (matrix / matrix[2, 2]).ravel()[:8]
            expected = Image.fromarray(pixels.squeeze()).transform(
                size, Image.Transform.PERSPECTIVE, coefficients, resample, fillcolor=(99,) * 3 if channels == 3 else 99
            )
            x, y = source_points(matrix, size)
            sure = decided(x, y, size, interpolation) & (x != -1)
            excess = (out - np.asarray(expected).reshape(pixels.shape))[sure]
            assert excess.min(initial=0) >= 0 and excess.max(initial=0) <= interpolation, f"{size}, seed {seed}"


def test_is_opencvs_warp_but_for_its_coarse_weights(apply):
    # OpenCV has weights of 5 bits and centres at whole numbers; slopes of a level a pixel are within one level.
    size = (131, 96)
    ramp = np.add.outer(np.arange(96), np.arange(131))
    pixels = np.stack([ramp, ramp[::-1], ramp[:, ::-1]], axis=2).astype(np.uint8)
    shift = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
    for seed in range(20):
        out = apply("perspective", pixels, [0.5, 0, BILINEAR], seed).astype(int)
        matrix = np.asarray(apply.drawn["matrix"])
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        expected = cv2.warpPerspective(
            pixels, np.linalg.inv(shift) @ matrix @ shift, size, flags=flags, borderMode=cv2.BORDER_REPLICATE
        )
        x, y = source_points(matrix, size)
        inside = (x > 1) & (x < size[0] - 1) & (y > 1) & (y < size[1] - 1)
        assert np.abs(out - expected)[inside].max() <= 1, f"seed {seed}"
