"""variegate's decoders and resize against Pillow's, over every kind of file that both can read."""

import io
import os
import struct
import subprocess

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

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


def frames(count, make=lambda picture: picture):
    """Options of save that append frames or pages which are not to be seen."""
    return {"save_all": True, "append_images": [make(Image.new("RGB", (64, 64), (9 * k, 99, 1))) for k in range(count)]}


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
    "animated.webp": (lambda p: p, {"lossless": True} | frames(1), "RGB", 0),
    "animated_alpha.webp": (with_alpha, {"lossless": True, "exact": True} | frames(2, with_alpha), "RGBA", 0),
    "rgb.bmp": (lambda p: p, {}, "RGB", 0),
    "grey.bmp": (lambda p: p.convert("L"), {}, "L", 0),
    "one_bit.bmp": (lambda p: p.convert("1"), {}, "L", 0),
    "palette.bmp": (lambda p: p.quantize(40), {}, "RGB", 0),
    # Of the fourth byte, which has no meaning here, Pillow makes nothing, either.
    "four_bytes.bmp": (with_alpha, {}, "RGB", 0),
    "plain.gif": (lambda p: p.quantize(200), {}, "RGB", 0),
    "interlaced.gif": (lambda p: p.quantize(7), {"interlace": 1}, "RGB", 0),
    "transparent.gif": (lambda p: p.quantize(40), {"transparency": 3}, "RGBA", 0),
    "animated.gif": (lambda p: p.quantize(40), frames(3), "RGB", 0),
    "rgb.tif": (lambda p: p, {}, "RGB", 0),
    "grey.tif": (lambda p: p.convert("L"), {}, "L", 0),
    "one_bit.tif": (lambda p: p.convert("1"), {}, "L", 0),
    "fax.tif": (lambda p: p.convert("1"), {"compression": "group4"}, "L", 0),
    "palette.tif": (lambda p: p.quantize(40), {}, "RGB", 0),
    "rgba.tif": (with_alpha, {}, "RGBA", 0),
    "grey_alpha.tif": (lambda p: with_alpha(p).convert("LA"), {}, "RGBA", 0),
    "lzw.tif": (lambda p: p, {"compression": "tiff_lzw"}, "RGB", 0),
    "predicted.tif": (lambda p: p, {"compression": "tiff_lzw", "tiffinfo": {317: 2}}, "RGB", 0),
    "deflate.tif": (lambda p: p, {"compression": "tiff_adobe_deflate"}, "RGB", 0),
    "packbits.tif": (lambda p: p, {"compression": "packbits"}, "RGB", 0),
    "jpeg.tif": (lambda p: p, {"compression": "jpeg", "quality": 90}, "RGB", 2),
    "grey_jpeg.tif": (lambda p: p.convert("L"), {"compression": "jpeg", "quality": 90}, "L", 1),
    "cmyk.tif": (lambda p: p.convert("CMYK"), {"compression": "tiff_lzw"}, "RGB", 2),
    "strips.tif": (lambda p: p, {"compression": "tiff_lzw", "strip_size": 200}, "RGB", 0),
    "pages.tif": (lambda p: p, frames(1), "RGB", 0),
    "big.tif": (lambda p: p, {"big_tiff": True}, "RGB", 0),
    # libavif has become more exact in chroma since.
    "lossy.avif": (lambda p: p, {"quality": 90, "subsampling": "4:4:4"}, "RGB", 2),
    "half_chroma.avif": (lambda p: p, {"quality": 90, "subsampling": "4:2:0"}, "RGB", 6),
    "grey.avif": (lambda p: p.convert("L"), {"quality": 90, "subsampling": "4:0:0"}, "L", 2),
    "alpha.avif": (with_alpha, {"quality": 90, "subsampling": "4:4:4"}, "RGBA", 2),
}


@pytest.mark.parametrize("name", KINDS)
def test_decodes_as_pillow(name, tmp_path):
    make, options, mode, tolerance = KINDS[name]
    paths = []
    for number, size in enumerate(SIZES):
        paths.append(tmp_path / f"{number}_{name}")
        write(make(photo(*size)), paths[-1], options)
    for path, picture in zip(paths, decode(*paths), strict=True):
        truth = expected(path, mode)
        assert not isinstance(picture, str), picture
        assert picture.shape == truth.shape
        assert np.abs(picture.astype(int) - truth).max() <= tolerance


def write(picture, path, options):
    """As save, with appended frames of the picture's size."""
    if "append_images" in options:
        options = options | {"append_images": [frame.resize(picture.size) for frame in options["append_images"]]}
    picture.save(path, **options)


BOXES = [(0, 0, 97, 75), (0, 0, 1, 1), (96, 74, 1, 1), (16, 16, 32, 32), (15, 17, 33, 31), (40, 3, 57, 72), (1, 1, 95, 73)]


@pytest.mark.parametrize("name", KINDS)
def test_a_part_is_the_same_part_of_the_whole(name, tmp_path):
    make, options, _, _ = KINDS[name]
    path = tmp_path / name
    write(make(photo(97, 75)), path, options)
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


def test_16_bits_of_tiff_are_those_of_png(tmp_path):
    values = np.random.default_rng(3).integers(0, 65536, (31, 45, 4), np.uint16)
    paths = []
    for name, pixels in {"grey": values[..., 0], "colour": values[..., :3], "alpha": values}.items():
        for ending in ("png", "tif"):
            paths.append(tmp_path / f"{name}.{ending}")
            assert cv2.imwrite(str(paths[-1]), pixels)
    pictures = decode(*paths)
    for k in range(0, len(pictures), 2):
        assert np.array_equal(pictures[k], pictures[k + 1]), paths[k]
    assert np.array_equal(pictures[0][..., 0], np.floor(values[..., 0] / 257 + 0.5))
    assert np.array_equal(pictures[2], np.floor(values[..., 2::-1] / 257 + 0.5))


def test_bmp_with_a_mask_of_alpha(tmp_path):
    pixels = np.random.default_rng(4).integers(0, 256, (9, 7, 4), np.uint8)
    assert cv2.imwrite(str(tmp_path / "a.bmp"), pixels)
    (picture,) = decode(tmp_path / "a.bmp")
    assert np.array_equal(picture, expected(tmp_path / "a.bmp", "RGBA"))
    assert np.array_equal(picture[..., 3], pixels[..., 3])


def make_tiff(entries, blocks):
    """A TIFF file of these tags, each a type (3 SHORT, 4 LONG) and values; blocks: the bytes of strips or tiles."""
    offsets, at = [], 8
    for block in blocks:
        offsets.append(at)
        at += len(block) + len(block) % 2
    where, sizes = (324, 325) if 322 in entries else (273, 279)
    entries = dict(sorted((entries | {where: (4, offsets), sizes: (4, [len(block) for block in blocks])}).items()))
    body = b"".join(block + bytes(len(block) % 2) for block in blocks)
    directory, extra = b"", b""
    after = at + 2 + 12 * len(entries) + 4
    for tag, (kind, values) in entries.items():
        packed = struct.pack("<" + {3: "H", 4: "I"}[kind] * len(values), *values)
        if len(packed) > 4:
            packed, extra = struct.pack("<I", after + len(extra)), extra + packed
        directory += struct.pack("<HHI", tag, kind, len(values)) + packed.ljust(4, b"\0")
    return b"II*\0" + struct.pack("<I", at) + body + struct.pack("<H", len(entries)) + directory + bytes(4) + extra


@pytest.mark.parametrize("kind", ["tiles", "planes", "white_is_zero", "premultiplied", "deep_tiles", "spare_sample"])
def test_layouts_of_tiff_that_pillow_does_not_write(kind, tmp_path):
    noise = np.random.default_rng(5)
    width, height = 37, 29
    deep = kind == "deep_tiles"
    samples = {"white_is_zero": 1, "premultiplied": 4, "spare_sample": 4}.get(kind, 3)
    pixels = noise.integers(0, 65536 if deep else 256, (height, width, samples)).astype("<u2" if deep else np.uint8)
    truth = np.floor(pixels / 257 + 0.5) if deep else pixels
    entries = {256: (3, [width]), 257: (3, [height]), 258: (3, [16 if deep else 8] * samples), 259: (3, [1]),
               262: (3, [0 if kind == "white_is_zero" else 1 if samples == 1 else 2]), 277: (3, [samples])}
    if "tiles" in kind:
        entries |= {322: (3, [16]), 323: (3, [32])}
        padded = np.pad(pixels, ((0, 3), (0, 11), (0, 0)))
        blocks = [padded[:, left : left + 16].tobytes() for left in (0, 16, 32)]
    elif kind == "planes":
        entries |= {278: (3, [10]), 284: (3, [2])}
        blocks = [pixels[top : top + 10, :, c].tobytes() for c in range(3) for top in (0, 10, 20)]
    else:
        entries |= {278: (3, [height])}
        blocks = [pixels.tobytes()]
    if kind == "white_is_zero":
        truth = 255 - pixels
    if kind == "premultiplied":
        alpha = pixels[..., 3:].astype(int)
        pixels[..., :3] = pixels[..., :3].astype(int) * alpha // 255
        blocks = [pixels.tobytes()]
        colour = (pixels[..., :3].astype(int) * 255 + alpha // 2) // np.maximum(alpha, 1)
        truth = np.concatenate([np.where(alpha > 0, colour, pixels[..., :3]), alpha], -1)
        entries |= {338: (3, [1])}
    if kind == "spare_sample":
        entries |= {338: (3, [0])}
        truth = pixels[..., :3]
    (tmp_path / "made.tif").write_bytes(make_tiff(entries, blocks))
    (picture,) = decode(tmp_path / "made.tif")
    assert not isinstance(picture, str), picture
    assert np.array_equal(picture, truth)


def test_a_gif_whose_first_frame_is_smaller_than_its_canvas_is_transparent_around_it(tmp_path):
    frame = photo(5, 4).quantize(16)
    frame.save(tmp_path / "a.gif")
    data = bytearray((tmp_path / "a.gif").read_bytes())
    data[6:10] = struct.pack("<HH", 9, 7)
    start = data.index(b",\0\0\0\0\5\0\4\0")
    data[start + 1 : start + 5] = struct.pack("<HH", 3, 2)
    (tmp_path / "b.gif").write_bytes(data)
    (picture,) = decode(tmp_path / "b.gif")
    assert picture.shape == (7, 9, 4)
    assert np.array_equal(picture[2:6, 3:8, :3], np.asarray(frame.convert("RGB")))
    assert (picture[..., 3] > 0).sum() == 20 and (picture[2:6, 3:8, 3] == 255).all()


def oriented(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif.tobytes()


TURNED = {
    "turned.jpg": {"quality": 90},
    "turned.png": {},
    "turned.webp": {"lossless": True},
    "turned.tif": {"compression": "tiff_lzw"},
    "turned.avif": {"quality": 95, "subsampling": "4:4:4"},
}


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", TURNED)
def test_turns_pictures_upright_as_pillow(name, orientation, tmp_path):
    path = tmp_path / name
    photo(53, 34).save(path, exif=oriented(orientation), **TURNED[name])
    with Image.open(path) as picture:
        truth = np.asarray(ImageOps.exif_transpose(picture).convert("RGB"))
    stored, upright = decode("--stored", path) + decode(path)
    assert upright.shape == truth.shape == ((34, 53, 3) if orientation < 5 else (53, 34, 3))
    assert np.abs(upright.astype(int) - truth).max() <= (2 if name == "turned.avif" else 1)
    assert np.array_equal(upright, np.asarray(ImageOps.exif_transpose(with_tag(stored, orientation))))


def with_tag(pixels, orientation):
    picture = Image.fromarray(pixels)
    picture.getexif()[0x0112] = orientation
    return picture


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", TURNED)
@pytest.mark.parametrize("scale", [1, 4])
def test_a_part_of_a_turned_picture_is_that_part_of_the_whole(name, orientation, scale, tmp_path):
    path = tmp_path / name
    size = (96, 64)
    photo(*size).save(path, exif=oriented(orientation), **TURNED[name])
    width, height = size if orientation < 5 else size[::-1]
    (whole,) = decode("--part", 0, 0, width, height, width // scale, height // scale, path)
    ratio = width // whole.shape[1]
    assert ratio == (scale if name == "turned.jpg" else 1) and whole.shape == (height // ratio, width // ratio, 3)
    random = np.random.default_rng(orientation)
    boxes = [(0, 0, 8, 8), (width - 8, height - 8, 8, 8)]
    for _ in range(12):
        left, top = int(random.integers(width - 8)), int(random.integers(height - 8))
        boxes.append((left, top, int(random.integers(8, width - left + 1)), int(random.integers(8, height - top + 1))))
    for left, top, wide, high in boxes:
        (part,) = decode("--part", left, top, wide, high, wide // scale, high // scale, path)
        rows = slice(top // ratio, -(-(top + high) // ratio))
        columns = slice(left // ratio, -(-(left + wide) // ratio))
        assert np.array_equal(part, whole[rows, columns]), (left, top, wide, high)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", ["II", "MM"])
@pytest.mark.parametrize("kind", [1, 3, 4])
def test_reads_orientation_of_every_byte_order_and_type(order, kind, orientation, tmp_path):
    way = {"II": "<", "MM": ">"}[order]
    value = struct.pack(way + {1: "B", 3: "H", 4: "I"}[kind], orientation).ljust(4, b"\0")
    tiff = order.encode() + struct.pack(way + "HIH", 42, 8, 2)
    tiff += struct.pack(way + "HHI", 271, 2, 3) + b"ab\0\0" + struct.pack(way + "HHI", 274, kind, 1) + value + bytes(4)
    photo(20, 10).save(tmp_path / "a.jpg", exif=b"Exif\0\0" + tiff)
    (picture,) = decode(tmp_path / "a.jpg")
    assert picture.shape[:2] == ((10, 20) if orientation < 5 else (20, 10))


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


TRUNCATED = ["rgb.png", "rgb.jpg", "progressive.jpg", "lossy.webp", "lossless.webp", "animated.webp", "rgb.bmp", "palette.bmp"]
TRUNCATED += ["plain.gif", "rgb.tif", "lzw.tif", "deflate.tif", "packbits.tif", "jpeg.tif", "fax.tif", "lossy.avif"]


@pytest.mark.parametrize("name", TRUNCATED)
def test_every_truncation_is_an_error(name, tmp_path):
    make, options, _, _ = KINDS[name]
    write(make(photo(24, 24)), tmp_path / name, options)
    data = (tmp_path / name).read_bytes()
    (whole,) = decode(tmp_path / name)
    paths = []
    # The last two bytes of a JPEG are its end marker, without which no pixel is lost but damage is certain.
    for length in range(0, len(data) - 1, max(1, len(data) // 150)):
        paths.append(tmp_path / f"{length}_{name}")
        paths[-1].write_bytes(data[:length])
    for path, result in zip(paths, decode(*paths), strict=True):
        if isinstance(result, str):
            assert path.name in result
        else:  # only what comes after the first picture was lost
            assert name in ("animated.webp", "plain.gif", "fax.tif"), f"{path.name} was read"
            assert np.array_equal(result, whole), path.name
