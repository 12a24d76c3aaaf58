"""variegate's decoders and resize against Pillow's, over every kind of file that both can read."""

import io
import os
import subprocess

import numpy as np
import pytest
from PIL import Image

PROGRAM = os.environ["DECODE_TO_RAW"]


def decode(*arguments):
    """The pictures of the files as arrays (H, W, C), or the error text of one."""
    out = io.BytesIO(subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True).stdout)
    pictures = []
    while line := out.readline().decode():
        if line.startswith("error "):
            pictures.append(line[6:].strip())
            continue
        width, height, channels = map(int, line.split())
        pixels = np.frombuffer(out.read(width * height * channels), np.uint8)
        pictures.append(pixels.reshape(height, width, channels))
    return pictures


def photo(width, height, seed=0):
    """Smooth colour with some noise, so that no two errors cancel."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width]
    waves = [np.sin(x / (3 + k) + k) + np.cos(y / (4 + k)) for k in range(3)]
    pixels = 127 + 50 * np.stack(waves, -1) + random.normal(0, 8, (height, width, 3))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def expected(path, mode):
    with Image.open(path) as picture:
        pixels = np.asarray(picture.convert(mode))
    return pixels[..., None] if pixels.ndim == 2 else pixels


def with_alpha(picture):
    alpha = Image.linear_gradient("L").resize(picture.size)
    picture = picture.convert("RGB")
    picture.putalpha(alpha)
    return picture


SIZES = [(1, 1), (7, 5), (33, 18), (64, 64)]

# name: (what is written, options of save, the mode of Pillow that must come out, greatest difference)
KINDS = {
    "rgb.png": (lambda p: p, {}, "RGB", 0),
    "interlaced.png": (lambda p: p, {"bits": 8}, "RGB", 0),
    "grey.png": (lambda p: p.convert("L"), {}, "L", 0),
    "one_bit.png": (lambda p: p.convert("1"), {}, "L", 0),
    "palette.png": (lambda p: p.quantize(40), {}, "RGB", 0),
    "palette_4_bits.png": (lambda p: p.quantize(11), {"bits": 4}, "RGB", 0),
    "palette_transparent.png": (lambda p: p.quantize(40), {"transparency": 3}, "RGBA", 0),
    "rgba.png": (with_alpha, {}, "RGBA", 0),
    "grey_alpha.png": (lambda p: with_alpha(p).convert("LA"), {}, "RGBA", 0),
    "rgb.jpg": (lambda p: p, {"quality": 80}, "RGB", 1),
    "full_chroma.jpg": (lambda p: p, {"quality": 80, "subsampling": 0}, "RGB", 1),
    "half_chroma.jpg": (lambda p: p, {"quality": 80, "subsampling": 1}, "RGB", 1),
    "progressive.jpg": (lambda p: p, {"quality": 60, "progressive": True}, "RGB", 1),
    "grey.jpg": (lambda p: p.convert("L"), {"quality": 80}, "L", 1),
    # Pillow rounds the two products of its conversion one after the other.
    "cmyk.jpg": (lambda p: p.convert("CMYK"), {"quality": 95}, "RGB", 2),
    "lossy.webp": (lambda p: p, {"quality": 70}, "RGB", 1),
    "lossless.webp": (lambda p: p, {"lossless": True}, "RGB", 0),
    "alpha.webp": (with_alpha, {"lossless": True, "exact": True}, "RGBA", 0),
}


@pytest.mark.parametrize("name", KINDS)
def test_decodes_as_pillow(name, tmp_path):
    make, options, mode, tolerance = KINDS[name]
    paths = []
    for number, size in enumerate(SIZES):
        paths.append(tmp_path / f"{number}_{name}")
        make(photo(*size)).save(paths[-1], **options)
    for path, picture in zip(paths, decode(*paths), strict=True):
        truth = expected(path, mode)
        assert not isinstance(picture, str), picture
        assert picture.shape == truth.shape
        assert np.abs(picture.astype(int) - truth).max() <= tolerance


BOXES = [(0, 0, 97, 75), (0, 0, 1, 1), (96, 74, 1, 1), (16, 16, 32, 32), (15, 17, 33, 31), (40, 3, 57, 72), (1, 1, 95, 73)]


@pytest.mark.parametrize("name", KINDS)
def test_a_part_is_the_same_part_of_the_whole(name, tmp_path):
    make, options, _, _ = KINDS[name]
    path = tmp_path / name
    make(photo(97, 75)).save(path, **options)
    (whole,) = decode(path)
    random = np.random.default_rng(1)
    drawn = []
    for _ in range(40):
        left, top = int(random.integers(97)), int(random.integers(75))
        drawn.append((left, top, int(random.integers(1, 98 - left)), int(random.integers(1, 76 - top))))
    for left, top, width, height in [*BOXES, *drawn]:
        (part,) = decode("--part", left, top, width, height, 0, 0, path)
        assert np.array_equal(part, whole[top : top + height, left : left + width]), (left, top, width, height)


@pytest.mark.parametrize("name", ["rgb.jpg", "full_chroma.jpg", "half_chroma.jpg", "progressive.jpg", "grey.jpg"])
@pytest.mark.parametrize("scale", [2, 4, 8])
def test_a_part_at_a_scale_is_that_part_of_pillows_draft(name, scale, tmp_path):
    make, options, mode, _ = KINDS[name]
    path = tmp_path / name
    size = (203, 158)
    make(photo(*size)).save(path, **options)
    with Image.open(path) as picture:
        picture.draft(mode, (size[0] // scale, size[1] // scale))
        truth = np.asarray(picture)
    truth = truth[..., None] if truth.ndim == 2 else truth
    assert truth.shape[:2] == (-(-size[1] // scale), -(-size[0] // scale))
    random = np.random.default_rng(scale)
    for _ in range(25):
        width, height = int(random.integers(scale, size[0] + 1)), int(random.integers(scale, size[1] + 1))
        left, top = int(random.integers(size[0] - width + 1)), int(random.integers(size[1] - height + 1))
        (part,) = decode("--part", left, top, width, height, width // scale, height // scale, path)
        rows = slice(top // scale, -(-(top + height) // scale))
        columns = slice(left // scale, -(-(left + width) // scale))
        assert part.shape == truth[rows, columns].shape
        assert np.abs(part.astype(int) - truth[rows, columns]).max() <= 1


def test_rounds_16_bits_by_257(tmp_path):
    values = np.arange(65536, dtype=np.uint16).reshape(256, 256)
    Image.fromarray(values).save(tmp_path / "deep.png")
    (picture,) = decode(tmp_path / "deep.png")
    assert picture.shape == (256, 256, 1)
    assert (picture[..., 0] == np.floor(values / 257 + 0.5)).all()


@pytest.mark.parametrize("size", [(16, 16), (28, 28), (5, 40), (100, 3), (64, 48), (1, 1), (63, 64)])
@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_resizes_as_pillow_bilinear_within_one(mode, size, tmp_path):
    picture = photo(64, 48).convert(mode)
    picture.save(tmp_path / "in.png")
    (got,) = decode(*size, tmp_path / "in.png")
    truth = np.asarray(picture.resize(size, Image.Resampling.BILINEAR)).reshape(got.shape)
    assert np.abs(got.astype(int) - truth).max() <= 1


def test_lays_alpha_over_black(tmp_path):
    picture = with_alpha(photo(20, 30))
    picture.save(tmp_path / "in.png")
    (got,) = decode(20, 30, tmp_path / "in.png")
    colour = np.asarray(picture).astype(float)
    truth = np.floor(colour[..., :3] * colour[..., 3:] / 255 + 0.5)
    assert (got == truth).all()


@pytest.mark.parametrize("name", ["rgb.png", "rgb.jpg", "progressive.jpg", "lossy.webp", "lossless.webp"])
def test_every_truncation_is_an_error(name, tmp_path):
    make, options, _, _ = KINDS[name]
    whole = io.BytesIO()
    Image.fromarray(np.asarray(make(photo(24, 24)))).save(whole, format={"jpg": "jpeg"}.get(name[-3:], name.split(".")[-1]), **options)
    data = whole.getvalue()
    paths = []
    # The last two bytes of a JPEG are its end marker, without which no pixel is lost but damage is certain.
    for length in range(0, len(data) - 1, max(1, len(data) // 150)):
        paths.append(tmp_path / f"{length}_{name}")
        paths[-1].write_bytes(data[:length])
    for path, result in zip(paths, decode(*paths), strict=True):
        assert isinstance(result, str), f"{path.name} was read"
        assert path.name in result
