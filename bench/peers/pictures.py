"""The pictures that all are measured with: photographs cut to each size, as arrays, PNG and JPEG files."""
import numpy as np
from PIL import Image

JPEG_QUALITY = 90
KINDS = {".png", ".jpg", ".jpeg", ".webp"}


def made(index, side=512):
    """Noise at every scale, halved with each octave, as photographs have it, and a rectangle with sharp edges."""
    random = np.random.default_rng(index)
    field = np.full((side, side, 3), 128.0)
    for octave in range(9):
        cells = 2 ** octave
        knots = random.uniform(-90 / cells, 90 / cells, (cells + 1, cells + 1, 3)) + random.uniform(-20 / cells, 20 / cells)
        field += np.stack([np.asarray(Image.fromarray(knots[..., c].astype(np.float32)).resize((side, side), Image.BILINEAR))
                           for c in range(3)], -1)
    top, left = random.integers(0, side // 2, 2)
    field[top:top + side // 3, left:left + side // 3] += random.uniform(-50, 50, 3)
    return Image.fromarray(np.clip(field, 0, 255).astype(np.uint8))


def opened(folder, count):
    if folder is None:
        return [made(i) for i in range(count)]
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in KINDS)[:count]
    if not paths:
        raise SystemExit(f"{folder}: no pictures in it")
    return [Image.open(path).convert("RGB") for path in paths]


def cut(image, width, height):
    """The middle of the picture. One that is too small, or so large that the cut would be a patch without
    content (a quarter of a side or less), is scaled first until it just covers the size."""
    scale = max(width / image.width, height / image.height)
    if scale > 1 or scale < 1 / 4:
        image = image.resize((max(width, round(image.width * scale)), max(height, round(image.height * scale))),
                             Image.LANCZOS)
    left, top = (image.width - width) // 2, (image.height - height) // 2
    return image.crop((left, top, left + width, top + height))


def write_cifar(folder, images, count=512):
    """CIFAR-10's binary format: a label, then the planes."""
    folder.mkdir(parents=True)
    records = [bytes([i % 10]) + np.asarray(images[i % len(images)]).transpose(2, 0, 1).tobytes() for i in range(count)]
    (folder / "data_batch_1.bin").write_bytes(b"".join(records))


def prepare(folder, sizes, photographs, small, count):
    """Writes arrays/SIZE/*.npy and *.jpg, pngs/SIZE/all/*.png, jpegs/SIZE/all/*.jpg, and for 32x32 the records of
    cifar/32x32/data_batch_1.bin, 512 of them in turn; gives how many pictures there are of each size."""
    found = count
    for size in sizes:
        width, height = map(int, size.split("x"))
        source = small if small is not None and (width, height) == (32, 32) else photographs
        images = opened(source, count)
        found = min(found, len(images))
        (folder / "arrays" / size).mkdir(parents=True)
        for kind in ("pngs", "jpegs"):
            (folder / kind / size / "all").mkdir(parents=True)
        if (width, height) == (32, 32):
            write_cifar(folder / "cifar" / size, [cut(image, width, height) for image in images])
        for i, image in enumerate(images):
            image = cut(image, width, height)
            np.save(folder / "arrays" / size / f"{i:03}.npy", np.asarray(image))
            for place in (folder / "arrays" / size, folder / "jpegs" / size / "all"):
                image.save(place / f"{i:03}.jpg", quality=JPEG_QUALITY)
            image.save(folder / "pngs" / size / "all" / f"{i:03}.png")
    return found
