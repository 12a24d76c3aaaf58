"""Rotation, shear, translation, zoom and flips against Pillow and against the formula in double precision."""

import math

import numpy as np
import pytest
from bilinear import bilinear_at
from conftest import CHANNELS, LARGE, SIZES, picture
from PIL import Image, ImageOps

NEAREST, BILINEAR = 0, 1


def rotation(size, degrees):
    angle = math.radians(degrees)
    return about_centre(size, math.cos(angle), -math.sin(angle), math.sin(angle), math.cos(angle))


def about_centre(size, xx, xy, yx, yy):
    x, y = size[0] / 2, size[1] / 2
    return (xx, xy, xx * -x + xy * -y + x, yx, yy, yx * -x + yy * -y + y)


# Operation, first values, the map from output to input as Pillow's Image.transform takes it.
TABLE = [
    ("rotate", [(d,) for d in (-180, -135, -90, -33.3, -7, 1, 15, 30, 45, 90, 180)], rotation),
    ("shear_x", [(s,) for s in (-2, -0.99, -0.3, 0.1, 0.25, 0.5)], lambda size, s: (1, -s, 0, 0, 1, 0)),
    ("shear_y", [(s,) for s in (-2, -0.99, -0.3, 0.1, 0.25, 0.5)], lambda size, s: (1, 0, 0, -s, 1, 0)),
    (
        "translate_x",
        [(-1, 0), (-0.45, 0), (0.1, 0), (0.25, 0.5), (0, 3), (0, -32), (0.45, -2.25)],
        lambda size, f, p: (1, 0, -(f * size[0] + p), 0, 1, 0),
    ),
    (
        "translate_y",
        [(-1, 0), (-0.45, 0), (0.1, 0), (0.25, 0.5), (0, 3), (0, -32), (0.45, -2.25)],
        lambda size, f, p: (1, 0, 0, 0, 1, -(f * size[1] + p)),
    ),
    ("zoom", [(f,) for f in (0.1, 0.5, 0.73, 0.9, 1.1, 1.5, 2, 10)], lambda size, f: about_centre(size, 1 / f, 0, 0, 1 / f)),
]


def source_points(size, matrix):
    """Input coordinates of the centre of every output pixel, each of shape (height, width)."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    xx, xy, x0, yx, yy, y0 = matrix
    return xx * x + xy * y + x0, yx * x + yy * y + y0


def pillow(pixels, matrix, fill, interpolation):
    """Channel by channel: of four at once Pillow would weight colours by alpha. Alpha outside is 0."""
    resample = (Image.Resampling.NEAREST, Image.Resampling.BILINEAR)[interpolation]
    fills = [fill, fill, fill, 0]
    bands = [
        Image.fromarray(pixels[:, :, c]).transform(
            (pixels.shape[1], pixels.shape[0]), Image.Transform.AFFINE, matrix, resample, fillcolor=fills[c]
        )
        for c in range(pixels.shape[2])
    ]
    return np.stack([np.asarray(band) for band in bands], axis=2)


def decided(size, matrix, margin, interpolation):
    """Where a point lies farther than margin from a border that it may fall on either side of: for nearest that
    between any two pixels, for bilinear that of the picture."""
    x, y = source_points(size, matrix)
    if interpolation == NEAREST:
        return (np.abs(x - np.round(x)) > margin) & (np.abs(y - np.round(y)) > margin)
    return np.logical_and.reduce(
        [np.abs(x) > margin, np.abs(x - size[0]) > margin, np.abs(y) > margin, np.abs(y - size[1]) > margin]
    )


CASES = [pytest.param(*row, channels, id=f"{row[0]}-{channels}") for row in TABLE for channels in CHANNELS]


@pytest.mark.parametrize("op, settings, matrix_of, channels", CASES)
def test_nearest_takes_the_pixels_that_pillow_takes(apply, op, settings, matrix_of, channels):
    # Exact: both walk in 16-bit fixed point. But a map without rotation or shear Pillow walks by adding
    # doubles, so there a point within 2^-16 x width of a border between pixels may go to either side.
    for size in SIZES + [LARGE]:
        pixels = picture("noise", size, channels)
        for values in settings:
            matrix = matrix_of(size, *values)
            margin = max(size) / 2**16 if matrix[1] == 0 and matrix[3] == 0 else 0
            agree = apply(op, pixels, (*values, 99, NEAREST)) == pillow(pixels, matrix, 99, NEAREST)
            sure = decided(size, matrix, margin, NEAREST) if margin else np.full(size[::-1], True)
            assert agree[sure].all(), f"{op}{values} on {size}"


@pytest.mark.parametrize("op, settings, matrix_of, channels", CASES)
def test_bilinear_is_the_formula_rounded_to_the_nearest(apply, op, settings, matrix_of, channels):
    # 0.5 for rounding and 0.25 for weights of 11 bits: 255 x 2 directions x 2^-11. Points within 1e-6 of the
    # picture's border may go to either side.
    for size in SIZES + [LARGE]:
        pixels = picture("noise", size, channels)
        for values in settings:
            matrix = matrix_of(size, *values)
            error = np.abs(apply(op, pixels, (*values, 99, BILINEAR)) - bilinear_at(pixels, *source_points(size, matrix), 99))
            assert error[decided(size, matrix, 1e-6, BILINEAR)].max(initial=0) <= 0.75, f"{op}{values} on {size}"


@pytest.mark.parametrize("op, settings, matrix_of, channels", CASES)
def test_bilinear_is_pillow_or_one_more_as_pillow_cuts_off(apply, op, settings, matrix_of, channels):
    for size in SIZES + [LARGE]:
        pixels = picture("noise", size, channels)
        for values in settings:
            matrix = matrix_of(size, *values)
            ours = apply(op, pixels, (*values, 99, BILINEAR)).astype(int)
            excess = (ours - pillow(pixels, matrix, 99, BILINEAR))[decided(size, matrix, 1e-6, BILINEAR)]
            assert excess.min(initial=0) >= 0 and excess.max(initial=0) <= 1, f"{op}{values} on {size}"


@pytest.mark.parametrize("degrees", [-180, -90, -20, 30, 90, 180])
@pytest.mark.parametrize("size", [(8, 8), (9, 9), (33, 31)])
def test_rotate_turns_the_way_of_pillows_rotate(apply, degrees, size):
    pixels = picture("noise", size, 3)
    expected = Image.fromarray(pixels).rotate(degrees, Image.Resampling.NEAREST, fillcolor=(5, 5, 5))
    np.testing.assert_array_equal(apply("rotate", pixels, (degrees, 5, NEAREST)), np.asarray(expected))


@pytest.mark.parametrize("op, values", [("translate_x", (0, 3, 7)), ("translate_x", (0.25, -1, 7))])
def test_translate_by_whole_pixels_moves_to_the_right(apply, op, values):
    pixels = picture("noise", (16, 5), 3)
    shift = round(values[0] * 16 + values[1])
    expected = np.full_like(pixels, 7)
    expected[:, shift:] = pixels[:, : 16 - shift]
    np.testing.assert_array_equal(apply(op, pixels, values), expected)


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("op, rule", [("flip_horizontal", ImageOps.mirror), ("flip_vertical", ImageOps.flip)])
def test_flips_are_those_of_pillow(apply, op, rule, channels):
    for size in SIZES + [LARGE]:
        pixels = picture("noise", size, channels)
        expected = rule(Image.fromarray(pixels.squeeze(2) if channels == 1 else pixels))
        np.testing.assert_array_equal(apply(op, pixels), np.asarray(expected).reshape(pixels.shape), f"{size}")


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("border, mode", [(1, "edge"), (2, "symmetric")])
def test_borders_repeat_the_edge_or_mirror_the_picture(apply, border, mode, channels):
    for width, height in SIZES + [LARGE]:
        pixels = picture("noise", (width, height), channels)
        for across, down in [(3, 0), (-2, 0), (0, 5), (0, -1)]:
            op, shift = ("translate_x", across) if across else ("translate_y", down)
            padded = np.pad(pixels, ((8, 8), (8, 8), (0, 0)), mode)
            expected = padded[8 - down : 8 - down + height, 8 - across : 8 - across + width]
            for interpolation in (NEAREST, BILINEAR):
                out = apply(op, pixels, (0, shift, 99, interpolation, border))
                np.testing.assert_array_equal(out, expected, f"{op} by {shift} of {width}x{height}")
