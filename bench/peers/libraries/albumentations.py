"""Albumentations, and AlbumentationsX, whose options have other names and which has the same module name.

Neither has RandAugment, TrivialAugment or AutoAugment: they are put together here from its transforms, as its users
do, with the same operations and strengths as variegate's published policies. What it has no transform for (colour
"factor" operations) is its ColorJitter with one part at work.
"""
import inspect

import albumentations as A
import cv2
import numpy as np

import rows
from libraries.peer import Peer

cv2.setNumThreads(1)
NAME = "AlbumentationsX" if not A.__version__.startswith("2.0.") else "Albumentations"
OTHER_NAMES = {
    "limit": "angle_range", "brightness": "brightness_range", "contrast": "contrast_range",
    "saturation": "saturation_range", "hue": "hue_range", "alpha": "alpha_range", "lightness": "lightness_range",
    "blur_limit": "blur_range", "sigma_limit": "sigma_range",
}


def transform(kind, **options):
    """kind(...) with p=1 unless given, by whichever names this version has."""
    known = inspect.signature(kind.__init__).parameters
    options = {name if name in known else OTHER_NAMES[name]: value for name, value in options.items()}
    return kind(**{"p": 1.0, **options})


def jitter(**parts):
    neutral = {"brightness": (1, 1), "contrast": (1, 1), "saturation": (1, 1), "hue": (0, 0)}
    return transform(A.ColorJitter, **{**neutral, **parts})


def either(low, high):
    """One of the two, so that a strength has a random sign; each a transform."""
    return A.OneOf([low, high], p=1.0)


def geometric(degrees, shear, shift):
    tilt = float(np.degrees(np.arctan(shear)))
    nearest = {"interpolation": cv2.INTER_NEAREST, "fill": 128}

    def signed(make):
        return either(make(1), make(-1))

    return {
        "rotate": signed(lambda s: transform(A.Rotate, limit=(s * degrees, s * degrees), **nearest)),
        "shear_x": signed(lambda s: transform(A.Affine, shear={"x": (s * tilt, s * tilt), "y": (0, 0)}, **nearest)),
        "shear_y": signed(lambda s: transform(A.Affine, shear={"x": (0, 0), "y": (s * tilt, s * tilt)}, **nearest)),
        "translate_x": signed(
            lambda s: transform(A.Affine, translate_percent={"x": (s * shift, s * shift), "y": (0, 0)}, **nearest)),
        "translate_y": signed(
            lambda s: transform(A.Affine, translate_percent={"x": (0, 0), "y": (s * shift, s * shift)}, **nearest)),
    }


def tone(low, high, threshold, bits):
    return {
        "auto_contrast": transform(A.AutoContrast),
        "equalize": transform(A.Equalize),
        "solarize": transform(A.Solarize, threshold_range=(threshold, threshold)),
        "color": either(jitter(saturation=(low, low)), jitter(saturation=(high, high))),
        "posterize": transform(A.Posterize, num_bits=(bits, bits)),
        "contrast": either(jitter(contrast=(low, low)), jitter(contrast=(high, high))),
        "brightness": either(jitter(brightness=(low, low)), jitter(brightness=(high, high))),
        "sharpness": transform(A.Sharpen, alpha=(0.5, 0.5), lightness=(1.0, 1.0)),
        "invert": transform(A.InvertImg),
    }


def randaugment():
    available = {"identity": A.NoOp(p=1.0), **geometric(27, 0.27, 0.41), **tone(0.19, 1.81, 0.1, 4)}
    del available["invert"]
    return A.SomeOf(list(available.values()), n=2, replace=True, p=1.0)


def trivialaugment():
    """Every strength of 0 .. 30 anew: ranges instead of values."""
    tilt = float(np.degrees(np.arctan(0.99)))
    wide = (0.01, 1.99)
    return A.OneOf(
        [A.NoOp(p=1.0), transform(A.AutoContrast), transform(A.Equalize), transform(A.Rotate, limit=(-135, 135)),
         transform(A.Solarize, threshold_range=(0, 1)), transform(A.Posterize, num_bits=(2, 7)),
         jitter(saturation=wide), jitter(contrast=wide), jitter(brightness=wide),
         transform(A.Sharpen, alpha=(0, 1), lightness=(1.0, 1.0)),
         transform(A.Affine, shear={"x": (-tilt, tilt), "y": (0, 0)}),
         transform(A.Affine, shear={"x": (0, 0), "y": (-tilt, tilt)}),
         transform(A.Affine, translate_px={"x": (-32, 32), "y": (0, 0)}),
         transform(A.Affine, translate_px={"x": (0, 0), "y": (-32, 32)})], p=1.0)


# AutoAugment (Cubuk et al. 2019), table 9: operation, probability, level of 0 .. 9.
IMAGENET = """posterize .4 8 rotate .6 9|solarize .6 5 auto_contrast .6 5|equalize .8 8 equalize .6 3
posterize .6 7 posterize .6 6|equalize .4 7 solarize .2 4|equalize .4 4 rotate .8 8|solarize .6 3 equalize .6 7
posterize .8 5 equalize 1 2|rotate .2 3 solarize .6 8|equalize .6 8 posterize .4 6|rotate .8 8 color .4 0
rotate .4 9 equalize .6 2|equalize 0 7 equalize .8 8|invert .6 4 equalize 1 8|color .6 4 contrast 1 8
rotate .8 8 color 1 2|color .8 8 solarize .8 7|sharpness .4 7 invert .6 8|shear_x .6 5 equalize 1 9
color .4 0 equalize .6 3|equalize .4 7 solarize .2 4|solarize .6 5 auto_contrast .6 5|invert .6 4 equalize 1 8
color .6 4 contrast 1 8|equalize .8 8 equalize .6 3"""


def autoaugment():
    def step(name, probability, level):
        level = int(level) / 9
        factor = 0.1 + 1.8 * level
        made = {**geometric(30 * level, 0.3 * level, 0.45 * level),
                **tone(factor, factor, 1 - level, min(7, round(8 - 4 * level)))}[name]
        return A.Sequential([made], p=float(probability))

    options = []
    for text in IMAGENET.replace("\n", "|").split("|"):
        words = text.split()
        options.append(A.Sequential([step(*words[:3]), step(*words[3:])], p=1.0))
    return A.OneOf(options, p=1.0)


def make_rows(width, height):
    tilt = float(np.degrees(np.arctan(rows.SHEAR)))
    factor = (rows.FACTOR, rows.FACTOR)
    around = (1 - rows.JITTER, 1 + rows.JITTER)
    sigma = rows.NOISE_SIGMA / 255
    normalise = transform(A.Normalize, mean=rows.MEAN, std=rows.DEVIATION)
    crop = transform(A.RandomResizedCrop, size=(height, width), scale=rows.CROP_AREA, ratio=rows.CROP_RATIO)
    policy = randaugment()
    flip = A.HorizontalFlip(p=0.5)
    made = {
        "affine": transform(A.Affine, rotate=(rows.DEGREES,) * 2, shear={"x": (tilt, tilt), "y": (0, 0)},
                            translate_px={"x": (10, 10), "y": (0, 0)}),
        "rotate": transform(A.Rotate, limit=(rows.DEGREES, rows.DEGREES)),
        "shear_x": transform(A.Affine, shear={"x": (tilt, tilt), "y": (0, 0)}),
        "translate_x": transform(A.Affine, translate_percent={"x": (rows.SHIFT / 224,) * 2, "y": (0, 0)}),
        "equalize": transform(A.Equalize),
        "auto_contrast": transform(A.AutoContrast),
        "brightness": jitter(brightness=factor),
        "contrast": jitter(contrast=factor),
        "color": jitter(saturation=factor),
        "solarize": transform(A.Solarize, threshold_range=(rows.THRESHOLD / 255,) * 2),
        "posterize": transform(A.Posterize, num_bits=(rows.BITS, rows.BITS)),
        "sharpness": transform(A.Sharpen, alpha=(0.9, 0.9), lightness=(1.0, 1.0), kernel_size=3),
        "gaussian_blur": transform(A.GaussianBlur, blur_limit=(rows.BLUR_SIZE,) * 2, sigma_limit=(rows.BLUR_SIGMA,) * 2),
        "gaussian_noise": transform(A.GaussNoise, std_range=(sigma, sigma), per_channel=True),
        "flip_horizontal": transform(A.HorizontalFlip),
        "color_jitter": jitter(brightness=around, contrast=around, saturation=around,
                               hue=(-rows.JITTER_HUE, rows.JITTER_HUE)),
        "random_resized_crop": crop,
        "erasing": transform(A.Erasing, scale=rows.ERASED_AREA, ratio=rows.ERASED_RATIO),
        "randaugment": policy,
        "trivialaugment": trivialaugment(),
        "autoaugment": autoaugment(),
    }
    crop_flip = A.Compose([A.PadIfNeeded(height + 8, width + 8, border_mode=cv2.BORDER_CONSTANT, p=1.0),
                           A.RandomCrop(height, width, p=1.0), flip, policy, normalise])
    photograph = A.Compose([crop, flip, policy, normalise])

    def planes(image):
        return np.ascontiguousarray(image.transpose(2, 0, 1))

    def cifar_loop(pictures):
        out = np.empty((len(pictures), 3, height, width), np.float32)
        for i, picture in enumerate(pictures):
            out[i] = crop_flip(image=picture)["image"].transpose(2, 0, 1)
        return out

    def jpeg_loop(data):
        image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
        return planes(photograph(image=image)["image"])

    def alone(made_transform):
        return lambda image: made_transform(image=image)["image"]

    return {
        **{name: alone(one) for name, one in made.items()},
        "normalise": lambda image: planes(normalise(image=image)["image"]),
        "cifar_loop": cifar_loop,
        "jpeg_loop": jpeg_loop,
    }


PEERS = {NAME: Peer(make_rows)}
