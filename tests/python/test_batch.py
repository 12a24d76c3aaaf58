"""Batches are what calls for each picture give, in whatever form they come."""
import multiprocessing
import pickle

import numpy as np
import pytest

import variegate
from variegate import op

RNG = np.random.default_rng(5)
PICTURES = RNG.integers(0, 256, (9, 20, 30, 3), np.uint8)
POLICY = variegate.published("randaugment:2:9")
TRANSFORM = POLICY.transform(seed=3)
EXPECTED = np.stack([TRANSFORM(picture, index=40 + i, epoch=2) for i, picture in enumerate(PICTURES)])
KEY = {"indices": range(40, 49), "epoch": 2}


@pytest.mark.parametrize("threads", [1, 2, 5, None])
def test_a_batch_is_what_calls_give(threads):
    given = PICTURES.copy()
    np.testing.assert_array_equal(TRANSFORM.batch(given, threads=threads, **KEY), EXPECTED)
    np.testing.assert_array_equal(given, PICTURES)


@pytest.mark.parametrize("view", [
    lambda pictures: np.ascontiguousarray(pictures[:, ::-1])[:, ::-1],
    lambda pictures: np.ascontiguousarray(pictures.transpose(3, 2, 1, 0)).transpose(3, 2, 1, 0),
    lambda pictures: np.repeat(pictures, 2, axis=2)[:, :, ::2],
    lambda pictures: list(pictures),
])
def test_strides_do_not_matter(view):
    given = view(PICTURES)
    if isinstance(given, np.ndarray):
        given.flags.writeable = False
    np.testing.assert_array_equal(TRANSFORM.batch(given, **KEY), EXPECTED)


def test_tensors_are_planes():
    torch = pytest.importorskip("torch")
    planes = torch.from_numpy(PICTURES).permute(0, 3, 1, 2)
    for given in (planes, planes.contiguous(), list(planes)):
        made = TRANSFORM.batch(given, **KEY)
        assert made.is_contiguous() and made.shape == planes.shape
        np.testing.assert_array_equal(made.permute(0, 2, 3, 1).numpy(), EXPECTED)
    halves = TRANSFORM.batch(planes, dtype="bfloat16", **KEY)
    assert halves.dtype == torch.bfloat16
    np.testing.assert_allclose(halves.float().permute(0, 2, 3, 1).numpy(), EXPECTED / 255, atol=.004)
    out = torch.zeros(planes.shape)
    assert TRANSFORM.batch(planes, out=out, dtype="float32", **KEY) is out
    np.testing.assert_allclose(out.permute(0, 2, 3, 1).numpy(), EXPECTED / np.float32(255), rtol=1e-6)


def test_numbers_are_normalised_into_memory_of_the_callers():
    out = np.zeros(PICTURES.shape, np.float32)
    mean, deviation = [.4, .5, .6], [.2, .3, .25]
    assert TRANSFORM.batch(PICTURES, out=out, dtype="float32", mean=mean, deviation=deviation, **KEY) is out
    np.testing.assert_allclose(out, (EXPECTED / 255 - mean) / deviation, atol=1e-5)


def test_a_batch_without_numbers_draws_its_own():
    transform = POLICY.transform(seed=3)
    first, second = transform.batch(PICTURES), transform.batch(PICTURES)
    assert (first != second).any()
    calls = POLICY.transform(seed=3)
    np.testing.assert_array_equal(first, [calls(picture) for picture in PICTURES])
    np.testing.assert_array_equal(pickle.loads(pickle.dumps(transform)).batch(PICTURES), transform.batch(PICTURES))


@pytest.mark.parametrize("threads", [1, 3])
def test_mixes_give_soft_labels(threads):
    mixing = (op.invert() | variegate.mix.mixup(alpha=1)).transform(seed=3)
    inverted = 255.0 - PICTURES
    labels = np.arange(9)
    made, soft = mixing.batch(PICTURES, labels, classes=10, threads=threads, **KEY)
    assert soft.shape == (9, 10) and soft.dtype == np.float32 and (soft[:, 9] == 0).all()
    np.testing.assert_allclose(soft.sum(axis=1), 1, rtol=1e-6)
    assert ((soft > 0) & (soft < 1)).any()
    for i in range(9):
        others = [other for other in range(9) if other != i and soft[i, other] > 0]
        assert len(others) <= 1
        wanted = soft[i, i] * inverted[i] + sum(soft[i, other] * inverted[other] for other in others)
        np.testing.assert_allclose(made[i], wanted, atol=1)
    one, ones = mixing.batch(PICTURES, labels, classes=10, threads=2, **KEY)
    np.testing.assert_array_equal(one, made)
    np.testing.assert_array_equal(ones, soft)
    plain, same = TRANSFORM.batch(PICTURES, labels, **KEY)
    assert same is labels
    np.testing.assert_array_equal(plain, EXPECTED)


def test_a_fork_after_threads_have_run_does_no_harm():
    TRANSFORM.batch(PICTURES, threads=3, **KEY)
    context = multiprocessing.get_context("fork")
    with context.Pool(1) as pool:
        made = pool.apply(_in_the_fork)
    np.testing.assert_array_equal(made, EXPECTED)


def _in_the_fork():
    return TRANSFORM.batch(PICTURES, threads=3, **KEY)


MIXING = variegate.published("mixup:0.2").transform()


@pytest.mark.parametrize("wrong, words", [
    (lambda: TRANSFORM.batch(PICTURES / 255), "not bytes"),
    (lambda: TRANSFORM.batch(PICTURES[0]), "call the transform itself"),
    (lambda: TRANSFORM.batch(PICTURES[:0]), "not a batch of pictures; got shape (0, 20, 30, 3)"),
    (lambda: TRANSFORM.batch(PICTURES[:, :, :0]), "not pictures"),
    (lambda: TRANSFORM.batch(PICTURES.transpose(0, 3, 1, 2)), "channels must come last"),
    (lambda: TRANSFORM.batch([]), "no pictures"),
    (lambda: TRANSFORM.batch([PICTURES[0], PICTURES[0, 1:]]), "pictures of different shapes"),
    (lambda: TRANSFORM.batch([1, 2]), "images[0]: not a picture; got int"),
    (lambda: TRANSFORM.batch(PICTURES, indices=[1]), "indices: not one a picture; got 1 numbers"),
    (lambda: TRANSFORM.batch(PICTURES, indices=[-1] * 9), "indices: out of range"),
    (lambda: TRANSFORM.batch(PICTURES, dtype="float16"), "dtype: no such choice"),
    (lambda: TRANSFORM.batch(PICTURES, dtype="bfloat16"), "numpy has no bfloat16"),
    (lambda: TRANSFORM.batch(PICTURES, mean=[0, 0, 0]), "bytes are not normalised"),
    (lambda: TRANSFORM.batch(PICTURES, dtype="float32", mean=[0]), "batch: mean, deviation: not one a channel"),
    (lambda: TRANSFORM.batch(PICTURES, out=np.zeros((9, 20, 30, 3))), "of another shape or dtype"),
    (lambda: TRANSFORM.batch(PICTURES, out=np.zeros((3, 30, 20, 9), np.uint8).T), "not contiguous"),
    (lambda: TRANSFORM.batch(PICTURES, out=PICTURES), "in the memory of the images"),
    (lambda: TRANSFORM.batch(PICTURES, out=[]), "not of the images' library"),
    (lambda: TRANSFORM.batch(PICTURES, threads=0), "threads: out of range"),
    (lambda: op.rotate(degrees=90).transform().batch(PICTURES[:, :, :, 0]), "call the transform itself"),
    (lambda: MIXING.batch(PICTURES), "labels, classes"),
    (lambda: MIXING.batch(PICTURES, [0] * 9), "labels, classes"),
    (lambda: MIXING.batch(PICTURES, [0] * 8, classes=2), "not one class a picture"),
    (lambda: MIXING.batch(PICTURES, [.5] * 9, classes=2), "not one class a picture"),
    (lambda: MIXING.batch(PICTURES, [2] * 9, classes=2), "labels: out of range; got 2 .. 2; expected 0 .. 1"),
    (lambda: MIXING.batch(PICTURES, [0] * 9, classes=0), "classes: out of range"),
    (lambda: MIXING(PICTURES[0]), "batch()"),
])
def test_wrong_use_is_an_error(wrong, words):
    with pytest.raises(variegate.Error) as caught:
        wrong()
    assert words in str(caught.value)
