"""Augmentation policies: found by search, applied fast.

>>> import numpy, variegate
>>> policy = variegate.published("trivialaugment")
>>> transform = policy.transform(seed=0)
>>> transform(numpy.zeros((224, 224, 3), numpy.uint8)).shape
(224, 224, 3)

`Policy` is what is applied: loaded, published or built by hand from `op`. `Policy.transform` makes what a training pipeline
calls, and `keyed` gives it the numbers of samples and epochs. `Loader` gives out batches, and `search` finds a policy with a
training of your own. Whatever is wrong arrives as an `Error`, whose text says what, where, got, expected and how to mend it.
Importing this starts no thread and imports no torch.
"""
from variegate import mix, op
from variegate._core import Error, __version__
from variegate.found import Found
from variegate.keyed import keyed
from variegate.loader import Loader
from variegate.policy import Policy, published, published_names
from variegate.search import search
from variegate.steps import augmix, linked, one_of, schedule, some_of, when
from variegate.study import Study, Trial
from variegate.transform import Transform
from variegate.values import levels, mirrored

Error.__module__ = "variegate"
Error.__doc__ = """Whatever is wrong: what, where, what was found, what was expected, how to mend it. A ValueError."""

__all__ = ["Error", "Found", "Loader", "Policy", "Study", "Transform", "Trial", "__version__", "augmix", "keyed", "levels", "linked",
           "mirrored", "mix", "one_of", "op", "published", "published_names", "schedule", "search", "some_of", "when"]
