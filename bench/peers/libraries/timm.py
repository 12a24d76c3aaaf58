"""timm's auto_augment, on Pillow images as in its training scripts."""
import importlib
import sys
import types

import torch
from PIL import Image

from libraries.peer import Peer

torch.set_num_threads(1)
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")
auto_augment = importlib.import_module("timm.data.auto_augment")


def make_rows(width, height):
    settings = {"img_mean": (128, 128, 128)}
    return {
        "randaugment": auto_augment.rand_augment_transform("rand-m9-n2", settings),
        "autoaugment": auto_augment.auto_augment_transform("original", settings),
        "augmix": auto_augment.augment_and_mix_transform("augmix-m3-w3", settings),
    }


PEERS = {"timm": Peer(make_rows, Image.fromarray)}
