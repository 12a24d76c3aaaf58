"""Searches with a training of PyTorch: own_training.py FOLDER keeps the search in FOLDER, and goes on with it when it is called
again. The task is made up: bars that stand or lie, and in validation they are darker than in training."""
import sys

import numpy
import torch

import variegate


def bars(count, brightness, seed):
    """Pictures of 16 x 16 and their classes: 0 stands, 1 lies."""
    random = numpy.random.default_rng(seed)
    pictures = random.integers(0, 60, (count, 16, 16, 3), numpy.uint8)
    classes = random.integers(0, 2, count)
    for picture, lies in zip(pictures, classes):
        at = random.integers(2, 12)
        (picture[at:at + 2] if lies else picture[:, at:at + 2])[:] = brightness
    return pictures, torch.from_numpy(classes)


PICTURES, CLASSES = bars(256, 230, seed=1)
VALIDATION, ANSWERS = bars(512, 70, seed=2)


def tensor(pictures):
    return torch.from_numpy(pictures).permute(0, 3, 1, 2).float() / 255


def train(policy, seed, epochs, report):
    torch.manual_seed(seed)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 5), torch.nn.ReLU(), torch.nn.AdaptiveMaxPool2d(1), torch.nn.Flatten(),
                                torch.nn.Linear(8, 2))
    optimizer = torch.optim.Adam(model.parameters(), 0.02)
    transform = policy.transform(seed)
    accuracy = 0.0
    for epoch in range(epochs):
        order = numpy.random.default_rng([seed, epoch]).permutation(len(PICTURES))
        for indices in numpy.split(order, 8):
            batch = transform.batch(PICTURES[indices], indices=indices, epoch=epoch)
            loss = torch.nn.functional.cross_entropy(model(tensor(batch)), CLASSES[indices])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        with torch.no_grad():
            accuracy = (model(tensor(VALIDATION)).argmax(1) == ANSWERS).double().mean().item()
        if not report(epoch + 1, accuracy):
            break
    return accuracy


def main():
    torch.set_num_threads(1)
    found = variegate.search(train, study=sys.argv[1], trials=8, epochs=5, seed=0, metric="accuracy", share=True,
                             validation_samples=len(VALIDATION), space="uniform", final_policies=1, final_seeds=2)
    for arm in found.arms:
        print(f"{arm.name:16} {' '.join(f'{100 * value:.1f} %' for value in arm.values)}")
    print(f"kept: {found.chosen}\n{found.policy}")


if __name__ == "__main__":
    main()
