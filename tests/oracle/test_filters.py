"""Blur and hue, computed in fixed point, against OpenCV, colorsys and Pillow."""

import colorsys
import math

import cv2
import numpy as np
import pytest
from conftest import CHANNELS, LARGE, SIZES, picture
from PIL import Image

HUES = [-180, -120, -90, -33.3, 1, 10, 60, 90, 120, 180]


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("sigma", [0.1, 0.3, 0.5, 1, 1.7, 2, 5, 20])
def test_blur_is_opencvs_in_double_precision_rounded(apply, sigma, channels):
    # 0.5 for rounding; the rest for weights of 15 bits and 6 fraction bits between the passes.
    radius = math.ceil(3 * sigma)
    for size in SIZES + [LARGE]:
        for kind in ("noise", "natural", "flat"):
            pixels = picture(kind, size, channels)
            colours = min(channels, 3)
            exact = cv2.GaussianBlur(
                pixels[:, :, :colours].astype(np.float64), [2 * radius + 1] * 2, sigma, borderType=cv2.BORDER_REFLECT_101
            ).reshape(size[1], size[0], colours)
            out = apply("gaussian_blur", pixels, [sigma])
            assert np.abs(out[:, :, :colours] - exact).max() <= 0.6, f"{kind} {size}"
            np.testing.assert_array_equal(out[:, :, colours:], pixels[:, :, colours:])


@pytest.mark.parametrize("sigma", [0.5, 1, 2])
def test_blur_is_opencvs_for_bytes_within_one(apply, sigma):
    # OpenCV rounds the kernel to 8 bits for 8-bit pictures.
    radius = math.ceil(3 * sigma)
    pixels = picture("natural", LARGE, 3)
    expected = cv2.GaussianBlur(pixels, [2 * radius + 1] * 2, sigma, borderType=cv2.BORDER_REFLECT_101)
    difference = np.abs(apply("gaussian_blur", pixels, [sigma]).astype(int) - expected)
    assert difference.max() <= 1


def hue_by_colorsys(pixels, degrees):
    out = np.empty(pixels.shape)
    for place in np.ndindex(pixels.shape[:2]):
        hue, saturation, value = colorsys.rgb_to_hsv(*(pixels[place] / 255.0))
        out[place] = colorsys.hsv_to_rgb((hue + degrees / 360) % 1, saturation, value)
    return out * 255


def hue_by_opencv(pixels, degrees):
    hsv = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2HSV)
    hsv[:, :, 0] = (hsv[:, :, 0] + degrees) % 360
    return cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB) * 255


@pytest.mark.parametrize("degrees", HUES)
@pytest.mark.parametrize("rule", [hue_by_colorsys, hue_by_opencv])
def test_hue_is_that_of_hsv_rounded(apply, rule, degrees):
    # 0.5 for rounding, 0.01 for 16-bit fixed point and OpenCV's single precision.
    for size in [(1, 1), (5, 7), (33, 31)]:
        for kind in ("noise", "natural", "flat"):
            pixels = picture(kind, size, 3)
            error = np.abs(apply("hue", pixels, [degrees]) - rule(pixels, degrees))
            assert error.max() <= 0.51, f"{kind} {size}"


@pytest.mark.parametrize("degrees", HUES)
def test_hue_turns_the_way_of_torchvision_by_pillow(apply, degrees):
    # torchvision goes through Pillow's HSV of 8 bits: hue to 1.4 degrees, saturation to 1/255, both cut off.
    pixels = picture("noise", (33, 31), 3)
    hsv = np.array(Image.fromarray(pixels).convert("HSV"))
    hsv[:, :, 0] += np.uint8(round(degrees / 360 * 255) % 256)
    expected = np.asarray(Image.fromarray(hsv, "HSV").convert("RGB")).astype(int)
    difference = np.abs(apply("hue", pixels, [degrees]).astype(int) - expected)
    assert difference.mean() < 3 and difference.max() <= 14


def test_hue_leaves_grey_and_alpha(apply):
    grey = picture("noise", (9, 9), 1)
    np.testing.assert_array_equal(apply("hue", grey, [70]), grey)
    np.testing.assert_array_equal(apply("hue", grey.repeat(3, axis=2), [70]), grey.repeat(3, axis=2))
    pixels = picture("noise", (9, 9), 4)
    out = apply("hue", pixels, [70])
    np.testing.assert_array_equal(out[:, :, 3], pixels[:, :, 3])
    np.testing.assert_array_equal(out[:, :, :3], apply("hue", np.ascontiguousarray(pixels[:, :, :3]), [70]))
