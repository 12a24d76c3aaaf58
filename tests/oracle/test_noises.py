"""Noises, against the distributions they are defined by."""

import math

import numpy as np
import pytest


def drawn_on(apply, op, value, values, seeds=8):
    flat = np.full((64, 64, 3), value, np.uint8)
    return np.concatenate([apply(op, flat, values, seed).ravel() for seed in range(seeds)]).astype(float)


@pytest.mark.parametrize("sigma", [11.4, 33, 73.6, 147.2])
@pytest.mark.parametrize("value", [1, 20, 128])
def test_shot_noise_counts_are_of_poisson(apply, sigma, value):
    photons = (255 / sigma) ** 2
    mean = photons * value / 255
    drawn = drawn_on(apply, "shot_noise", value, [sigma])
    below = 0.0
    weight = math.exp(-mean)
    for count in range(int(mean + 4 * mean**0.5) + 3):
        below += weight
        weight *= mean / (count + 1)
        byte = min(round(count * 255 / photons), 255)
        if byte == 255 or min(round((count + 1) * 255 / photons), 255) == byte:
            continue
        # 1024 equally likely levels are half a level off at most.
        slack = 4.5 * (below * (1 - below) / drawn.size) ** 0.5 + 0.5 / 1024
        assert abs((drawn <= byte).mean() - below) < slack, f"{count} photons"


def test_shot_noise_leaves_black_black(apply):
    assert not drawn_on(apply, "shot_noise", 0, [100], 1).any()


@pytest.mark.parametrize("fraction", [0.01, 0.05, 0.27, 1])
def test_impulse_noise_hits_that_share_one_half_with_each_end(apply, fraction):
    drawn = drawn_on(apply, "impulse_noise", 100, [fraction])
    assert set(np.unique(drawn)) <= {0, 100, 255}
    for end in (0, 255):
        share = fraction / 2
        assert abs((drawn == end).mean() - share) < 4.5 * (share * (1 - share) / drawn.size) ** 0.5 + 2**-16
