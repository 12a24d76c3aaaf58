"""Pillow, and Pillow-SIMD, which takes its place in an environment of its own."""
import io

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

import rows
from libraries.peer import Peer, affine_matrix, resized_crop_box


def random_resized_crop(image):
    x, y, w, h = resized_crop_box(*image.size, rows.CROP_AREA, rows.CROP_RATIO)
    return image.resize(image.size, Image.BILINEAR, box=(x, y, x + w, y + h))


def erasing(image):
    x, y, w, h = resized_crop_box(*image.size, rows.ERASED_AREA, rows.ERASED_RATIO)
    out = image.copy()
    out.paste((0, 0, 0), (x, y, x + w, y + h))
    return out


def make_rows(width, height):
    def warp(degrees, shear, shift):
        (a, b, c), (d, e, f) = affine_matrix(degrees, shear, shift, width, height)
        return lambda image: image.transform(image.size, Image.AFFINE, (a, b, c, d, e, f), Image.BILINEAR)

    return {
        "affine": warp(rows.DEGREES, rows.SHEAR, rows.SHIFT),
        "rotate": lambda image: image.rotate(rows.DEGREES, Image.BILINEAR),
        "shear_x": warp(0, rows.SHEAR, 0),
        "translate_x": warp(0, 0, rows.SHIFT),
        "equalize": ImageOps.equalize,
        "auto_contrast": ImageOps.autocontrast,
        "brightness": lambda image: ImageEnhance.Brightness(image).enhance(rows.FACTOR),
        "contrast": lambda image: ImageEnhance.Contrast(image).enhance(rows.FACTOR),
        "color": lambda image: ImageEnhance.Color(image).enhance(rows.FACTOR),
        "solarize": lambda image: ImageOps.solarize(image, rows.THRESHOLD),
        "posterize": lambda image: ImageOps.posterize(image, rows.BITS),
        "sharpness": lambda image: ImageEnhance.Sharpness(image).enhance(rows.SHARPNESS),
        "gaussian_blur": lambda image: image.filter(ImageFilter.GaussianBlur(rows.BLUR_SIGMA)),
        "flip_horizontal": lambda image: image.transpose(Image.FLIP_LEFT_RIGHT),
        "random_resized_crop": random_resized_crop,
        "erasing": erasing,
        "jpeg_decode": lambda data: np.asarray(Image.open(io.BytesIO(data)).convert("RGB")),
    }


PEERS = {"Pillow": Peer(make_rows, Image.fromarray)}
