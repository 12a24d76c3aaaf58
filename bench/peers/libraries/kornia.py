"""Kornia on float batches, which is how it is meant to be used; conversion to float is not timed."""
import kornia.augmentation as K
import kornia.augmentation.auto as auto
import numpy as np
import torch

import rows
from libraries.peer import Peer

torch.set_num_threads(1)


def make_rows(width, height):
    factor = (rows.FACTOR, rows.FACTOR)
    jitter = (1 - rows.JITTER, 1 + rows.JITTER)
    randaugment = auto.RandAugment(n=2, m=9)
    normalise = K.Normalize(mean=torch.tensor(rows.MEAN), std=torch.tensor(rows.DEVIATION))
    crop_flip = K.AugmentationSequential(
        K.RandomCrop((height, width), padding=4), K.RandomHorizontalFlip(p=0.5), data_keys=["input"])
    return {
        "affine": K.RandomAffine((rows.DEGREES, rows.DEGREES), (0.05, 0.05), shear=(17.0, 17.0), p=1.0),
        "rotate": K.RandomRotation((rows.DEGREES, rows.DEGREES), p=1.0),
        "equalize": K.RandomEqualize(p=1.0),
        "auto_contrast": K.RandomAutoContrast(p=1.0),
        "brightness": K.RandomBrightness(factor, p=1.0),
        "contrast": K.RandomContrast(factor, p=1.0),
        "color": K.RandomSaturation(factor, p=1.0),
        "solarize": K.RandomSolarize(0.0, 0.0, p=1.0),
        "posterize": K.RandomPosterize(rows.BITS, p=1.0),
        "sharpness": K.RandomSharpness(0.9, p=1.0),
        "gaussian_blur": K.RandomGaussianBlur((rows.BLUR_SIZE,) * 2, (rows.BLUR_SIGMA,) * 2, p=1.0),
        "gaussian_noise": K.RandomGaussianNoise(0.0, rows.NOISE_SIGMA / 255, p=1.0),
        "flip_horizontal": K.RandomHorizontalFlip(p=1.0),
        "color_jitter": K.ColorJitter(jitter, jitter, jitter, (-rows.JITTER_HUE, rows.JITTER_HUE), p=1.0),
        "random_resized_crop": K.RandomResizedCrop((height, width), rows.CROP_AREA, rows.CROP_RATIO, p=1.0),
        "erasing": K.RandomErasing(rows.ERASED_AREA, rows.ERASED_RATIO, p=1.0),
        "normalise": normalise,
        "randaugment": randaugment,
        "trivialaugment": auto.TrivialAugment(),
        "autoaugment": auto.AutoAugment("imagenet"),
        "cifar_loop": lambda batch: normalise(randaugment(crop_flip(batch))),
    }


def batch(pictures):
    return torch.from_numpy(np.stack(pictures).transpose(0, 3, 1, 2).astype(np.float32) / 255)


PEERS = {"Kornia, batch": Peer(make_rows, batch, batched=True)}
