#!/usr/bin/env python3
"""Planted problems: Fashion-MNIST to train on, and the same with a known shift to validate and test on.

    planted.py PROBLEM OUT [--images 60000]

writes OUT/train (upright), OUT/validation and OUT/test (shifted) as IDX folders, and OUT/oracle.json: the policy
that draws exactly the planted shift. Validation and test are disjoint parts of the source's test set.
"""
import argparse
import gzip
import json
import pathlib
import struct

import numpy
from PIL import Image, ImageFilter

SIDE = 28
VALIDATION_IMAGES = 500


def affine(image, matrix):
    return image.transform(image.size, Image.Transform.AFFINE, matrix, resample=Image.Resampling.BILINEAR)


def rotated(image, random):
    return image.rotate(random.uniform(-40, 40), Image.Resampling.BILINEAR)


def shifted(image, random):
    x, y = random.uniform(-7, 7, 2)
    return affine(image, (1, 0, x, 0, 1, y))


def low_contrast(image, random):
    values = numpy.asarray(image, dtype=float)
    mean = values.mean()
    return Image.fromarray(numpy.clip(mean + random.uniform(0.1, 0.4) * (values - mean), 0, 255).astype(numpy.uint8))


def dark(image, random):
    return image.point(lambda value, f=random.uniform(0.1, 0.4): int(value * f))


def blurred(image, random):
    return image.filter(ImageFilter.GaussianBlur(random.uniform(1.0, 2.0)))


def noisy(image, random):
    values = numpy.asarray(image, dtype=float) + random.normal(0, random.uniform(20, 50), (SIDE, SIDE))
    return Image.fromarray(numpy.clip(values, 0, 255).astype(numpy.uint8))


def zoomed(image, random):
    scale = 1 / random.uniform(0.55, 1.45)
    offset = (1 - scale) * SIDE / 2
    return affine(image, (scale, 0, offset, 0, scale, offset))


def mirrored(image, random):
    return image.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if random.random() < 0.5 else image


def inverted(image, random):
    return Image.fromarray(255 - numpy.asarray(image)) if random.random() < 0.5 else image


def occluded(image, random):
    side = round(random.uniform(0.25, 0.5) * SIDE)
    left, top = random.integers(0, SIDE - side // 2, 2) - side // 4
    hidden = numpy.array(image)
    hidden[max(0, top):top + side, max(0, left):left + side] = 0
    return Image.fromarray(hidden)


def rotated_and_dark(image, random):
    return dark(rotated(image, random), random)


def call(op, **arguments):
    return {"call": op, "with": arguments} if arguments else {"call": op}


def between(low, high):
    return {"uniform": [low, high]}


# name: (what is done to a picture of validation and test, the policy that does the same)
PROBLEMS = {
    "rotation": (rotated, [call("rotate", degrees=between(-40, 40))]),
    "shift": (
        shifted,
        [call("translate_x", fraction=between(-0.25, 0.25)), call("translate_y", fraction=between(-0.25, 0.25))],
    ),
    "contrast": (low_contrast, [call("contrast", factor=between(0.1, 0.4))]),
    "brightness": (dark, [call("brightness", factor=between(0.1, 0.4))]),
    "blur": (blurred, [call("gaussian_blur", sigma=between(1, 2))]),
    "noise": (noisy, [call("gaussian_noise", sigma=between(20, 50))]),
    "zoom": (zoomed, [call("zoom", factor=between(0.55, 1.45))]),
    "mirror": (mirrored, [{"call": "flip_horizontal", "probability": 0.5}]),
    "occlusion": (occluded, [call("cutout", fraction=between(0.25, 0.5))]),
    "rotation+brightness": (
        rotated_and_dark,
        [call("rotate", degrees=between(-40, 40)), call("brightness", factor=between(0.1, 0.4))],
    ),
    "invert": (inverted, [{"call": "invert", "probability": 0.5}]),
}


def read_idx(path, header):
    with gzip.open(path, "rb") as file:
        return numpy.frombuffer(file.read()[header:], dtype=numpy.uint8)


def write_idx(folder, part, images, labels):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">IIII", 2051, len(images), SIDE, SIDE) + images.tobytes())
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 2049, len(labels)) + labels.tobytes())


class ListProblems(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        print("\n".join(PROBLEMS))
        parser.exit()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("problem", choices=sorted(PROBLEMS))
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--list", action=ListProblems, nargs=0, help="print the names of the problems and leave")
    parser.add_argument("--source", type=pathlib.Path, default=pathlib.Path("/usr/share/datasets/fashion-mnist"))
    parser.add_argument("--train", type=int, default=5000, help="training images written")
    parser.add_argument("--test", type=int, default=4000, help="test images written")
    options = parser.parse_args()
    shift, oracle = PROBLEMS[options.problem]

    def part(name, count=None):
        images = read_idx(options.source / f"{name}-images-idx3-ubyte.gz", 16).reshape(-1, SIDE, SIDE)
        labels = read_idx(options.source / f"{name}-labels-idx1-ubyte.gz", 8)
        return images[:count], labels[:count]

    write_idx(options.out / "train", "train", *part("train", options.train))
    images, labels = part("t10k", VALIDATION_IMAGES + options.test)
    random = numpy.random.default_rng(0)
    moved = numpy.stack([numpy.asarray(shift(Image.fromarray(image), random)) for image in images])
    write_idx(options.out / "validation", "train", moved[:VALIDATION_IMAGES], labels[:VALIDATION_IMAGES])
    write_idx(options.out / "test", "t10k", moved[VALIDATION_IMAGES:], labels[VALIDATION_IMAGES:])
    policy = {
        "format": "variegate-policy",
        "version": 1,
        "name": f"oracle-{options.problem}",
        "fields": {"image": "image"},
        "policy": {"sequence": oracle},
    }
    (options.out / "oracle.json").write_text(json.dumps(policy, indent=2) + "\n")


if __name__ == "__main__":
    main()
