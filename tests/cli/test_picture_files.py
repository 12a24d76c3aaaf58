"""What the program makes of the picture files that people have: formats, EXIF orientation, 16 bits, files that are none."""
import base64
import io
import json
import os
import resource
import tarfile

import pytest

np = pytest.importorskip("numpy")
cv2 = pytest.importorskip("cv2")
Image = pytest.importorskip("PIL.Image")
ImageOps = pytest.importorskip("PIL.ImageOps")

ENDINGS = ["png", "jpg", "JPEG", "jpe", "jfif", "webp", "bmp", "BMP", "dib", "tif", "TIFF", "gif", "avif"]
FORMATS = {"jpe": "jpeg", "jfif": "jpeg", "jpg": "jpeg", "dib": "bmp", "tif": "tiff"}


def picture(number, size=(24, 16)):
    noise = np.random.default_rng(number)
    return Image.fromarray(noise.integers(0, 256, (*size[::-1], 3), np.uint8))


def encoded(number, ending, **options):
    out = io.BytesIO()
    picture(number).save(out, FORMATS.get(ending.lower(), ending.lower()), **options)
    return out.getvalue()


def exif(orientation):
    block = Image.Exif()
    block[0x0112] = orientation
    return block.tobytes()


def pictures(folder):
    return [path for path in folder.rglob("*.*") if path.suffix.lower()[1:] in ENDINGS]


def sizes(folder):
    return sorted(Image.open(path).size for path in pictures(folder))


def apply(run, data, out, *more):
    done = run("apply", "none", "--data", data, "--out", out, *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("container", ["folder", "manifest", "tar"])
def test_every_format_is_read_from_every_container(run, tmp_path, container):
    files = {f"{k:02}.{ending}": encoded(k, ending) for k, ending in enumerate(ENDINGS)}
    data = tmp_path / "data"
    data.mkdir()
    if container == "tar":
        data = data / "a.tar"
        with tarfile.open(data, "w") as archive:
            for name, content in files.items():
                for member, body in ((name, content), (name.split(".")[0] + ".cls", b"x")):
                    info = tarfile.TarInfo(member)
                    info.size = len(body)
                    archive.addfile(info, io.BytesIO(body))
    else:
        (data / "x").mkdir()
        for name, content in files.items():
            (data / "x" / name).write_bytes(content)
        if container == "manifest":
            (data / "m.csv").write_text("path,label\n" + "".join(f"x/{name},x\n" for name in files))
            data = data / "m.csv"
    said = apply(run, data, tmp_path / "out", "--json")
    assert json.loads(said)["written"] == len(ENDINGS)
    assert sizes(tmp_path / "out") == [(24, 16)] * len(ENDINGS)


@pytest.fixture
def turned(tmp_path):
    """Pictures of 24 x 16 stored pixels, of every orientation, in every format that has one."""
    data = tmp_path / "data"
    (data / "x").mkdir(parents=True)
    for ending in ("jpg", "png", "webp", "tif", "avif"):
        for orientation in range(1, 9):
            (data / "x" / f"{orientation}.{ending}").write_bytes(encoded(1, ending, exif=exif(orientation)))
    return data


def test_pictures_are_turned_upright_and_it_is_said(run, turned, tmp_path):
    said = apply(run, turned, tmp_path / "out")
    assert "35 pictures were turned upright by the EXIF orientation" in said
    written = sizes(tmp_path / "out")
    assert written == [(16, 24)] * 20 + [(24, 16)] * 20
    assert all(0x0112 not in Image.open(path).getexif() for path in pictures(tmp_path / "out"))
    # The same command finds all done and says it again.
    assert "35 pictures were turned upright" in apply(run, turned, tmp_path / "out")


def test_orientation_can_be_ignored(run, turned, tmp_path):
    said = apply(run, turned, tmp_path / "out", "--orientation", "ignore")
    assert "turned" not in said
    assert sizes(tmp_path / "out") == [(24, 16)] * 40
    wrong = run("apply", "none", "--data", turned, "--out", tmp_path / "out2", "--orientation", "up")
    assert wrong.returncode == 2 and "orientation" in wrong.stderr


def test_a_copy_of_a_turned_picture_is_the_copy_of_the_upright_one(run, tmp_path):
    for name in ("turned", "upright"):
        (tmp_path / name / "x").mkdir(parents=True)
    for orientation in range(1, 9):
        content = encoded(orientation, "png", exif=exif(orientation))
        (tmp_path / "turned" / "x" / f"{orientation}.png").write_bytes(content)
        upright = Image.open(io.BytesIO(content))
        ImageOps.exif_transpose(upright).save(tmp_path / "upright" / "x" / f"{orientation}.png", exif=b"")
    for name in ("turned", "upright"):
        done = run("apply", "trivialaugment", "--data", tmp_path / name, "--out", tmp_path / f"{name}_out")
        assert done.returncode == 0, done.stderr
    for path in (tmp_path / "turned_out").rglob("*.png"):
        other = tmp_path / "upright_out" / path.relative_to(tmp_path / "turned_out")
        assert path.read_bytes() == other.read_bytes()


def test_preview_says_what_was_turned(run, turned, tmp_path):
    done = run("preview", "none", "--data", turned, "--copies", 1, "--samples", 40, "--out", tmp_path / "sheet.png")
    assert done.returncode == 0, done.stderr
    assert "35 pictures were turned upright" in done.stdout


@pytest.mark.parametrize("ending", ["png", "tif"])
def test_loss_of_16_bits_is_said_and_dark_pictures_are_warned_of(run, tmp_path, ending):
    (tmp_path / "data" / "x").mkdir(parents=True)
    noise = np.random.default_rng(1)
    for k in range(3):
        values = noise.integers(0, 4096 if k else 65536, (12, 12), np.uint16)
        values[0, 0] = 4095 if k else 65535
        cv2.imwrite(str(tmp_path / "data" / "x" / f"{k}.{ending}"), values)
    values = len(np.unique(cv2.imread(str(tmp_path / "data" / "x" / f"0.{ending}"), cv2.IMREAD_UNCHANGED)))
    said = apply(run, tmp_path / "data", tmp_path / "out")
    assert f"3 pictures have 16 bits a channel, of which 8 are kept: {values} values became" in said
    assert "warning: 2 pictures use less than an eighth of the range" in said
    assert f"1.{ending} is 4095 of 65535 (1/16 of the range" in said


def make_fifo(path):
    os.mkfifo(path)


def make_sparse(path):
    path.touch()
    os.truncate(path, 1 << 36)


def is_sanitized():
    """Whether the program is one of AddressSanitizer's, which keeps terabytes of addresses: no limit on them lets it start."""
    with open(os.environ["VARIEGATE"], "rb") as program:
        return b"__asan_init" in program.read()


def make_bomb(path):
    """16383 x 16383 pixels of one colour in 46 bytes."""
    path.write_bytes(base64.b64decode("UklGRiYAAABXRUJQVlA4TBkAAAAv/r//HwdQgVQIIAAKGgJJW7ztj4+I6H8AAA=="))


def make_text(path):
    path.write_text("no picture")


@pytest.mark.parametrize("make", [make_fifo, make_sparse, make_text])
@pytest.mark.parametrize("listed", [True, False])
def test_what_is_no_picture_is_an_error_or_skipped(run, tmp_path, make, listed):
    folder = tmp_path / "data" / "x"
    folder.mkdir(parents=True)
    picture(1).save(folder / "0.png")
    make(folder / "1.png")
    data = tmp_path / "data"
    if listed:
        (tmp_path / "m.csv").write_text("path,label\ndata/x/0.png,x\ndata/x/1.png,y\n")
        data = tmp_path / "m.csv"
    elif make is make_fifo:
        return  # A folder's reader sees regular files alone.

    def limit():
        if not sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (3 << 30, 3 << 30))

    sanitized = is_sanitized()

    done = run("apply", "none", "--data", data, "--out", tmp_path / "out", preexec_fn=limit)
    assert done.returncode == 1 and "x/1.png: " in done.stderr, done.stderr
    done = run("apply", "none", "--data", data, "--out", tmp_path / "out2", "--skip-bad", preexec_fn=limit)
    assert done.returncode == 0, done.stderr
    assert "1 samples could not be read" in done.stdout and "x/1.png" in done.stdout


@pytest.mark.skipif(is_sanitized(), reason="AddressSanitizer does not start under a limit of addresses")
def test_a_picture_that_takes_more_memory_than_there_is_can_be_skipped(run, tmp_path):
    folder = tmp_path / "data" / "x"
    folder.mkdir(parents=True)
    picture(1).save(folder / "0.png")
    make_bomb(folder / "1.webp")
    done = run("apply", "none", "--data", tmp_path / "data", "--out", tmp_path / "out", "--skip-bad",
               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)))
    assert done.returncode == 0, done.stderr
    assert "1 samples could not be read" in done.stdout and "1.webp" in done.stdout
