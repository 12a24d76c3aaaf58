# Made by python/src/stubs.py of the descriptions in C++; do not edit.
from typing import Literal

from variegate.policy import Policy
from variegate.values import Value

def cutmix(*, alpha: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """A box of one picture pasted over another, labels by the areas shown.

    Parameters
    ----------
    alpha
        parameter of the Beta(alpha, alpha) that shares are drawn from: 1 is uniform, less is nearer to one of the pictures; 0.1 .. 100; 1 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Yun et al., CutMix (ICCV 2019)
    """

def mixup(*, alpha: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Two pictures and their labels in the same shares, a Beta draw rounded to 2^-14.

    Parameters
    ----------
    alpha
        parameter of the Beta(alpha, alpha) that shares are drawn from: 1 is uniform, less is nearer to one of the pictures; 0.1 .. 100; 0.2 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Zhang et al., mixup: Beyond Empirical Risk Minimization (ICLR 2018); 0.2 on ImageNet, 1 on CIFAR
    """

def mosaic(*, margin: Value = ..., p: float = 1, field: str = 'image') -> Policy:
    """Parts of four pictures, cut at random and not scaled, labels by the areas shown.

    Parameters
    ----------
    margin
        nearest that the point where the four meet may come to an edge; 0 .. 0.5 fraction of the side; 0.25 when not given.
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Bochkovskiy et al., YOLOv4 (2020), section 3.3
    """

def sample_pairing(*, p: float = 1, field: str = 'image') -> Policy:
    """The mean of two pictures, with the label of the first.

    Parameters
    ----------
    p
        Probability that it is applied to a sample, 0 .. 1.
    field
        Name of the field that it changes, of kind image.

    Source: Inoue, Data Augmentation by Pairing Samples (2018)
    """
