"""Boxes, polygons, masks and keypoints are read, follow their pictures and are written, in the forms that people use."""
import csv
import json
import xml.etree.ElementTree as xml

import pytest

np = pytest.importorskip("numpy")
Image = pytest.importorskip("PIL.Image")

WIDTH, HEIGHT = 64, 48
# Boxes of whole pixels: left, top, right, bottom.
BOXES = {
    "a": [("cell", 3, 4, 20, 30), ("plate let", 30, 8, 63, 47)],
    "b": [("cell", 0, 0, 64, 48)],
    "c": [],
}
FLIP = {"format": "variegate-policy", "version": 1, "policy": {"call": "flip_horizontal"}}


def picture(name):
    return Image.fromarray(np.random.default_rng(ord(name)).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8))


def voc(root):
    for folder in ("JPEGImages", "Annotations", "ImageSets/Main"):
        (root / folder).mkdir(parents=True)
    for name, boxes in BOXES.items():
        picture(name).save(root / f"JPEGImages/{name}.jpg")
        objects = "".join(
            f"<object><name>{label}</name><difficult>{int(label != 'cell')}</difficult><bndbox><xmin>{left + 1}</xmin><ymin>{top + 1}</ymin>"
            f"<xmax>{right}</xmax><ymax>{bottom}</ymax></bndbox></object>"
            for label, left, top, right, bottom in boxes
        )
        (root / f"Annotations/{name}.xml").write_text(f"<annotation><filename>{name}.jpg</filename>{objects}</annotation>")
    (root / "ImageSets/Main/train.txt").write_text("a\nb\nc\n")
    return root


def read_voc(root):
    found = {}
    for file in (root / "Annotations").rglob("*.xml"):
        tree = xml.parse(file).getroot()
        assert (tree.find("size/width").text, tree.find("size/height").text) == (str(WIDTH), str(HEIGHT))
        found[file.stem] = [
            (each.find("name").text, *(int(each.find(f"bndbox/{corner}").text) - (corner in ("xmin", "ymin")) for corner in ("xmin", "ymin", "xmax", "ymax")))
            for each in tree.findall("object")
        ]
    return found


def read_coco(root):
    document = json.loads((root / "annotations.json").read_text())
    names = {each["id"]: each["name"] for each in document["categories"]}
    stems = {each["id"]: each["file_name"].rsplit("/")[-1].rsplit(".")[0] for each in document["images"]}
    found = {stem: [] for stem in stems.values()}
    for each in document["annotations"]:
        left, top, width, height = each["bbox"]
        found[stems[each["image_id"]]].append((names[each["category_id"]], left, top, left + width, top + height))
    assert len({each["id"] for each in document["annotations"]}) == len(document["annotations"])
    return found


def read_yolo(root):
    lines = (root / "data.yaml").read_text().split("names:\n")[1].splitlines()
    names = [json.loads(line.split(": ", 1)[1]) for line in lines]
    found = {}
    for file in (root / "labels").rglob("*.txt"):
        found[file.stem] = []
        for line in file.read_text().splitlines():
            label, x, y, width, height = map(float, line.split())
            found[file.stem].append((names[int(label)], (x - width / 2) * WIDTH, (y - height / 2) * HEIGHT, (x + width / 2) * WIDTH, (y + height / 2) * HEIGHT))
    return found


def read_manifest(root):
    found = {}
    for row in csv.DictReader((root / "manifest.csv").open()):
        boxes = [each.split() for each in row["boxes"].split(";") if each]
        found[row["path"].rsplit("/")[-1].rsplit(".")[0]] = [(" ".join(each[:-4]), *map(float, each[-4:])) for each in boxes]
    return found


READERS = {"voc": read_voc, "coco": read_coco, "yolo": read_yolo, "manifest": read_manifest}


def check(found, expected, tolerance=0.5):
    assert found.keys() == expected.keys()
    for name, boxes in expected.items():
        assert [box[0] for box in found[name]] == [box[0] for box in boxes]
        for one, other in zip(found[name], boxes):
            assert one[1:] == pytest.approx(other[1:], abs=tolerance), name


@pytest.mark.parametrize("form", READERS)
def test_voc_is_written_in_every_form_and_moved_with_its_picture(run, tmp_path, form):
    data = voc(tmp_path / "voc")
    (tmp_path / "flip.json").write_text(json.dumps(FLIP))
    for policy, expected in {
        "none": BOXES,
        tmp_path / "flip.json": {name: [(label, WIDTH - right, top, WIDTH - left, bottom) for label, left, top, right, bottom in boxes] for name, boxes in BOXES.items()},
    }.items():
        out = tmp_path / f"{form}-{len(str(policy))}"
        done = run("apply", policy, "--data", data, "--annotations", form, "--out", out, "--json")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["written"] == 3
        expected = {f"{name}-0": boxes for name, boxes in expected.items()}
        check(READERS[form](out), expected, 1e-5 if form != "voc" else 0)
        check(read_manifest(out), expected, 1e-9)
        assert len(list(out.rglob("*-0.jpg"))) == 3  # JPEG stays JPEG, and keeps its name


def test_round_trip_through_all_forms(run, tmp_path):
    place = voc(tmp_path / "voc")
    trip = ["coco", "yolo", "manifest", "coco", "voc", "yolo", "voc"]
    for number, form in enumerate(trip):
        out = tmp_path / f"{number}"
        data = place / "manifest.csv" if number > 0 and trip[number - 1] == "manifest" else place
        done = run("apply", "none", "--data", data, "--annotations", form, "--out", out, "--encoding", "png")
        assert done.returncode == 0, done.stderr
        place = out
    check(read_voc(place), {name + "-0" * len(trip): boxes for name, boxes in BOXES.items()})


def test_the_form_that_was_read_is_the_form_that_is_written(run, tmp_path):
    data = voc(tmp_path / "voc")
    place = data
    for form in ("voc", "coco", "yolo"):
        other = tmp_path / f"as-{form}"
        assert run("apply", "none", "--data", data, "--annotations", form, "--out", other).returncode == 0
        again = tmp_path / f"again-{form}"
        done = run("apply", "none", "--data", other, "--out", again)
        assert done.returncode == 0, done.stderr
        check(READERS[form](again), {f"{name}-0-0": boxes for name, boxes in BOXES.items()})


def coco_with_shapes(root):
    """One picture: a square with a hole as runs, a triangle of two polygons, a person with keypoints, a crowd."""
    root.mkdir()
    picture("a").save(root / "a.png")
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    mask[10:30, 5:25] = 1
    mask[15:20, 10:18] = 0
    flat = mask.flatten(order="F")
    edges = np.flatnonzero(np.diff(flat)) + 1
    counts = np.diff([0, *edges, flat.size]).tolist()
    document = {
        "images": [{"id": 7, "file_name": "a.png", "width": WIDTH, "height": HEIGHT}],
        "categories": [{"id": 18, "name": "ring"}, {"id": 3, "name": "person", "keypoints": ["nose", "tail", "ear"], "skeleton": [[1, 2]]}],
        "annotations": [
            {"id": 1, "image_id": 7, "category_id": 18, "bbox": [5, 10, 20, 20], "segmentation": {"size": [HEIGHT, WIDTH], "counts": counts}, "iscrowd": 1},
            {"id": 2, "image_id": 7, "category_id": 18, "bbox": [30, 5, 30, 20], "segmentation": [[30, 5, 40, 5, 30, 25], [50, 5, 60, 5, 60, 25]]},
            {"id": 3, "image_id": 7, "category_id": 3, "bbox": [2, 2, 50, 40], "keypoints": [10, 12, 2, 64, 20, 1, 0, 0, 0], "num_keypoints": 2},
            {"id": 4, "image_id": 7, "caption": "a picture"},
        ],
    }
    (root / "coco.json").write_text(json.dumps(document))
    return root / "coco.json", mask


def mask_of(segmentation):
    counts = segmentation["counts"]
    values = np.repeat(np.arange(len(counts)) % 2, counts)
    return values.reshape(segmentation["size"], order="F")


def test_polygons_masks_and_keypoints_of_coco_follow_a_flip(run, tmp_path):
    data, mask = coco_with_shapes(tmp_path / "data")
    (tmp_path / "flip.json").write_text(json.dumps(FLIP))
    done = run("apply", tmp_path / "flip.json", "--data", data, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    document = json.loads((tmp_path / "out/annotations.json").read_text())
    ring, triangles, person = document["annotations"]
    assert (ring["iscrowd"], ring["area"]) == (1, int(mask.sum()))
    assert (mask_of(ring["segmentation"]) == mask[:, ::-1]).all()
    assert ring["bbox"] == [39, 10, 20, 20] and ring["category_id"] == 18
    assert triangles["area"] == 200
    assert sorted(map(tuple, np.reshape(triangles["segmentation"][0], (-1, 2)))) == [(24, 5), (34, 5), (34, 25)]
    assert person["keypoints"] == [54, 12, 2, 0, 20, 1, 0, 0, 0] and person["num_keypoints"] == 2
    names = {each["name"]: each for each in document["categories"]}
    assert names["person"]["keypoints"] == ["nose", "tail", "ear"] and names["person"]["skeleton"] == [[1, 2]]


def test_polygons_go_to_yolo_and_back_with_their_area(run, tmp_path):
    data, mask = coco_with_shapes(tmp_path / "data")
    assert run("apply", "none", "--data", data, "--annotations", "yolo", "--out", tmp_path / "yolo").returncode == 0
    done = run("apply", "none", "--data", tmp_path / "yolo", "--annotations", "coco", "--out", tmp_path / "coco")
    assert done.returncode == 0, done.stderr
    areas = [each["area"] for each in json.loads((tmp_path / "coco/annotations.json").read_text())["annotations"]]
    assert areas == pytest.approx([mask.sum(), 200, 2000], abs=0.1)


def test_masks_and_boxes_are_resized_with_their_picture(run, tmp_path):
    labels = np.zeros((HEIGHT, WIDTH), np.uint8)
    labels[0:24, 0:32] = 5
    Image.fromarray(labels).save(tmp_path / "m.png")
    picture("a").save(tmp_path / "a.png")
    (tmp_path / "m.csv").write_text("path,label,boxes,keypoints,mask\na.png,x,car 0 0 32 24,corner 64 48,m.png\n")
    done = run("apply", "none", "--data", tmp_path / "m.csv", "--resolution", "16", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader((tmp_path / "out/manifest.csv").open())
    assert (row["boxes"], row["keypoints"]) == ("car 0 0 8 8", "corner 16 16")
    with Image.open(tmp_path / "out" / row["mask"]) as mask:
        expected = np.zeros((16, 16), np.uint8)
        expected[:8, :8] = 5
        assert (np.array(mask) == expected).all()
    # What is written is read again.
    again = run("apply", "none", "--data", tmp_path / "out/manifest.csv", "--out", tmp_path / "again")
    assert again.returncode == 0, again.stderr


def yolo(root, labels="0 0.5 0.5 0.25 0.5\n", spec="train: images\nnames: [cell]\n"):
    (root / "images").mkdir(parents=True)
    (root / "labels").mkdir()
    picture("a").save(root / "images/a.png")
    (root / "labels/a.txt").write_text(labels)
    if spec:
        (root / "data.yaml").write_text(spec)
    return root


@pytest.mark.parametrize(
    "labels, words",
    [
        ("0 0.5 0.5 0.25\n", "line 1: too few numbers"),
        ("0 0.5 0.5 0.1 0.1\n2 0.5 0.5 0.1 0.1\n", "line 2: an unknown class"),
        ("0.5 0.5 0.5 0.1 0.1\n", "an unknown class"),
        ("-1 0.5 0.5 0.1 0.1\n", "an unknown class"),
        ("0 32 24 10 10\n", "no share of the picture"),
        ("0 0.5 0.5 nan 0.1\n", "not a number"),
        ("0 0.5 0.5 x 0.1\n", "not a number"),
        ("0 0.1 0.1 0.2 0.1 0.2\n", "the wrong count of numbers"),
        ("0 0.5 0.5 0 0.1\n", "a box without an inside"),
        ("0 0.5 0.5 -0.1 0.1\n", "no share of the picture"),
    ],
)
def test_bad_labels_of_yolo(run, tmp_path, labels, words):
    done = run("apply", "none", "--data", yolo(tmp_path / "d", labels), "--out", tmp_path / "out")
    assert done.returncode == 1 and words in done.stderr, done.stderr
    assert "a.txt" in done.stderr


@pytest.mark.parametrize(
    "spec, words",
    [
        ("train: [images\n", "this is no YAML"),
        ("- a\n- b\n", "no members"),
        ("train: images\nnames: {1: cell}\n", "class numbers with a gap"),
        ("train: images\nnames: {0: a, 0: b}\n", "data.yaml"),
        ("train: images\nnames: {zero: a}\n", "a class without a number"),
        ("train: images\nnc: 3\nnames: [cell]\n", "nc is not the number of names"),
        ("train: images\nnames: [cell]\nkpt_shape: [17, 3]\n", "keypoints are not read from YOLO"),
        ("train: elsewhere\nnames: [cell]\n", "no pictures there"),
        ("train: {a: b}\nnames: [cell]\n", "'train' is no text"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntrain: *c\nnames: [cell]\n", "'train' is no text"),
    ],
)
def test_bad_data_yaml(run, tmp_path, spec, words):
    done = run("apply", "none", "--data", yolo(tmp_path / "d", spec=spec), "--out", tmp_path / "out")
    assert done.returncode == 1 and words in done.stderr, done.stderr


@pytest.mark.parametrize(
    "spec",
    [
        "path: .\ntrain: images\nnames:\n  0: cell\n",
        "path: ../d\ntrain: images/\nval: null\nnames: ['cell']\nnc: 1\n",
        "train: ../images\nnames: [cell]\nroboflow: {version: 1}\n",
        "train: [images]\nnames: [cell]\n",
        "train: list.txt\nnames: [cell]\n",
        None,
    ],
)
def test_ways_to_write_data_yaml(run, tmp_path, spec):
    data = yolo(tmp_path / "d", spec=spec)
    (data / "list.txt").write_text("./images/a.png\n")
    done = run("apply", "none", "--data", data, "--annotations", "manifest", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (row,) = csv.DictReader((tmp_path / "out/manifest.csv").open())
    assert row["boxes"] == ("cell" if spec else "0") + " 24 12 40 36"


@pytest.mark.parametrize("folders", ["images/{}|labels/{}", "{}/images|{}/labels"])
def test_parts_of_yolo_by_folders(run, tmp_path, folders):
    pictures, labels = folders.split("|")
    for part in ("train", "val", "test"):
        (tmp_path / "d" / pictures.format(part)).mkdir(parents=True)
        (tmp_path / "d" / labels.format(part)).mkdir(parents=True)
        picture("a").save(tmp_path / "d" / pictures.format(part) / f"{part}.png")
        (tmp_path / "d" / labels.format(part) / f"{part}.txt").write_text("1 0.5 0.5 0.5 0.5\n")
    done = run("apply", "none", "--data", tmp_path / "d", "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert [file.name for file in (tmp_path / "out/images").rglob("*.png")] == ["train-0.png"]


BOMB = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "text, words",
    [
        ("<annotation>", "this is no XML"),
        ("", "this is no XML"),
        ("<html/>", "no annotation of Pascal VOC"),
        ("<annotation><object/></annotation>", "object 1: an object without a name"),
        ("<annotation><object><name>a</name></object></annotation>", "an object without a box"),
        ("<annotation><object><name>a</name><bndbox><xmin>1</xmin></bndbox></object></annotation>", "ymin is no number"),
        ("<annotation><object><name>a</name><bndbox><xmin>nan</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></object></annotation>", "xmin is no number"),
        ("<annotation><object><name>a</name><bndbox><xmin>9</xmin><ymin>1</ymin><xmax>5</xmax><ymax>5</ymax></bndbox></object></annotation>", "a box without an inside"),
        ("<annotation><object><name>a</name><bndbox><xmin>90</xmin><ymin>1</ymin><xmax>95</xmax><ymax>5</ymax></bndbox></object></annotation>", "a box outside its picture"),
        (BOMB + "<annotation><object><name>&b;</name><bndbox><xmin>&b;</xmin></bndbox></object></annotation>", "xmin is no number"),
    ],
)
def test_bad_xml_of_voc(run, tmp_path, text, words):
    data = voc(tmp_path / "voc")
    (data / "Annotations/b.xml").write_text(text)
    done = run("apply", "none", "--data", data, "--out", tmp_path / "out")
    assert done.returncode == 1 and words in done.stderr, done.stderr
    assert "b.xml" in done.stderr


def bad_coco(change):
    document = {
        "images": [{"id": 1, "file_name": "a.png", "width": WIDTH, "height": HEIGHT}],
        "categories": [{"id": 1, "name": "x", "keypoints": ["k"]}],
        "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [1, 2, 10, 10]}],
    }
    change(document)
    return document


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda d: d["annotations"][0].update(category_id=9), "category_id: a category that is not listed"),
        (lambda d: d["annotations"][0].update(image_id=9), "an annotation of an image that is not listed"),
        (lambda d: d["annotations"][0].update(bbox=[1, 2, -10, 10]), "a box without an inside"),
        (lambda d: d["annotations"][0].update(bbox=[1, 2, 10]), "bbox"),
        (lambda d: d["annotations"][0].update(bbox=[1, 2, "10", 10]), "bbox[2]"),
        (lambda d: d["annotations"][0].update(bbox=[0.1, 0.1, 0.5, 0.5]), "shares of the picture"),
        (lambda d: d["annotations"][0].update(bbox=[float("nan"), 2, 10, 10]), "line 1"),
        (lambda d: d["annotations"][0].update(segmentation=[[1, 2, 3, 4, 5]]), "an odd count of numbers"),
        (lambda d: d["annotations"][0].update(segmentation=[[1, 2, 3, 4]]), "fewer than three points"),
        (lambda d: d["annotations"][0].update(segmentation={"size": [HEIGHT, WIDTH], "counts": [5, 7]}), "run lengths that do not fill"),
        (lambda d: d["annotations"][0].update(segmentation={"size": [HEIGHT, WIDTH], "counts": "~~"}), "packed run lengths that are broken"),
        (lambda d: d["annotations"][0].update(segmentation={"size": [WIDTH, HEIGHT], "counts": "0"}), "not the size of its picture"),
        (lambda d: d["annotations"][0].update(keypoints=[1, 2]), "the wrong count of numbers for keypoints"),
        (lambda d: d["annotations"][0].update(keypoints=[1, 2, 3]), "an unknown visibility"),
        (lambda d: d["annotations"][0].update(keypoints=[70, 2, 2]), "a visible keypoint outside"),
        (lambda d: d["images"].append(d["images"][0]), "an image id that is given twice"),
        (lambda d: d["images"][0].update(file_name="gone.png"), "none of the pictures is there"),
        (lambda d: d["categories"].append(d["categories"][0]), "a category id that is given twice"),
        (lambda d: d.pop("images"), "images"),
    ],
)
def test_bad_documents_of_coco(run, tmp_path, change, words):
    picture("a").save(tmp_path / "a.png")
    (tmp_path / "c.json").write_text(json.dumps(bad_coco(change)))
    done = run("apply", "none", "--data", tmp_path / "c.json", "--out", tmp_path / "out")
    assert done.returncode == 1 and words in done.stderr, done.stderr
    assert "c.json" in done.stderr


def test_boxes_that_cannot_be_right_are_counted_with_skip_bad(run, tmp_path):
    picture("a").save(tmp_path / "a.png")
    document = bad_coco(lambda d: d["annotations"].append({"id": 2, "image_id": 1, "category_id": 1, "bbox": [90, 2, 10, 10]}))
    (tmp_path / "c.json").write_text(json.dumps(document))
    done = run("apply", "none", "--data", tmp_path / "c.json", "--out", tmp_path / "out", "--skip-bad", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["boxes_dropped"] == 1
    assert len(json.loads((tmp_path / "out/annotations.json").read_text())["annotations"]) == 1


@pytest.mark.parametrize("kind", ["voc", "yolo", "coco"])
def test_annotated_pictures_are_previewed(run, tmp_path, kind):
    data = voc(tmp_path / "d") if kind == "voc" else yolo(tmp_path / "d") if kind == "yolo" else coco_with_shapes(tmp_path / "d")[0]
    done = run("preview", "none", "--data", data, "--samples", "1", "--copies", "1", "--out", tmp_path / "p.png")
    assert done.returncode == 0, done.stderr
    assert "rows from above" not in done.stdout  # such data have no classes to name rows by
    with Image.open(tmp_path / "p.png") as sheet:
        colours = {colour for _, colour in sheet.convert("RGB").getcolors(1 << 20)}
    assert (230, 159, 0) in colours or (86, 180, 233) in colours  # the outlines of boxes
