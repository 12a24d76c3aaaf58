"""Shared by the oracle tests: the driver that applies variegate's operations, and pictures to apply them to."""

import json
import os
import subprocess
import zlib

import numpy as np
import pytest

SIZES = [(1, 1), (1, 9), (8, 1), (2, 2), (3, 3), (5, 7), (32, 32), (33, 31)]  # width, height
LARGE = (131, 96)
CHANNELS = [1, 3, 4]


class Driver:
    """Operations of variegate on uint8 arrays of shape (height, width, channels). `drawn`: what a geometric one drew
    last, as op_driver.cc describes it."""

    def __init__(self, path):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __call__(self, op, picture, values=(), seed=0):
        height, width, channels = picture.shape
        request = {
            "op": op,
            "values": [float(value) for value in values],
            "seed": seed,
            "width": width,
            "height": height,
            "channels": channels,
        }
        self.process.stdin.write(json.dumps(request).encode() + b"\n" + picture.tobytes())
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise ValueError(answer["error"])
        self.drawn = answer
        pixels = self.process.stdout.read(picture.size)
        return np.frombuffer(pixels, np.uint8).reshape(picture.shape)


@pytest.fixture(scope="session")
def apply():
    driver = Driver(os.environ["VARIEGATE_OP_DRIVER"])
    yield driver
    driver.process.stdin.close()
    assert driver.process.wait() == 0


def picture(kind, size, channels):
    """noise: every value; natural: slopes and a little noise, 40..200; dark: few values; flat: one value."""
    width, height = size
    shape = (height, width, channels)
    random = np.random.default_rng(zlib.crc32(repr((kind, shape)).encode()))
    if kind == "noise":
        values = random.integers(0, 256, shape)
    elif kind == "natural":
        x = np.linspace(0, 1, width)[None, :, None]
        y = np.linspace(0, 1, height)[:, None, None]
        slope = random.uniform(-1, 1, (2, 1, 1, channels))
        values = np.clip(120 + 40 * (slope[0] * x + slope[1] * y) + random.normal(0, 12, shape), 40, 200)
    elif kind == "dark":
        values = random.integers(3, 9, shape)
    elif kind == "flat":
        values = np.full(shape, 77)
    return values.astype(np.uint8)
