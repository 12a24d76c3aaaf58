#!/usr/bin/env python3
"""How well fewer epochs, or one seed, order the policies of the recorded tables.

    rank_correlation.py [TABLE ...]        (with the Python of .venv)

For each number of epochs: Spearman's and Kendall's (tau-b) correlation, over all policies, of the mean accuracy there
with the mean at the full epochs, with 95 % bootstrap intervals over policies; and how far, in points of accuracy at the
full epochs, the policy that is best there lies below the best of all. The last row is the ceiling that noise sets: one
seed against the mean of the others, both at the full epochs.
"""
import pathlib
import sys

import numpy

RESAMPLES = 500


def read(path):
    """Epochs, and accuracies by policy, seed and epoch, in per cent."""
    epochs, curves = None, []
    for line in pathlib.Path(path).read_text().splitlines():
        if line.startswith("# epochs: "):
            epochs = [int(word) for word in line.split(": ")[1].split()]
        elif not line.startswith("#"):
            curves.append([[int(value) for value in column.split()] for column in line.split("\t")[1:]])
    return epochs, numpy.array(curves) / 100


def ranks(values):
    """Ties share the mean of their ranks."""
    _, which, counts = numpy.unique(values, return_inverse=True, return_counts=True)
    return (numpy.cumsum(counts) - (counts - 1) / 2)[which]


def spearman(a, b):
    return numpy.corrcoef(ranks(a), ranks(b))[0, 1]


def kendall(a, b):
    x, y = (numpy.sign(values[:, None] - values[None, :]) for values in (a, b))
    return (x * y).sum() / numpy.sqrt((x * x).sum() * (y * y).sum())


def interval(measure, a, b, random):
    samples = [measure(a[i], b[i]) for i in (random.integers(len(a), size=len(a)) for _ in range(RESAMPLES))]
    low, high = numpy.percentile(samples, [2.5, 97.5])
    return f"{measure(a, b):.2f} [{low:.2f}, {high:.2f}]"


def main():
    here = pathlib.Path(__file__).parent
    for path in sys.argv[1:] or [here / "fashion-mnist.tsv", here / "cifar10.tsv"]:
        epochs, accuracy = read(path)
        random = numpy.random.default_rng(0)
        full = accuracy.mean(axis=1)[:, -1]
        rows = [(f"{count} epochs", accuracy.mean(axis=1)[:, i], full) for i, count in enumerate(epochs[:-1])]
        rows.append((f"one seed, {epochs[-1]} epochs", accuracy[:, 0, -1], accuracy[:, 1:, -1].mean(axis=1)))
        print(f"\n| {pathlib.Path(path).stem} | Spearman | Kendall | its best is below the best by |\n|---|---|---|---|")
        for name, proxy, truth in rows:
            print(f"| {name} | {interval(spearman, proxy, truth, random)} | {interval(kendall, proxy, truth, random)} | "
                  f"{full.max() - full[proxy.argmax()]:.1f} |")


if __name__ == "__main__":
    main()
