"""A transform gives what it was given, augmented, and the bytes that the command line gives."""
import copy
import pickle
import sys
import threading
import types

import numpy as np
import PIL.Image
import pytest

import variegate
from variegate import op

RNG = np.random.default_rng(7)
PICTURE = RNG.integers(0, 256, (20, 30, 3), np.uint8)
TURNED = op.rotate(degrees=90)  # exact, and easy to say what it must be
MOVED = op.flip_horizontal()


@pytest.fixture
def torch():
    return pytest.importorskip("torch")


def test_the_bytes_are_those_of_apply(program, tmp_path):
    folder = tmp_path / "photos" / "a"
    folder.mkdir(parents=True)
    pictures = [RNG.integers(0, 256, (24, 20 + 3 * i, 3), np.uint8) for i in range(4)]
    for number, picture in enumerate(pictures):
        PIL.Image.fromarray(picture).save(folder / f"{number}.png")
    (tmp_path / "photos" / "b").mkdir()
    PIL.Image.fromarray(pictures[0]).save(tmp_path / "photos" / "b" / "9.png")
    for name in ["trivialaugment", "randaugment:2:9", "augmix"]:
        done = program("apply", name, "--data", tmp_path / "photos", "--out", tmp_path / name, "--copies", 3, "--seed", 11)
        assert done.returncode == 0, done.stderr
        transform = variegate.published(name).transform(seed=11)
        for index, picture in enumerate(pictures):
            for epoch in range(3):
                written = np.asarray(PIL.Image.open(tmp_path / name / "a" / f"{index}-{epoch}.png"))
                np.testing.assert_array_equal(transform(picture, index=index, epoch=epoch), written)


def test_what_goes_in_comes_out_in_the_same_type(torch):
    grey, alpha = PICTURE[:, :, 0], np.dstack([PICTURE, PICTURE[:, :, :1]])
    transform = TURNED.transform()
    turned = transform(PICTURE)
    for picture in [PICTURE, grey, alpha, PICTURE[:, :, :1]]:
        made = transform(picture)
        assert type(made) is np.ndarray and made.dtype == np.uint8 and made.shape == picture.shape and made.flags.c_contiguous
    for picture, mode in [(PICTURE, "RGB"), (grey, "L"), (alpha, "RGBA")]:
        made = transform(PIL.Image.fromarray(picture))
        assert isinstance(made, PIL.Image.Image) and made.mode == mode
        np.testing.assert_array_equal(np.asarray(made), transform(picture))
    made = transform(torch.from_numpy(PICTURE.transpose(2, 0, 1).copy()))
    assert isinstance(made, torch.Tensor) and made.dtype == torch.uint8 and made.shape == (3, 20, 30) and made.is_contiguous()
    np.testing.assert_array_equal(made.numpy().transpose(1, 2, 0), turned)
    assert transform(torch.from_numpy(grey.copy())).shape == (20, 30)
    for value in [PICTURE, PIL.Image.fromarray(PICTURE), torch.from_numpy(PICTURE.transpose(2, 0, 1).copy())]:
        assert type(transform(image=value)["image"]) is type(value)
        assert np.array_equal(np.asarray(transform(image=value)["image"]), np.asarray(transform(value)))


def test_any_strides_are_read_and_nothing_is_written():
    transform = variegate.published("trivialaugment").transform(seed=3)
    locked = PICTURE.copy()
    locked.flags.writeable = False
    for view in [PICTURE[::-1], PICTURE[:, ::-1], PICTURE[:, :, ::-1], PICTURE[2:9, ::3], np.asfortranarray(PICTURE), locked,
                 PICTURE[:, :, 1], PICTURE.transpose(1, 0, 2), np.broadcast_to(PICTURE[:1], PICTURE.shape)]:
        before = view.copy()
        made = transform(view, index=1)
        np.testing.assert_array_equal(made, transform(np.ascontiguousarray(view), index=1))
        np.testing.assert_array_equal(view, before)
        made[:] = 0  # the caller's own


def test_the_same_key_gives_the_same_bytes_and_another_does_not():
    transform = variegate.published("randaugment:3:9").transform(seed=1)
    again = transform(PICTURE, index=4, epoch=2)
    np.testing.assert_array_equal(again, transform(PICTURE, index=np.int64(4), epoch=2))
    differ = [transform(PICTURE, index=index, epoch=epoch).tobytes() for index in range(4) for epoch in range(4)]
    assert len(set(differ)) > 12
    transform.epoch = 2
    np.testing.assert_array_equal(again, transform(PICTURE, index=4))
    other = variegate.published("randaugment:3:9").transform(seed=2)
    assert any(transform(PICTURE, index=i).tobytes() != other(PICTURE, index=i).tobytes() for i in range(4))


def test_without_an_index_calls_count():
    policy = variegate.published("trivialaugment")
    counting, keyed = policy.transform(seed=5), policy.transform(seed=5)
    for index in range(6):
        np.testing.assert_array_equal(counting(PICTURE), keyed(PICTURE, index=index))


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda transform: pickle.loads(pickle.dumps(transform))])
def test_a_copy_goes_on_as_the_original(again):
    transform = variegate.published("trivialaugment").transform(seed=5, fuse=False, box_format="xywh")
    transform(PICTURE)
    transform.epoch = 3
    other = again(transform)
    assert (other.policy, other.seed, other.epoch) == (transform.policy, 5, 3)
    for _ in range(4):
        np.testing.assert_array_equal(other(PICTURE), transform(PICTURE))


def test_threads_get_the_bytes_that_one_gets():
    transform = variegate.published("randaugment:2:9").transform()
    alone = [transform(PICTURE, index=i) for i in range(200)]
    found = [None] * 200

    def share(first):
        for i in range(first, 200, 4):
            found[i] = transform(PICTURE, index=i)

    threads = [threading.Thread(target=share, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one, other in zip(alone, found):
        np.testing.assert_array_equal(one, other)


BOXES = np.array([[2, 3, 10, 12], [20, 1, 30, 8]], np.float32)


def test_boxes_masks_and_keypoints_follow_their_picture(torch):
    mask = RNG.integers(0, 5, (20, 30), np.uint8)
    transform = MOVED.transform()
    flipped = np.array([[20, 3, 28, 12], [0, 1, 10, 8]], np.float32)
    made = transform(image=PICTURE, boxes=BOXES, labels=["cat", "dog"], mask=mask, masks=[mask, mask == 1],
                     keypoints=[(1.0, 2.0), (29.5, 4)], path="a.png")
    np.testing.assert_array_equal(made["image"], PICTURE[:, ::-1])
    np.testing.assert_array_equal(made["boxes"], flipped)
    assert made["boxes"].dtype == np.float32 and made["labels"] == ["cat", "dog"] and made["path"] == "a.png"
    np.testing.assert_array_equal(made["mask"], mask[:, ::-1])
    np.testing.assert_array_equal(made["masks"][1], (mask == 1)[:, ::-1])
    assert made["masks"][1].dtype == bool and made["masks"][0].dtype == np.uint8
    assert made["keypoints"] == [(29.0, 2.0), (0.5, 4.0)]
    # A torchvision detection target.
    image = torch.from_numpy(PICTURE.transpose(2, 0, 1).copy())
    target = {"boxes": torch.from_numpy(BOXES), "labels": torch.tensor([3, 4]), "image_id": 17,
              "masks": torch.from_numpy(np.stack([mask, mask]))}
    moved, target = transform(image, target)
    np.testing.assert_array_equal(moved.numpy(), PICTURE[:, ::-1].transpose(2, 0, 1))
    assert target["boxes"].dtype == torch.float32 and target["image_id"] == 17 and target["labels"].tolist() == [3, 4]
    np.testing.assert_array_equal(target["boxes"].numpy(), flipped)
    assert target["masks"].shape == (2, 20, 30) and target["masks"].dtype == torch.uint8


@pytest.mark.parametrize("box_format, row", [("xyxy", [2, 3, 10, 12]), ("xywh", [2, 3, 8, 9]), ("cxcywh", [6, 7.5, 8, 9])])
def test_boxes_come_out_in_the_form_they_came_in(box_format, row):
    expected = {"xyxy": [20, 3, 28, 12], "xywh": [20, 3, 8, 9], "cxcywh": [24, 7.5, 8, 9]}[box_format]
    transform = MOVED.transform(box_format=box_format)
    assert transform(image=PICTURE, boxes=[row])["boxes"] == [expected]
    np.testing.assert_array_equal(transform(image=PICTURE, boxes=np.array([row]))["boxes"], [expected])


def test_what_a_lost_box_has_is_lost_with_it():
    transform = op.translate_x(pixels=15).transform()
    boxes, labels = [[0, 0, 5, 5], [25, 0, 29, 5]], np.array([7, 8])
    masks = np.zeros((2, 20, 30), np.uint8)
    made = transform(image=PICTURE, boxes=boxes, labels=labels, masks=masks, keypoints=np.array([[1, 1, 2], [29, 1, 1], [3, 3, 0]]))
    kept = made["labels"].tolist()
    assert len(kept) == 1 and len(made["boxes"]) == 1 and made["masks"].shape == (1, 20, 30)
    assert made["boxes"][0] == ([15, 0, 20, 5] if kept == [7] else [10, 0, 14, 5])
    assert sorted(made["keypoints"][:, 2].tolist()) in ([0, 0, 1], [0, 0, 2])
    nothing = transform(image=PICTURE, boxes=np.zeros((0, 4), np.float32), labels=[])
    assert nothing["boxes"].shape == (0, 4) and nothing["labels"] == []


@pytest.fixture
def tv_tensors(torch, monkeypatch):
    """What the transform asks of torchvision.tv_tensors: torchvision itself is not among the packages of the tests."""
    module = types.ModuleType("torchvision.tv_tensors")

    class TVTensor(torch.Tensor):
        pass

    def made(tensor, kind, **said):
        out = tensor.as_subclass(type(kind, (TVTensor,), {}) if isinstance(kind, str) else kind)
        for name, value in said.items():
            setattr(out, name, value)
        return out

    def wrap(tensor, *, like, **said):
        return made(tensor, type(like), **{**{name: value for name, value in vars(like).items()}, **said})

    module.TVTensor, module.made, module.wrap = TVTensor, made, wrap
    monkeypatch.setitem(sys.modules, "torchvision.tv_tensors", module)
    return module


def test_tensors_of_torchvision_keep_their_class_and_what_they_say(torch, tv_tensors):
    image = tv_tensors.made(torch.from_numpy(PICTURE.transpose(2, 0, 1).copy()), "Image")
    xywh = types.SimpleNamespace(value="XYWH")
    boxes = tv_tensors.made(torch.tensor([[2., 3, 8, 9]]), "BoundingBoxes", format=xywh, canvas_size=(20, 30))
    points = tv_tensors.made(torch.tensor([[1., 2]]), "KeyPoints", canvas_size=(20, 30))
    mask = tv_tensors.made(torch.from_numpy(PICTURE[:, :, 0].copy()), "Mask")
    made, target = MOVED.transform()(image, {"boxes": boxes, "keypoints": points, "mask": mask, "masks": mask[None]})
    assert type(made) is type(image) and made.shape == (3, 20, 30)
    assert type(target["boxes"]) is type(boxes) and target["boxes"].tolist() == [[20, 3, 8, 9]]
    assert target["boxes"].format is xywh and target["boxes"].canvas_size == (20, 30)
    assert target["keypoints"].tolist() == [[29, 2]] and target["keypoints"].canvas_size == (20, 30)
    assert type(target["mask"]) is type(mask) and target["masks"].shape == (1, 20, 30)
    turned = tv_tensors.made(torch.zeros(1, 5), "BoundingBoxes", format=types.SimpleNamespace(value="XYWHR"), canvas_size=(20, 30))
    with pytest.raises(variegate.Error, match="turned"):
        MOVED.transform()(image, {"boxes": turned})


def test_tuples_and_dicts_keep_their_shape():
    transform = MOVED.transform()
    made = transform((PICTURE, 3))
    assert type(made) is tuple and made[1] == 3
    np.testing.assert_array_equal(made[0], PICTURE[:, ::-1])
    assert type(transform([PICTURE, 3])) is list
    sample = {"image": PICTURE, "label": 3}
    assert set(transform(sample)) == {"image", "label"} and np.array_equal(sample["image"], PICTURE)


def test_a_dict_of_lists_is_as_many_samples():
    policy = variegate.published("trivialaugment")
    made = policy.transform()({"image": [PIL.Image.fromarray(PICTURE), PICTURE[:9]], "label": [3, 4]})
    assert made["label"] == [3, 4] and isinstance(made["image"][0], PIL.Image.Image)
    np.testing.assert_array_equal(np.asarray(made["image"][0]), policy.transform()(PICTURE, index=0))
    np.testing.assert_array_equal(made["image"][1], policy.transform()(PICTURE[:9], index=1))
    with pytest.raises(variegate.Error, match="label: not one a picture; got 1 values; expected a list of 2"):
        policy.transform()({"image": [PICTURE, PICTURE], "label": [3]})
    with pytest.raises(variegate.Error, match="one number for many samples"):
        policy.transform()({"image": [PICTURE]}, index=3)


def test_a_schedule_goes_by_the_epoch():
    transform = variegate.schedule((2, op.identity()), (1, op.invert())).transform()
    np.testing.assert_array_equal(transform(PICTURE, epoch=1), PICTURE)
    np.testing.assert_array_equal(transform(PICTURE, epoch=2), 255 - PICTURE)


def test_a_policy_may_ask_for_the_class():
    transform = variegate.when(op.invert(), "label", 3, 3).transform()
    np.testing.assert_array_equal(transform(image=PICTURE, label=3)["image"], 255 - PICTURE)
    np.testing.assert_array_equal(transform(image=PICTURE, label=4)["image"], PICTURE)


def test_every_picture_of_the_policy_is_changed():
    policy = variegate.linked(op.invert(), op.invert(field="depth"))
    made = policy.transform()(image=PICTURE, depth=PICTURE[:, :, 0])
    np.testing.assert_array_equal(made["image"], 255 - PICTURE)
    np.testing.assert_array_equal(made["depth"], 255 - PICTURE[:, :, 0])


@pytest.mark.parametrize("sample, words", [
    (PICTURE.astype(np.float32) / 255, ["not bytes", "float32", "(array * 255).round().astype(numpy.uint8)"]),
    (PICTURE.astype(np.float32), ["of 0 .. 255", "array.astype(numpy.uint8)"]),
    (PICTURE.astype(np.int64), ["not bytes", "int64"]),
    (PICTURE.transpose(2, 0, 1), ["channels must come last", "array.transpose(1, 2, 0)"]),
    (PICTURE[None], ["one picture at a time"]),
    (PICTURE[:, :, :2], ["20 rows, 30 columns, 2 channels"]),
    (np.zeros((4, 4, 5), np.uint8), ["channels"]),
    (np.zeros((0, 4, 3), np.uint8), ["without pixels"]),
    (PIL.Image.fromarray(PICTURE).convert("CMYK"), ["mode CMYK", 'picture.convert("RGB")']),
    ("a.png", ["not a picture", "str"]),
    (None, ["nothing to augment"]),
    ((), ["does not begin with a picture"]),
    ((3, PICTURE), ["does not begin with a picture"]),
    ((PICTURE, PICTURE[:, :, 0]), ["by name", "mask="]),
])
def test_a_wrong_picture_is_an_error_that_says_how_to_mend_it(sample, words):
    with pytest.raises(variegate.Error) as caught:
        variegate.published("trivialaugment").transform()(sample)
    for word in words:
        assert word in str(caught.value)


def test_a_wrong_tensor_is_an_error_that_says_how_to_mend_it(torch):
    transform = MOVED.transform()
    for sample, word in [(torch.rand(3, 4, 5), "(tensor * 255).round().to(torch.uint8)"),
                         (torch.zeros(20, 30, 3, dtype=torch.uint8), "tensor.permute(2, 0, 1)"),
                         (torch.zeros(2, 3, 4, 5, dtype=torch.uint8), "one picture at a time")]:
        with pytest.raises(variegate.Error) as caught:
            transform(sample)
        assert word in str(caught.value)


@pytest.mark.parametrize("fields, words", [
    ({"boxes": [[5, 5, 2, 2]]}, ["a box without an inside"]),
    ({"boxes": [[0, 0, 50, 5]]}, ["reach out of their picture", "30 x 20"]),
    ({"boxes": [[40, 0, 50, 5]]}, ["a box outside its picture"]),
    ({"boxes": [[0.1, 0.1, 0.5, 0.5]]}, ["shares of the picture"]),
    ({"boxes": [[0, 0, float("nan"), 5]]}, ["a box that has no place"]),
    ({"boxes": [[0, 0, 5]]}, ["rows of 4 numbers"]),
    ({"boxes": "all"}, ["boxes: not an array"]),
    ({"boxes": BOXES, "labels": [1]}, ["labels: not one a box", "got 1", "expected 2"]),
    ({"mask": np.zeros((5, 5), np.uint8)}, ["mask"]),
    ({"mask": np.zeros((20, 30), np.float32)}, ["whole numbers"]),
    ({"mask": np.full((20, 30), 300)}, ["labels out of range"]),
    ({"masks": [np.zeros((20, 30, 1), np.uint8)]}, ["masks[0]"]),
    ({"keypoints": [[90, 5]]}, ["a visible keypoint outside its picture"]),
    ({"bboxes": BOXES}, ["did you mean 'boxes'?"]),
])
def test_wrong_annotations_are_an_error_that_says_what_is_wrong(fields, words):
    with pytest.raises(variegate.Error) as caught:
        MOVED.transform()(image=PICTURE, **fields)
    for word in words:
        assert word in str(caught.value)
    assert "--" not in str(caught.value)  # options of the command line are none of Python's


@pytest.mark.parametrize("wrong, words", [
    (lambda: MOVED.transform(seed=-1), ["seed: out of range"]),
    (lambda: MOVED.transform(seed=0.5), ["seed: not a whole number"]),
    (lambda: MOVED.transform(box_format="xywx"), ["did you mean 'xywh'?"]),
    (lambda: MOVED.transform(min_visibility=2), ["min_visibility"]),
    (lambda: MOVED.transform()(PICTURE, index=-1), ["index: out of range"]),
    (lambda: MOVED.transform()(PICTURE, epoch="1"), ["epoch: not a whole number"]),
    (lambda: MOVED.transform()(boxes=BOXES), ["image"]),
    (lambda: MOVED.transform()(PICTURE, boxes=BOXES), ["give all by name"]),
    (lambda: variegate.published("mixup:0.2").transform()(PICTURE), ["mix", "batch()"]),
    (lambda: op.invert(field="depth").transform()({"image": PICTURE}), ["depth"]),
    (lambda: variegate.Transform("trivialaugment"), ["not a policy"]),
])
def test_wrong_use_is_an_error(wrong, words):
    with pytest.raises(variegate.Error) as caught:
        wrong()
    for word in words:
        assert word in str(caught.value)
