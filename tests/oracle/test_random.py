"""Operations that draw: whatever they drew, the result must be what the oracle makes of some allowed draw, and
draws must be spread as their source has them."""

import statistics

import numpy as np
import pytest
from conftest import CHANNELS, picture
from PIL import Image, ImageOps


def padded_crops(pixels, padding, fill):
    """Every crop of the original size from the padded picture, by its bytes."""
    height, width, channels = pixels.shape
    bands = []
    for c in range(channels):
        border = 0 if c == 3 else fill  # what comes from outside is transparent
        bands.append(np.asarray(ImageOps.expand(Image.fromarray(pixels[:, :, c]), padding, border)))
    padded = np.stack(bands, axis=2)
    return {
        padded[y : y + height, x : x + width].tobytes(): (x, y)
        for x in range(2 * padding + 1)
        for y in range(2 * padding + 1)
    }


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("size", [(5, 4), (9, 7), (32, 32)])
@pytest.mark.parametrize("padding", [1, 2, 4])
def test_random_crop_is_a_crop_of_the_padded_picture(apply, size, channels, padding):
    pixels = picture("natural", size, channels)
    crops = padded_crops(pixels, padding, 9)
    for seed in range(60):
        assert apply("random_crop", pixels, [padding, 9], seed).tobytes() in crops


def test_random_crop_draws_every_place_equally_often(apply):
    pixels = picture("natural", (9, 7), 1)
    crops = padded_crops(pixels, 2, 0)
    draws = [crops[apply("random_crop", pixels, [2], seed).tobytes()] for seed in range(2500)]
    counts = np.array([draws.count(place) for place in crops.values()])
    assert len(counts) == 25
    assert ((counts - 100) ** 2 / 100).sum() < 60  # chi-square, 24 degrees of freedom: above by chance 1 in 10,000


def boxes(size):
    for width in range(1, size[0] + 1):
        for height in range(1, size[1] + 1):
            for left in range(size[0] - width + 1):
                for top in range(size[1] - height + 1):
                    yield left, top, width, height


class ResizedCrops:
    """Every box, enlarged by Pillow to the size of the whole (channel by channel, as Pillow would weight colours by
    alpha)."""

    def __init__(self, pixels):
        size = (pixels.shape[1], pixels.shape[0])
        bands = [Image.fromarray(pixels[:, :, c]) for c in range(pixels.shape[2])]
        self.boxes = list(boxes(size))
        self.pictures = np.empty((len(self.boxes), *pixels.shape), int)
        for i, (left, top, width, height) in enumerate(self.boxes):
            box = (left, top, left + width, top + height)
            resized = [np.asarray(band.crop(box).resize(size, Image.Resampling.BILINEAR)) for band in bands]
            self.pictures[i] = np.stack(resized, axis=2)

    def find(self, picture):
        """The box whose enlargement this is, but for one level: Pillow rounds rows to bytes before columns."""
        differences = np.abs(self.pictures - picture).reshape(len(self.boxes), -1)
        best = differences.sum(axis=1).argmin()
        assert differences[best].max() <= 1
        return self.boxes[best]


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("size", [(8, 8), (9, 6), (1, 1), (1, 7)])
def test_random_resized_crop_is_pillows_enlargement_of_some_box(apply, size, channels):
    pixels = picture("noise", size, channels)
    crops = ResizedCrops(pixels)
    for seed in range(60):
        crops.find(apply("random_resized_crop", pixels, [], seed))


@pytest.mark.parametrize("low, high, narrow, wide", [(0.2, 0.8, 0.75, 4 / 3), (0.5, 0.5, 1, 1), (0.3, 0.6, 2, 2.5)])
def test_random_resized_crop_draws_boxes_within_its_limits(apply, low, high, narrow, wide):
    pixels = picture("noise", (12, 10), 1)
    crops = ResizedCrops(pixels)
    drawn = [crops.find(apply("random_resized_crop", pixels, [low, high, narrow, wide], s)) for s in range(400)]
    for _, _, width, height in drawn:  # sides are rounded by at most half a pixel
        assert (width - 0.5) * (height - 0.5) <= high * 120 and (width + 0.5) * (height + 0.5) >= low * 120
        assert (width - 0.5) / (height + 0.5) <= wide and (width + 0.5) / (height - 0.5) >= narrow
    area = np.mean([width * height / 120 for _, _, width, height in drawn])
    assert abs(area - (low + high) / 2) < 0.05
    corners = {(left, top) for left, top, _, _ in drawn}
    assert len(corners) > 6


def test_random_resized_crop_takes_limits_the_wrong_way_round(apply):
    pixels = picture("noise", (12, 10), 3)
    np.testing.assert_array_equal(
        apply("random_resized_crop", pixels, [0.2, 0.8, 0.75, 1.25], 5),
        apply("random_resized_crop", pixels, [0.8, 0.2, 1.25, 0.75], 5),
    )


@pytest.mark.parametrize("size", [(1, 7), (7, 1), (2, 30)])
def test_random_resized_crop_of_a_long_picture_is_its_middle_when_nothing_fits(apply, size):
    pixels = picture("noise", size, 3)
    width, height = size
    if width < height:
        tall = max(round(width / 0.75), 1)
        box = (0, (height - tall) // 2, width, (height - tall) // 2 + tall)
    else:
        broad = max(round(height * 4 / 3), 1)
        box = ((width - broad) // 2, 0, (width - broad) // 2 + broad, height)
    expected = np.asarray(Image.fromarray(pixels).crop(box).resize(size, Image.Resampling.BILINEAR))
    difference = np.abs(apply("random_resized_crop", pixels, [1, 1], 3).astype(int) - expected)
    assert difference.max() <= 1  # Pillow rounds rows to bytes before columns


def squares(size, side, channels):
    """The mask of every square, cut at the border (DeVries and Taylor), by its bytes."""
    width, height = size
    masks = {}
    for y in range(height):
        for x in range(width):
            mask = np.zeros((height, width, 1), bool)
            top, left = max(y - side // 2, 0), max(x - side // 2, 0)
            mask[top : max(y - side // 2 + side, 0), left : max(x - side // 2 + side, 0)] = True
            masks[mask.tobytes()] = (x, y)
    return masks


@pytest.mark.parametrize("channels", CHANNELS)
@pytest.mark.parametrize("size, fraction", [((8, 8), 0.5), ((9, 7), 0.45), ((32, 32), 0.5), ((5, 3), 1), ((1, 1), 1)])
def test_cutout_covers_exactly_one_square(apply, size, fraction, channels):
    side = round(fraction * min(size))
    masks = squares(size, side, channels)
    pixels = picture("natural", size, channels)  # no value is 7
    centres = set()
    for seed in range(40):
        out = apply("cutout", pixels, [fraction, 7], seed)
        covered = (out[:, :, :1] == 7).tobytes()
        assert covered in masks
        centres.add(masks[covered])
        mask = np.frombuffer(covered, bool).reshape(size[1], size[0])
        expected = pixels.copy()
        expected[mask, : min(channels, 3)] = 7
        np.testing.assert_array_equal(out, expected)
    assert len(centres) >= min(20, size[0] * size[1] // 2)


def test_cutout_draws_every_centre_equally_often(apply):
    pixels = picture("natural", (6, 5), 1)
    masks = squares((6, 5), 3, 1)
    draws = [masks[(apply("cutout", pixels, [0.6, 7], seed) == 7).tobytes()] for seed in range(3000)]
    counts = np.array([draws.count(place) for place in masks.values()])
    assert len(counts) == 30
    assert ((counts - 100) ** 2 / 100).sum() < 68  # chi-square, 29 degrees of freedom: 1 in 15,000


def noise(apply, value, sigma, seed, size=(64, 64), channels=3):
    flat = np.full((size[1], size[0], channels), value, np.uint8)
    return apply("gaussian_noise", flat, [sigma], seed).astype(float) - value


@pytest.mark.parametrize("sigma", [1, 5, 12.5, 30])
def test_noise_is_normal_with_that_deviation(apply, sigma):
    drawn = np.concatenate([noise(apply, 128, sigma, seed).ravel() for seed in range(8)])
    count = drawn.size
    assert abs(drawn.mean()) < 4 * sigma / count**0.5
    spread = (sigma**2 + 1 / 12) ** 0.5  # rounding to bytes adds the variance of a unit interval
    assert abs(drawn.std() / spread - 1) < 4 / (2 * count) ** 0.5
    normal = statistics.NormalDist(0, sigma)
    for bound in np.arange(np.floor(-2.5 * sigma), np.ceil(2.5 * sigma)) + 0.5:
        share = normal.cdf(bound)
        assert abs((drawn < bound).mean() - share) < 4.5 * (share * (1 - share) / count) ** 0.5 + 1e-3


def test_noise_is_independent_between_channels_neighbours_and_seeds(apply):
    drawn = noise(apply, 128, 20, 1)
    pairs = {
        "channels": (drawn[:, :, 0], drawn[:, :, 1]),
        "columns": (drawn[:, 1:], drawn[:, :-1]),
        "rows": (drawn[1:], drawn[:-1]),
        "seeds": (drawn, noise(apply, 128, 20, 2)),
    }
    for name, (a, b) in pairs.items():
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / a.size**0.5, name


def test_noise_is_added_and_then_cut_to_bytes(apply):
    expected = noise(apply, 128, 25, 3)
    for value in (0, 7, 100, 250, 255):
        np.testing.assert_array_equal(
            noise(apply, value, 25, 3) + value, np.clip(expected + value, 0, 255), f"on {value}"
        )
