"""Batches are what the transform gives, where the loader wrote them."""
import gc
import pickle

import numpy as np
import PIL.Image
import pytest

import variegate

COUNT = 22
RNG = np.random.default_rng(3)
PICTURES = RNG.integers(0, 256, (COUNT, 16, 24, 3), np.uint8)
POLICY = variegate.published("randaugment:2:9")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    top = tmp_path_factory.mktemp("data")
    for number, picture in enumerate(PICTURES):
        path = top / "ab"[number % 2] / f"{number // 2:02}.png"
        path.parent.mkdir(exist_ok=True)
        PIL.Image.fromarray(picture).save(path)
    return top


ORDER = [*range(0, COUNT, 2), *range(1, COUNT, 2)]  # as the folder lists them


def load(folder, policy=POLICY, **options):
    return variegate.Loader(folder, policy, **{"arrays": "numpy", "batch_size": 8, "seed": 5, "threads": 2, **options})


def test_batches_are_what_the_transform_gives(folder):
    loader = load(folder, shuffle=False, dtype="uint8", layout="interleaved")
    transform = POLICY.transform(seed=5)
    assert (len(loader), loader.size, loader.class_names) == (3, (24, 16), ["a", "b"])
    for epoch in range(2):
        assert loader.epoch == epoch
        batches = list(loader)
        assert [pictures.shape for pictures, _ in batches] == [(8, 16, 24, 3), (8, 16, 24, 3), (6, 16, 24, 3)]
        expected = [transform(PICTURES[number], index=index, epoch=epoch) for index, number in enumerate(ORDER)]
        np.testing.assert_array_equal(np.concatenate([pictures for pictures, _ in batches]), expected)
        labels = np.concatenate([labels for _, labels in batches])
        assert labels.dtype == np.int64 and labels.tolist() == [0] * 11 + [1] * 11


@pytest.mark.parametrize("threads, prefetch", [(0, 1), (1, 1), (3, 4)])
def test_neither_threads_nor_prefetch_change_a_byte(folder, threads, prefetch):
    one = [(pictures.copy(), labels) for pictures, labels in load(folder, threads=0)]
    other = [(pictures.copy(), labels) for pictures, labels in load(folder, threads=threads, prefetch=prefetch)]
    for (pictures, labels), (others, other_labels) in zip(one, other):
        np.testing.assert_array_equal(pictures, others)
        np.testing.assert_array_equal(labels, other_labels)


def test_numbers_are_normalised_and_laid_out_as_asked(folder):
    torch = pytest.importorskip("torch")
    plain = load(folder, None, shuffle=False)
    pictures, _ = next(iter(plain))
    assert pictures.dtype == np.float32 and pictures.shape == (8, 3, 16, 24)
    expected = PICTURES[ORDER[:8]].transpose(0, 3, 1, 2) / np.float32(255)
    np.testing.assert_allclose(pictures, expected, rtol=1e-6)
    mean, deviation = [.4, .5, .6], [.2, .3, .25]
    pictures, labels = next(iter(load(folder, None, shuffle=False, mean=mean, deviation=deviation, arrays="torch", dtype="bfloat16")))
    assert pictures.dtype == torch.bfloat16 and pictures.shape == (8, 3, 16, 24) and labels.dtype == torch.int64
    wanted = (expected - np.array(mean)[:, None, None]) / np.array(deviation)[:, None, None]
    np.testing.assert_allclose(pictures.float().numpy(), wanted, atol=.02)


def test_batches_that_are_kept_stay_as_they_are_and_memory_is_used_again(folder):
    loader = load(folder)
    kept = [pictures for pictures, _ in loader]
    copies = [pictures.copy() for pictures in kept]
    addresses = {pictures.ctypes.data for pictures in kept}
    assert len(addresses) == 3
    for _ in range(2):
        for pictures, _ in loader:
            assert pictures.ctypes.data not in addresses
    del pictures
    for pictures, copy in zip(kept, copies):
        np.testing.assert_array_equal(pictures, copy)
    del pictures, loader
    gc.collect()
    np.testing.assert_array_equal(kept[0], copies[0])  # arrays outlive the loader
    loader = load(folder, prefetch=1)
    places = set()
    for _ in range(10):
        for pictures, _ in loader:
            places.add(pictures.ctypes.data)
    assert len(places) <= 3


def test_a_restored_loader_goes_on_in_the_middle_of_an_epoch(folder):
    whole = load(folder)
    whole.set_epoch(4)
    batches = [pictures.copy() for pictures, _ in whole]
    first = load(folder)
    first.set_epoch(4)
    for pictures, _ in first:
        break
    state = pickle.loads(pickle.dumps(first.state_dict()))
    assert state == {"epoch": 4, "sample": 8}
    second = load(folder)
    next(iter(second))
    second.load_state_dict(state)
    rest = [pictures.copy() for pictures, _ in second]
    assert len(rest) == len(batches) - 1
    for pictures, expected in zip(rest, batches[1:]):
        np.testing.assert_array_equal(pictures, expected)
    assert second.epoch == 5
    for (pictures, _), expected in zip(first, batches[1:]):  # and so does a loop that was left
        np.testing.assert_array_equal(pictures, expected)


def test_ranks_share_an_epoch(folder):
    found = [index for rank in range(2)
             for pictures, _ in load(folder, None, samples=range(rank, COUNT, 2), dtype="uint8", layout="interleaved")
             for index in (ORDER[[np.array_equal(PICTURES[number], picture) for number in ORDER].index(True)] for picture in pictures)]
    assert sorted(found) == list(range(COUNT))


def test_mixes_give_soft_labels(folder):
    pictures, labels = next(iter(load(folder, POLICY | variegate.mix.mixup(alpha=1))))
    assert labels.shape == (8, 2) and labels.dtype == np.float32
    np.testing.assert_allclose(labels.sum(axis=1), 1, rtol=1e-6)
    assert ((labels > 0) & (labels < 1)).any()


@pytest.mark.parametrize("options, words", [
    ({"batch_size": 0}, ["Loader: $.batch_size: out of range; got 0"]),
    ({"batchsize": 8}, ["no such option: batchsize (did you mean 'batch_size'?)"]),
    ({"batch_size": "8"}, ["$.batch_size"]),
    ({"batch_size": [{}, object()]}, ["no numbers"]),
    ({"fit": "crop"}, ["$.fit"]),
    ({"dtype": "float16"}, ["dtype", "bfloat16"]),
    ({"dtype": "bfloat16"}, ["numpy has no bfloat16"]),
    ({"dtype": "uint8", "mean": [0, 0, 0]}, ["bytes are not normalised"]),
    ({"mean": [0]}, ["not one a channel"]),
    ({"deviation": [1, 1, 0]}, ["above 0"]),
    ({"samples": [99]}, ["99"]),
    ({"samples": [-1]}, ["samples: out of range; got -1"]),
    ({"size": "a"}, ["size: not a size; got 'a'"]),
    ({"size": -1}, ["$.width: out of range; got -1"]),
    ({"policy": "trivialaugment"}, ["not a policy"]),
])
def test_what_is_wrong_is_an_error_that_says_so(folder, options, words):
    with pytest.raises(variegate.Error) as caught:
        load(folder, **{"policy": POLICY, **options})
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize("wrong, words", [
    (lambda loader: loader.set_epoch(-1), "epoch: out of range; got -1"),
    (lambda loader: loader.load_state_dict({}), "not a loader's state; got {}"),
    (lambda loader: loader.load_state_dict({"epoch": 0, "sample": 99}), "a state of other data"),
])
def test_a_wrong_place_is_an_error(folder, wrong, words):
    with pytest.raises(variegate.Error) as caught:
        wrong(load(folder))
    assert words in str(caught.value)


def test_data_that_are_not_there_are_an_error(tmp_path):
    with pytest.raises(variegate.Error, match="nothing-here"):
        load(tmp_path / "nothing-here")


def test_a_picture_that_cannot_be_read_is_named_or_skipped(tmp_path):
    for number, picture in enumerate(PICTURES[:6]):
        path = tmp_path / "ab"[number % 2] / f"{number}.png"
        path.parent.mkdir(exist_ok=True)
        PIL.Image.fromarray(picture).save(path)
    (tmp_path / "a" / "2.png").write_bytes(b"no picture")
    with pytest.raises(variegate.Error, match="2.png"):
        list(load(tmp_path, size=(24, 16)))
    loader = load(tmp_path, size=(24, 16), skip_bad=True)
    assert sum(len(labels) for _, labels in loader) == 5 and loader.skipped == 1 and "2.png" in loader.skipped_reasons[0]
