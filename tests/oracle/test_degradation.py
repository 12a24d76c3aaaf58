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


def disc(radius, parts=64):
    """The share of each pixel that lies within the radius, by counting points."""
    reach = math.ceil(radius) + 1
    line = (np.arange((2 * reach + 1) * parts) + 0.5) / parts - reach - 0.5
    within = (line[:, None] ** 2 + line[None, :] ** 2 <= radius**2).astype(float)
    shares = within.reshape(2 * reach + 1, parts, 2 * reach + 1, parts).mean(axis=(1, 3))
    return shares / shares.sum()


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("radius", [0.7, 1, 1.5, 3, 4.2, 10, 30])
def test_defocus_blur_is_opencvs_filter_of_a_disc_nearly(apply, radius, channels):
    # The disc's edge is drawn row by row in sixteenths of a pixel, not by area.
    colours = min(channels, 3)
    for size in [(5, 7), (33, 31), LARGE]:
        for kind in ("noise", "natural", "flat"):
            pixels = picture(kind, size, channels)
            exact = cv2.filter2D(
                pixels[:, :, :colours].astype(np.float64), -1, disc(radius), borderType=cv2.BORDER_REFLECT_101
            ).reshape(size[1], size[0], colours)
            out = apply("defocus_blur", pixels, [radius])
            difference = np.abs(out[:, :, :colours] - exact)
            limit = {"noise": 12, "natural": 2.5, "flat": 0.5}[kind]
            assert difference.max() <= limit, f"{kind} {size}: {difference.max()}"
            np.testing.assert_array_equal(out[:, :, colours:], pixels[:, :, colours:])


def zoomed(pixels, factor):
    height, width = pixels.shape[:2]
    x, y = ((side - 1) / 2 * (1 - factor) for side in (width, height))
    matrix = np.array([[factor, 0, x], [0, factor, y]])
    return cv2.warpAffine(pixels.astype(np.float32), matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("factor", [1.02, 1.11, 1.3, 2])
def test_zoom_blur_is_the_mean_of_opencvs_enlargements(apply, factor):
    # OpenCV interpolates at 32nds of a pixel.
    for size in [(33, 31), LARGE]:
        pixels = picture("natural", size, 3)
        steps = min(max(math.floor((factor - 1) * max(size) / 2 + 0.5), 1), 16)
        exact = np.mean([zoomed(pixels, 1 + (factor - 1) * i / steps) for i in range(steps + 1)], axis=0)
        assert np.abs(apply("zoom_blur", pixels, [factor]) - exact).max() <= 1.5


def test_glass_blur_moves_pixels_no_farther_than_it_says(apply):
    pixels = np.tile(np.arange(0, 240, 4, dtype=np.uint8)[:, None, None], (1, 60, 3))
    out = apply("glass_blur", pixels, [2, 1, 0], 3)
    # One round swaps a pixel that was itself moved on: upwards at most 2, downwards more often than once.
    assert np.array_equal(np.sort(out, axis=None), np.sort(pixels, axis=None))
    rows = out[:, :, 0].astype(int) // 4 - np.arange(60)[:, None]
    assert rows[2:-2, 2:-2].min() >= -2 - 2 and (rows != 0).mean() > 0.5


def test_fog_adds_white_light_and_keeps_white(apply):
    white = np.full((64, 48, 3), 255, np.uint8)
    density = 2.0
    for seed in range(3):
        on_black = apply("fog", white * 0, [density, 2], seed)
        on_white = apply("fog", white, [density, 2], seed)
        assert on_black.min() == 0 and abs(int(on_black.max()) - 255 * density / (1 + density)) <= 1
        assert on_white.max() == 255
        difference = on_white.astype(int) - on_black
        assert np.abs(difference - 255 / (1 + density)).max() <= 1
        assert (on_black[:, :, 0] == on_black[:, :, 2]).all()


def test_fog_varies_less_between_neighbours_the_larger_its_decay(apply):
    black = np.zeros((64, 64, 1), np.uint8)
    rough = [
        np.mean([np.abs(np.diff(apply("fog", black, [10, d], s).astype(int), axis=0)).mean() for s in range(10)])
        for d in (1, 1.5, 2, 3)
    ]
    assert rough == sorted(rough, reverse=True)


@pytest.mark.parametrize("op, opacity", [("snow", (0.6, 1)), ("rain", (0.3, 0.8)), ("spatter", (0.95, 0.95))])
@pytest.mark.parametrize("cover", [0.05, 0.2, 0.5])
def test_what_falls_covers_the_share_it_says(apply, op, opacity, cover):
    black = np.full((200, 200, 3), 255 if op == "spatter" else 0, np.uint8)
    values = {"snow": [cover, 0.03, 0.05, 0], "rain": [cover, 0.02, 0.1], "spatter": [cover, 0.03]}[op]
    shares = []
    for seed in range(30):
        out = apply(op, black, values, seed)
        # A pixel is behind a thing when it has changed by half of the least that a whole one does.
        change = np.abs(out[:, :, 1].astype(int) - black[:, :, 1]) / {"snow": 255, "rain": 205, "spatter": 213}[op]
        shares.append((change > 0.5 * opacity[0]).mean())
    # Near and far things are larger and smaller, and edges are soft.
    assert np.mean(shares) == pytest.approx(cover, rel=0.2)


def test_frost_grows_inwards_from_the_edges(apply):
    black = np.zeros((64, 64, 1), np.uint8)
    mean = np.mean([apply("frost", black, [1], seed)[:, :, 0] for seed in range(40)], axis=0)
    assert mean[[0, -1]].mean() > 1.3 * mean[28:36, 28:36].mean()


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
