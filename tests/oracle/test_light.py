"""Operations on the light of a picture, against OpenCV and closed forms in numpy."""

import cv2
import numpy as np
import pytest
from conftest import CHANNELS, LARGE, SIZES, picture


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("factor", [0.1, 0.4, 0.7, 1, 1.3, 2.2, 10])
def test_gamma_is_the_power_law_rounded(apply, factor, channels):
    pixels = picture("noise", LARGE, channels)
    colours = min(channels, 3)
    expected = pixels.copy()
    table = np.round(255 * (np.arange(256) / 255) ** factor).astype(np.uint8)
    expected[:, :, :colours] = cv2.LUT(pixels[:, :, :colours], table).reshape(*LARGE[::-1], colours)
    np.testing.assert_array_equal(apply("gamma", pixels, [factor]), expected)


def lobes(wavelength, *parts):
    total = 0
    for height, centre, left, right in parts:
        width = np.where(wavelength < centre, left, right)
        total = total + height * np.exp(-0.5 * ((wavelength - centre) / width) ** 2)
    return total


def black_body(kelvin):
    """Linear sRGB of luminance 1, from Planck's law and the colour-matching functions of Wyman et al. 2013."""
    nm = np.arange(380.0, 781.0)
    power = nm**-5 / np.expm1(1.438777e7 / (nm * kelvin))
    x = lobes(nm, (1.056, 599.8, 37.9, 31.0), (0.362, 442.0, 16.0, 26.7), (-0.065, 501.1, 20.4, 26.2))
    y = lobes(nm, (0.821, 568.8, 46.9, 40.5), (0.286, 530.9, 16.3, 31.1))
    z = lobes(nm, (1.217, 437.0, 11.8, 36.0), (0.681, 459.0, 26.0, 13.8))
    xyz = np.array([(power * function).sum() for function in (x, y, z)])
    matrix = [[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]]
    return np.maximum(matrix @ (xyz / xyz[1]), 0)


def decoded(values):
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def encoded(values):
    return np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)


@pytest.mark.parametrize("kelvin", [1700, 2000, 2700, 3500, 5000, 6000, 8000, 12000, 25000])
def test_colour_temperature_is_the_ratio_of_plancks_lights(apply, kelvin):
    # Kim's splines and Wyman's lobes each are fits to the tables of the CIE: 2 % of a gain apart.
    pixels = picture("noise", LARGE, 3)
    gains = black_body(kelvin) / black_body(6500)
    expected = 255 * encoded(np.minimum(decoded(pixels / 255) * gains, 1))
    difference = np.abs(apply("color_temperature", pixels, [kelvin]) - expected)
    assert difference.max() <= 5 and difference.mean() < 2


def test_warm_light_is_red_and_cool_light_is_blue(apply):
    flat = picture("flat", (3, 3), 3)
    warm = apply("color_temperature", flat, [3000])[0, 0].astype(int)
    cool = apply("color_temperature", flat, [12000])[0, 0].astype(int)
    assert warm[0] > warm[1] > warm[2] and cool[0] < cool[1] < cool[2]


@pytest.mark.parametrize("kelvin", [2500, 4000, 9000, 20000])
def test_colour_temperature_keeps_the_luminance_of_grey(apply, kelvin):
    flat = picture("flat", (1, 1), 3)
    weights = [0.2126, 0.7152, 0.0722]
    out = apply("color_temperature", flat, [kelvin])
    assert abs(decoded(out[0, 0] / 255) @ weights - decoded(77 / 255)) < 0.002


def opencv_clahe(plane, limit, tiles):
    return cv2.createCLAHE(clipLimit=limit, tileGridSize=(tiles, tiles)).apply(np.ascontiguousarray(plane))


@pytest.mark.parametrize("tiles", [1, 2, 3, 8, 16])
@pytest.mark.parametrize("limit", [1.01, 2, 4, 40, 100])
def test_clahe_of_grey_has_the_bytes_of_opencv(apply, limit, tiles):
    for size in SIZES + [LARGE, (64, 64)]:
        for kind in ("noise", "natural", "dark", "flat"):
            pixels = picture(kind, size, 1)
            np.testing.assert_array_equal(
                apply("clahe", pixels, [limit, tiles])[:, :, 0],
                opencv_clahe(pixels[:, :, 0], limit, tiles),
                f"{kind} {size}",
            )


@pytest.mark.parametrize("channels", [3, 4])
def test_clahe_of_colours_adds_what_luma_gains(apply, channels):
    pixels = picture("natural", LARGE, channels)
    weights = np.array([19595, 38470, 7471])
    luma = ((pixels[:, :, :3].astype(int) @ weights + 0x8000) >> 16).astype(np.uint8)
    gain = opencv_clahe(luma, 4, 8).astype(int) - luma
    expected = pixels.copy()
    expected[:, :, :3] = np.clip(pixels[:, :, :3] + gain[:, :, None], 0, 255)
    np.testing.assert_array_equal(apply("clahe", pixels, [4, 8]), expected)


@pytest.mark.parametrize("channels", [3, 4])
def test_channel_shuffle_draws_each_other_order_equally_often(apply, channels):
    pixels = picture("noise", (5, 7), channels)
    orders = [(0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)]
    bytes_of = {pixels[:, :, order + (3,) * (channels - 3)].tobytes(): order for order in orders}
    drawn = [bytes_of[apply("channel_shuffle", pixels, [], seed).tobytes()] for seed in range(500)]
    counts = np.array([drawn.count(order) for order in orders])
    assert ((counts - 100) ** 2 / 100).sum() < 23  # chi-square, 4 degrees of freedom: 1 in 8,000
