"""OpenCV with numpy, written as one who knows both would: look-up tables, one pass where there is one."""
import random

import cv2
import numpy as np

import rows
from libraries.peer import Peer, affine_matrix, resized_crop_box

cv2.setNumThreads(1)
SCALE = [1 / (255 * deviation) for deviation in rows.DEVIATION]
OFFSET = [-mean / deviation for mean, deviation in zip(rows.MEAN, rows.DEVIATION)]
VALUES = np.arange(256, dtype=np.float32)
SOLARIZE = np.where(VALUES < rows.THRESHOLD, VALUES, 255 - VALUES).astype(np.uint8)
SMOOTH = np.array([[1, 1, 1], [1, 5, 1], [1, 1, 1]], np.float32) / 13


def auto_contrast(image):
    tables = np.empty((256, 1, 3), np.uint8)
    for c, plane in enumerate(cv2.split(image)):
        low, high, _, _ = cv2.minMaxLoc(plane)
        span = 255 / (high - low) if high > low else 1
        tables[:, 0, c] = np.clip((VALUES - low) * span, 0, 255)
    return cv2.LUT(image, tables)


def brightness(image, factor):
    return cv2.convertScaleAbs(image, alpha=factor)


def contrast(image, factor):
    mean = cv2.mean(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY))[0]
    return cv2.LUT(image, np.clip(VALUES * factor + (1 - factor) * mean, 0, 255).astype(np.uint8))


def color(image, factor):
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return cv2.addWeighted(image, factor, grey, 1 - factor, 0)


def hue(image, turn):
    planes = list(cv2.split(cv2.cvtColor(image, cv2.COLOR_RGB2HSV)))
    planes[0] = cv2.LUT(planes[0], ((np.arange(256) + round(180 * turn)) % 180).astype(np.uint8))
    return cv2.cvtColor(cv2.merge(planes), cv2.COLOR_HSV2RGB)


def color_jitter(image):
    factor = lambda: random.uniform(1 - rows.JITTER, 1 + rows.JITTER)
    image = color(contrast(brightness(image, factor()), factor()), factor())
    return hue(image, random.uniform(-rows.JITTER_HUE, rows.JITTER_HUE))


def sharpness(image):
    return cv2.addWeighted(image, rows.SHARPNESS, cv2.filter2D(image, -1, SMOOTH), 1 - rows.SHARPNESS, 0)


def gaussian_noise(image):
    noise = np.empty(image.shape, np.int16)
    cv2.randn(noise, 0, rows.NOISE_SIGMA)
    return cv2.add(image, noise, dtype=cv2.CV_8U)


def random_resized_crop(image):
    height, width = image.shape[:2]
    x, y, w, h = resized_crop_box(width, height, rows.CROP_AREA, rows.CROP_RATIO)
    return cv2.resize(image[y:y + h, x:x + w], (width, height), interpolation=cv2.INTER_LINEAR)


def erasing(image):
    height, width = image.shape[:2]
    x, y, w, h = resized_crop_box(width, height, rows.ERASED_AREA, rows.ERASED_RATIO)
    out = image.copy()
    out[y:y + h, x:x + w] = 0
    return out


def normalise(image):
    """A weighted sum of each plane with itself: the one function that scales, shifts and converts in a pass."""
    height, width = image.shape[:2]
    out = np.empty((3, height, width), np.float32)
    for plane, to, scale, offset in zip(cv2.split(image), out, SCALE, OFFSET):
        cv2.addWeighted(plane, scale, plane, 0, offset, dst=to, dtype=cv2.CV_32F)
    return out


def make_rows(width, height):
    def warp(degrees, shear, shift):
        matrix = np.array(affine_matrix(degrees, shear, shift, width, height), np.float32)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return lambda image: cv2.warpAffine(image, matrix, (width, height), flags=flags)

    return {
        "affine": warp(rows.DEGREES, rows.SHEAR, rows.SHIFT),
        "rotate": warp(rows.DEGREES, 0, 0),
        "shear_x": warp(0, rows.SHEAR, 0),
        "translate_x": warp(0, 0, rows.SHIFT),
        "equalize": lambda image: cv2.merge([cv2.equalizeHist(plane) for plane in cv2.split(image)]),
        "auto_contrast": auto_contrast,
        "brightness": lambda image: brightness(image, rows.FACTOR),
        "contrast": lambda image: contrast(image, rows.FACTOR),
        "color": lambda image: color(image, rows.FACTOR),
        "solarize": lambda image: cv2.LUT(image, SOLARIZE),
        "posterize": lambda image: np.bitwise_and(image, (0xFF << (8 - rows.BITS)) & 0xFF),
        "sharpness": sharpness,
        "gaussian_blur": lambda image: cv2.GaussianBlur(image, (rows.BLUR_SIZE, rows.BLUR_SIZE), rows.BLUR_SIGMA),
        "gaussian_noise": gaussian_noise,
        "flip_horizontal": lambda image: cv2.flip(image, 1),
        "color_jitter": color_jitter,
        "random_resized_crop": random_resized_crop,
        "erasing": erasing,
        "normalise": normalise,
        "jpeg_decode": lambda data: cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB),
    }


PEERS = {"OpenCV": Peer(make_rows)}
