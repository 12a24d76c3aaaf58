"""imgaug 0.4.0: operations with fixed parameters, and its RandAugment."""
import cv2
import numpy as np

np.bool = bool  # a name that imgaug asks for and numpy has dropped
import imgaug  # noqa: E402
import imgaug.augmenters as iaa  # noqa: E402

import rows  # noqa: E402
from libraries.peer import Peer  # noqa: E402

cv2.setNumThreads(1)


def make_rows(width, height):
    tilt = float(np.degrees(np.arctan(rows.SHEAR)))
    around = (1 - rows.JITTER, 1 + rows.JITTER)
    made = {
        "affine": iaa.Affine(rotate=rows.DEGREES, shear=tilt, translate_px={"x": 10}),
        "rotate": iaa.Affine(rotate=rows.DEGREES),
        "shear_x": iaa.ShearX(tilt),
        "translate_x": iaa.TranslateX(percent=rows.SHIFT / 224),
        "equalize": iaa.pillike.Equalize(),
        "auto_contrast": iaa.pillike.Autocontrast(0),
        "brightness": iaa.Multiply(rows.FACTOR),
        "contrast": iaa.LinearContrast(rows.FACTOR),
        "color": iaa.pillike.EnhanceColor(rows.FACTOR),
        "solarize": iaa.Solarize(1.0, threshold=rows.THRESHOLD),
        "posterize": iaa.pillike.Posterize(rows.BITS),
        "sharpness": iaa.pillike.EnhanceSharpness(rows.SHARPNESS),
        "gaussian_blur": iaa.GaussianBlur(rows.BLUR_SIGMA),
        "gaussian_noise": iaa.AdditiveGaussianNoise(scale=rows.NOISE_SIGMA, per_channel=True),
        "flip_horizontal": iaa.Fliplr(1.0),
        "color_jitter": iaa.Sequential([iaa.Multiply(around), iaa.LinearContrast(around),
                                        iaa.MultiplySaturation(around), iaa.AddToHue((-25, 25))]),
        "erasing": iaa.Cutout(nb_iterations=1, size=0.4, cval=0),
        "randaugment": iaa.RandAugment(n=2, m=9),
    }
    imgaug.seed(1)
    return {name: (lambda image, one=one: one(image=image)) for name, one in made.items()}


PEERS = {"imgaug": Peer(make_rows)}
