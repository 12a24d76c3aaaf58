#!/usr/bin/env python3
"""Pictures of one size as photographs of mixed sizes: landscape and portrait, sides of 400 to 640 pixels.

    enlarge.py SOURCE TARGET

copies a folder of pictures (parts, classes, names) with every picture resized to a size of its own, as JPEG of
quality 92. The size is drawn by the picture's path, so that two runs give the same files.
"""
import argparse
import pathlib
import random

from PIL import Image

ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}


def drawn_size(path):
    draw = random.Random(path)
    short, long = draw.randint(400, 500), draw.randint(500, 640)
    return (long, short) if draw.random() < 0.6 else (short, long)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=pathlib.Path, help="folder of pictures, e.g. with train/CLASS and test/CLASS")
    parser.add_argument("target", type=pathlib.Path, help="folder to write; must not exist")
    arguments = parser.parse_args()
    arguments.target.mkdir(parents=True)
    written = 0
    for path in sorted(arguments.source.rglob("*")):
        if path.suffix.lower() not in ENDINGS:
            continue
        relative = path.relative_to(arguments.source)
        out = (arguments.target / relative).with_suffix(".jpg")
        out.parent.mkdir(parents=True, exist_ok=True)
        picture = Image.open(path).convert("RGB")
        picture.resize(drawn_size(relative.as_posix()), Image.Resampling.BICUBIC).save(out, quality=92)
        written += 1
    print(f"{written} pictures in {arguments.target}")


if __name__ == "__main__":
    main()
