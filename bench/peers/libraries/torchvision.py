"""torchvision's transforms v2: tensors one by one, Pillow images one by one, and tensors in one batch."""
import importlib
import sys
import types

import numpy as np
import torch
from PIL import Image

import rows
from libraries.peer import Peer

torch.set_num_threads(1)
# The wheel's compiled operators (boxes, not transforms) need another torch; without them this module alone
# cannot be imported, and transforms need it no more than them.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")
v2 = importlib.import_module("torchvision.transforms.v2")
F = v2.functional
BILINEAR = v2.InterpolationMode.BILINEAR


def make_rows(width, height):
    def affine(degrees=0.0, shear=0.0, shift=0.0):
        tilt = float(np.degrees(np.arctan(shear)))
        return lambda image: F.affine(image, degrees, [shift, 0], 1.0, [tilt, 0.0], interpolation=BILINEAR)

    jitter = v2.ColorJitter(rows.JITTER, rows.JITTER, rows.JITTER, rows.JITTER_HUE)
    crop = v2.RandomResizedCrop((height, width), rows.CROP_AREA, rows.CROP_RATIO, antialias=True)
    return {
        "affine": affine(rows.DEGREES, rows.SHEAR, rows.SHIFT),
        "rotate": lambda image: F.rotate(image, rows.DEGREES, interpolation=BILINEAR),
        "shear_x": affine(shear=rows.SHEAR),
        "translate_x": affine(shift=rows.SHIFT),
        "equalize": F.equalize,
        "auto_contrast": F.autocontrast,
        "brightness": lambda image: F.adjust_brightness(image, rows.FACTOR),
        "contrast": lambda image: F.adjust_contrast(image, rows.FACTOR),
        "color": lambda image: F.adjust_saturation(image, rows.FACTOR),
        "solarize": lambda image: F.solarize(image, rows.THRESHOLD),
        "posterize": lambda image: F.posterize(image, rows.BITS),
        "sharpness": lambda image: F.adjust_sharpness(image, rows.SHARPNESS),
        "gaussian_blur": lambda image: F.gaussian_blur(image, [rows.BLUR_SIZE] * 2, [rows.BLUR_SIGMA] * 2),
        "flip_horizontal": F.horizontal_flip,
        "color_jitter": jitter,
        "random_resized_crop": crop,
    }


def make_tensor_rows(width, height):
    noise = v2.GaussianNoise(0.0, rows.NOISE_SIGMA / 255)
    erase = v2.RandomErasing(1.0, rows.ERASED_AREA, rows.ERASED_RATIO)
    return {
        **make_rows(width, height),
        "gaussian_noise": noise,
        "erasing": erase,
        "normalise": lambda image: F.normalize(F.to_dtype(image, torch.float32, scale=True), rows.MEAN, rows.DEVIATION),
    }


def policies():
    return {
        "randaugment": v2.RandAugment(2, 9),
        "trivialaugment": v2.TrivialAugmentWide(),
        "autoaugment": v2.AutoAugment(v2.AutoAugmentPolicy.IMAGENET),
        "augmix": v2.AugMix(3, 3),
    }


def tensor(picture):
    return torch.from_numpy(np.ascontiguousarray(picture.transpose(2, 0, 1)))


def batch(pictures):
    return torch.stack([tensor(picture) for picture in pictures])


PEERS = {
    "torchvision": Peer(lambda w, h: {**make_tensor_rows(w, h), **policies()}, tensor),
    "torchvision, Pillow": Peer(lambda w, h: {**make_rows(w, h), **policies()}, Image.fromarray),
    # One draw for the whole batch, which is not what training wants: for operations without draws only.
    "torchvision, batch": Peer(make_tensor_rows, batch, batched=True),
}
