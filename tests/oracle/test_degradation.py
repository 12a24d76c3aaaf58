"""Blurs, compression and covers, against OpenCV, Pillow and numpy."""

import io
import math

import cv2
import numpy as np
import pytest
from conftest import CHANNELS, LARGE, SIZES, picture
from PIL import Image


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("radius", [1, 2, 3])
def test_median_blur_has_the_bytes_of_opencv(apply, radius, channels):
    colours = min(channels, 3)
    for size in SIZES + [LARGE, (300, 3)]:
        for kind in ("noise", "natural", "dark", "flat"):
            pixels = picture(kind, size, channels)
            expected = pixels.copy()
            blurred = cv2.medianBlur(np.ascontiguousarray(pixels[:, :, :colours]), 2 * radius + 1)
            expected[:, :, :colours] = blurred.reshape(size[1], size[0], colours)
            np.testing.assert_array_equal(apply("median_blur", pixels, [radius]), expected, f"{kind} {size}")


def motion_kernel(length, degrees):
    """Points along the line, each drawn by bilinear weights."""
    margin = math.ceil(length / 2) + 1
    kernel = np.zeros((2 * margin + 1, 2 * margin + 1))
    points = np.linspace(-(length - 1) / 2, (length - 1) / 2, math.ceil(length))
    for along in points:
        x = round(margin + along * math.cos(math.radians(degrees)), 6)
        y = round(margin - along * math.sin(math.radians(degrees)), 6)
        for i, j in np.ndindex(2, 2):
            kernel[math.floor(y) + i, math.floor(x) + j] += abs(1 - i - y % 1) * abs(1 - j - x % 1) / len(points)
    return kernel


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("length, degrees", [(2, 0), (3, 90), (4.5, 30), (7, -45), (20, 110), (100, 77)])
def test_motion_blur_is_opencvs_filter_of_the_line_rounded(apply, length, degrees, channels):
    # 0.5 for rounding, the rest for weights of 15 bits.
    colours = min(channels, 3)
    for size in [(5, 7), (33, 31), LARGE]:
        for kind in ("noise", "natural", "flat"):
            pixels = picture(kind, size, channels)
            exact = cv2.filter2D(
                pixels[:, :, :colours].astype(np.float64),
                -1,
                motion_kernel(length, degrees),
                borderType=cv2.BORDER_REFLECT_101,
            ).reshape(size[1], size[0], colours)
            out = apply("motion_blur", pixels, [length, degrees])
            assert np.abs(out[:, :, :colours] - exact).max() <= 0.7, f"{kind} {size}"
            np.testing.assert_array_equal(out[:, :, colours:], pixels[:, :, colours:])


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("fraction", [0.01, 0.25, 0.3, 0.5, 0.6, 0.75, 0.95])
def test_pixelate_is_pillows_box_there_and_back(apply, fraction, channels):
    for size in SIZES + [LARGE]:
        for kind in ("noise", "natural", "flat"):
            pixels = picture(kind, size, channels)
            small = [max(math.floor(side * fraction + 0.5), 1) for side in size]
            expected = pixels.copy()
            for c in range(min(channels, 3)):
                shrunk = Image.fromarray(pixels[:, :, c]).resize(small, Image.Resampling.BOX)
                expected[:, :, c] = shrunk.resize(size, Image.Resampling.BOX)
            np.testing.assert_array_equal(apply("pixelate", pixels, [fraction]), expected, f"{kind} {size}")


def jpeg_by_opencv(colours, quality):
    order = slice(None, None, -1)  # OpenCV keeps blue first
    encoded = cv2.imencode(".jpg", np.ascontiguousarray(colours[:, :, order]), [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED).reshape(colours.shape)[:, :, order]


def jpeg_by_pillow(colours, quality):
    stream = io.BytesIO()
    image = Image.fromarray(colours.squeeze(2) if colours.shape[2] == 1 else colours)
    image.save(stream, "JPEG", quality=quality, subsampling="4:2:0")
    return np.asarray(Image.open(stream)).reshape(colours.shape)


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("quality", [1, 7, 10, 25, 50, 80, 95, 99])
@pytest.mark.parametrize("codec", [jpeg_by_opencv, jpeg_by_pillow])
def test_jpeg_compression_has_the_bytes_of_other_programs(apply, codec, quality, channels):
    for size in SIZES + [LARGE]:
        for kind in ("noise", "natural"):
            pixels = picture(kind, size, channels)
            colours = np.ascontiguousarray(pixels[:, :, : min(channels, 3)])
            expected = np.concatenate([codec(colours, quality), pixels[:, :, 3:]], axis=2)
            np.testing.assert_array_equal(apply("jpeg_compression", pixels, [quality]), expected, f"{kind} {size}")


def rectangle(covered):
    """Left, top, width and height of the covered pixels, all of which are covered."""
    rows, columns = np.flatnonzero(covered.any(axis=1)), np.flatnonzero(covered.any(axis=0))
    if rows.size == 0:
        return 0, 0, 0, 0
    assert covered[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].all()
    return columns[0], rows[0], columns.size, rows.size


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("high, low, narrow, wide", [(0.4, 0.02, 0.3, 1 / 0.3), (0.3, 0.3, 1, 1), (0.2, 0.5, 2, 3)])
def test_erasing_covers_one_rectangle_within_its_limits(apply, high, low, narrow, wide, channels):
    size = (40, 30)
    pixels = picture("natural", size, channels)  # no value is 7
    places = set()
    areas = []
    for seed in range(200):
        out = apply("erasing", pixels, [high, low, narrow, wide, 7], seed)
        covered = out[:, :, 0] == 7
        left, top, width, height = rectangle(covered)
        expected = pixels.copy()
        expected[covered, : min(channels, 3)] = 7
        np.testing.assert_array_equal(out, expected)
        if width == 0:
            continue
        # Sides are rounded by at most half a pixel.
        assert (width - 0.5) * (height - 0.5) <= high * 1200
        assert (width + 0.5) * (height + 0.5) >= min(low, high) * 1200
        assert (width - 0.5) / (height + 0.5) <= wide and (width + 0.5) / (height - 0.5) >= narrow
        places.add((left, top))
        areas.append(width * height / 1200)
    assert len(areas) > 195 and len(places) > 80
    assert abs(np.mean(areas) - (min(low, high) + high) / 2) < 0.03


def test_erasing_with_noise_draws_every_byte(apply):
    pixels = picture("flat", (64, 64), 3)
    drawn = []
    for seed in range(20):
        out = apply("erasing", pixels, [0.4, 0.3, 0.5, 2, 0, 1], seed)
        left, top, width, height = rectangle((out != 77).any(axis=2))
        drawn.append(out[top : top + height, left : left + width].ravel())
    counts = np.bincount(np.concatenate(drawn), minlength=256)
    expected = counts.sum() / 256
    assert ((counts - expected) ** 2 / expected).sum() < 350  # chi-square, 255 degrees of freedom: 1 in 15,000
