"""Operations that change values where they stand, against Pillow: every byte the same."""

import numpy as np
import pytest
from conftest import CHANNELS, LARGE, SIZES, picture
from PIL import Image, ImageEnhance, ImageOps

FACTORS = [0, 0.1, 0.37, 0.5, 0.999, 1, 1.05, 1.5, 1.9, 4]


def pillow(rule):
    """An oracle from a rule for Pillow pictures of mode L or RGB; alpha is put back untouched."""

    def oracle(pixels, *values):
        colours = pixels[:, :, :1] if pixels.shape[2] == 1 else pixels[:, :, :3]
        changed = np.asarray(rule(Image.fromarray(colours.squeeze(2) if colours.shape[2] == 1 else colours), *values))
        out = pixels.copy()
        out[:, :, : colours.shape[2]] = changed.reshape(colours.shape)
        return out

    return oracle


def enhance(kind):
    """Pillow's own rule for alpha is the same as ours: the picture goes in whole."""

    def oracle(pixels, factor):
        whole = Image.fromarray(pixels.squeeze(2) if pixels.shape[2] == 1 else pixels)
        return np.asarray(kind(whole).enhance(factor)).reshape(pixels.shape)

    return oracle


def solarize_add(pixels, addition, threshold):
    """tensorflow/tpu, autoaugment.py: where(image < threshold, clip(image + addition, 0, 255), image)."""
    colours = min(pixels.shape[2], 3)
    wide = pixels.astype(int)
    out = np.where(wide < threshold, np.clip(wide + addition, 0, 255), wide)
    out[:, :, colours:] = wide[:, :, colours:]
    return out.astype(np.uint8)


def grey(image):
    return ImageOps.grayscale(image).convert(image.mode)


# Operation, values of its parameters, oracle. All exact: the rules are the same.
TABLE = [
    ("identity", [()], lambda pixels: pixels),
    ("auto_contrast", [()], pillow(ImageOps.autocontrast)),
    ("equalize", [()], pillow(ImageOps.equalize)),
    ("invert", [()], pillow(ImageOps.invert)),
    ("posterize", [(bits,) for bits in range(1, 9)], pillow(ImageOps.posterize)),
    ("solarize", [(threshold,) for threshold in (0, 1, 64, 127.5, 128, 255, 256)], pillow(ImageOps.solarize)),
    ("solarize_add", [(-255, 256), (-20, 100), (0, 128), (55, 128), (110, 128), (110, 0), (255, 256)], solarize_add),
    ("color", [(factor,) for factor in FACTORS], enhance(ImageEnhance.Color)),
    ("contrast", [(factor,) for factor in FACTORS], enhance(ImageEnhance.Contrast)),
    ("brightness", [(factor,) for factor in FACTORS], enhance(ImageEnhance.Brightness)),
    ("sharpness", [(factor,) for factor in FACTORS], enhance(ImageEnhance.Sharpness)),
    ("grey", [()], pillow(grey)),
]


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("op, settings, oracle", TABLE, ids=[row[0] for row in TABLE])
def test_bytes_are_those_of_the_oracle(apply, op, settings, oracle, channels):
    for size in SIZES + [LARGE]:
        for kind in ("noise", "natural", "dark", "flat") if size != LARGE else ("natural",):
            pixels = picture(kind, size, channels)
            for values in settings:
                np.testing.assert_array_equal(
                    apply(op, pixels, values), oracle(pixels, *values), f"{op}{values} on {kind} {size}"
                )


def test_posterize_rounds_bits_down(apply):
    pixels = picture("noise", (16, 16), 3)
    np.testing.assert_array_equal(apply("posterize", pixels, [4.99]), apply("posterize", pixels, [4]))


def test_posterize_to_no_bits_is_black(apply):
    assert not apply("posterize", picture("noise", (16, 16), 3), [0]).any()


def test_solarize_add_rounds_the_addition_to_the_nearest(apply):
    pixels = picture("noise", (16, 16), 3)
    np.testing.assert_array_equal(apply("solarize_add", pixels, [54.6]), apply("solarize_add", pixels, [55]))
