"""Processes differ where nobody says which sample is meant, and do not where somebody does."""
import itertools
import multiprocessing
import os
import pickle

import numpy as np
import pytest

import variegate

PICTURE = np.random.default_rng(7).integers(0, 256, (12, 12, 3), np.uint8)
POLICY = variegate.op.gaussian_noise(sigma=(5, 50))  # no two draws give the same bytes


class Same:
    """A data set of one picture, again and again."""

    def __init__(self, transform=None, length=6):
        self.transform = transform
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        if not 0 <= index < self.length:
            raise IndexError(index)
        return PICTURE if self.transform is None else self.transform(PICTURE)


def bytes_of(transform, queue):
    queue.put([transform(PICTURE).tobytes() for _ in range(3)])


def all_of(batches):
    return [bytes(picture.numpy()) for batch in batches for picture in batch]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_of_multiprocessing_differ(method):
    transform = POLICY.transform(seed=1)
    mine = [transform(PICTURE).tobytes() for _ in range(3)]  # threads and counters are in use when others begin
    context = multiprocessing.get_context(method)
    queue = context.SimpleQueue()
    found = [mine]
    for _ in range(2):
        process = context.Process(target=bytes_of, args=(transform, queue))
        process.start()
        found.append(queue.get())
        process.join()
    assert len(set(itertools.chain(*found))) == 9


def test_a_process_forked_by_hand_differs():
    transform = POLICY.transform(seed=1)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, transform(PICTURE).tobytes())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 65536) != transform(PICTURE).tobytes()
    os.close(reading), os.close(writing)


@pytest.fixture(autouse=True)
def quiet(recwarn):
    """torch warns of more workers than processors."""


# What spawns imports torch in every worker, which takes seconds: one round of it is enough.
@pytest.mark.parametrize("workers, method, persistent", [(0, None, False), (1, "fork", False), (3, "fork", False),
                                                         (3, "fork", True), (1, "spawn", True)])
def test_workers_of_a_data_loader_differ_from_each_other_and_by_epoch(workers, method, persistent):
    data = pytest.importorskip("torch.utils.data")
    loader = data.DataLoader(Same(POLICY.transform(seed=1)), batch_size=2, num_workers=workers, persistent_workers=persistent,
                             multiprocessing_context=method)
    pictures = all_of(loader) + all_of(loader)
    assert len(set(pictures)) == len(pictures) == 12


@pytest.mark.parametrize("workers, method, persistent", [(1, "fork", False), (4, "fork", False), (2, "fork", True),
                                                         (1, "spawn", True)])
def test_keyed_samples_do_not_depend_on_workers(workers, method, persistent):
    data = pytest.importorskip("torch.utils.data")
    transform = POLICY.transform(seed=1)
    expected = [[transform(PICTURE, index=index, epoch=epoch).tobytes() for index in range(6)] for epoch in range(2)]
    samples = variegate.keyed(Same(), transform)
    loader = data.DataLoader(samples, batch_size=2, num_workers=workers, persistent_workers=persistent,
                             multiprocessing_context=method)
    for epoch in range(2):
        samples.set_epoch(epoch)
        assert all_of(loader) == expected[epoch]


def test_a_keyed_data_set_is_one():
    data = Same()
    data.classes = ["a"]
    samples = variegate.keyed(data, POLICY.transform(seed=1))
    assert len(samples) == 6 and len(list(samples)) == 6 and samples.classes == ["a"]
    np.testing.assert_array_equal(samples[2], POLICY.transform(seed=1)(PICTURE, index=2))
    samples.epoch = 3
    again = pickle.loads(pickle.dumps(samples))
    assert again.epoch == 3
    np.testing.assert_array_equal(again[2], samples[2])
    with pytest.raises(variegate.Error, match="samples without numbers"):
        variegate.keyed(iter([1]), POLICY.transform())
    with pytest.raises(variegate.Error, match="not a transform"):
        variegate.keyed(data, POLICY)
