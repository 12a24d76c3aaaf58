"""Noises, against the distributions they are defined by."""

import math
import statistics

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


@pytest.mark.parametrize("sigma", [0.06, 0.15, 0.35])
@pytest.mark.parametrize("value", [10, 60, 100])
def test_speckle_noise_is_normal_in_proportion_to_the_value(apply, sigma, value):
    drawn = drawn_on(apply, "speckle_noise", value, [sigma])
    spread = (sigma**2 * value**2 + 1 / 12) ** 0.5  # rounding to bytes adds the variance of a unit interval
    assert abs(drawn.mean() - value) < 4.5 * spread / drawn.size**0.5 + 0.02
    assert abs(drawn.std() / spread - 1) < 4.5 / (2 * drawn.size) ** 0.5 + 0.003
    normal = statistics.NormalDist(value, sigma * value)
    for bound in np.arange(np.floor(value * (1 - 2.5 * sigma)), value * (1 + 2.5 * sigma)) + 0.5:
        share = normal.cdf(bound)
        assert abs((drawn < bound).mean() - share) < 4.5 * (share * (1 - share) / drawn.size) ** 0.5 + 1e-3


def test_speckle_noise_leaves_black_black(apply):
    assert not drawn_on(apply, "speckle_noise", 0, [1], 1).any()


@pytest.mark.parametrize("op, values", [("shot_noise", [50]), ("impulse_noise", [0.3]), ("speckle_noise", [0.3])])
def test_noises_are_independent_between_channels_neighbours_and_seeds(apply, op, values):
    flat = np.full((64, 64, 3), 100, np.uint8)
    drawn, other = (apply(op, flat, values, seed).astype(float) for seed in (1, 2))
    pairs = {
        "channels": (drawn[:, :, 0], drawn[:, :, 1]),
        "columns": (drawn[:, 1:], drawn[:, :-1]),
        "rows": (drawn[1:], drawn[:-1]),
        "seeds": (drawn, other),
    }
    for name, (a, b) in pairs.items():
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / a.size**0.5, name
