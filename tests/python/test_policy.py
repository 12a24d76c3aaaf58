"""Policies as values: read, written, built, compared."""
import copy
import pickle

import numpy as np
import PIL.Image
import pytest

import variegate
from variegate import op


def by_hand():
    return op.rotate(degrees=(-20, 20), p=.5) | variegate.one_of(op.invert(), op.posterize(bits=4), weights=[1, 2])


def test_a_published_policy_is_what_the_command_line_shows(program, tmp_path):
    for name in ["trivialaugment", "randaugment:2:9", "crop-flip", "mixup:0.2"]:
        policy = variegate.published(name)
        assert policy.dumps() == program("policy", "show", name, "--json").stdout
        policy.save(tmp_path / "policy.json")
        assert (tmp_path / "policy.json").read_text() == policy.dumps()
        assert variegate.Policy.load(tmp_path / "policy.json") == policy
        assert variegate.Policy.load(str(tmp_path)) == policy  # as the folder of a study


def test_names_of_published_policies_are_names():
    names = variegate.published_names()
    assert {"none", "manual", "trivialaugment", "crop-flip", "randaugment:N:M"} <= set(names)
    assert len(names) == len(set(names))
    for name in names:
        if name == name.lower():
            assert variegate.published(name).name == name


def test_what_is_built_by_hand_is_what_a_file_says():
    written = variegate.Policy.loads("""{"format": "variegate-policy", "version": 1, "policy": {"sequence": [
        {"call": "rotate", "with": {"degrees": {"uniform": [-20, 20]}}, "probability": 0.5},
        {"choose": [{"call": "invert"}, {"call": "posterize", "with": {"bits": 4}}], "weights": [1, 2]}]}}""")
    assert by_hand() == written
    assert str(by_hand()) == str(written)
    assert "rotate by -20..20 degrees with probability 0.5" in str(by_hand())


def test_every_kind_of_step_can_be_built():
    policy = variegate.schedule(
        (5, variegate.augmix(op.invert(), op.solarize(), width=2, depth=(1, 2), alpha=.5)),
        (1, variegate.some_of(op.invert(), op.equalize(), op.flip_horizontal(p=.5), count=2)
         | variegate.when(op.rotate(degrees=variegate.levels(0, 30, 31)), "width", 32, 64)
         | variegate.linked(op.rotate(degrees=variegate.mirrored((5, 10))), op.invert(), p=.5)))
    assert variegate.Policy.loads(policy.dumps()) == policy
    for word in ['"schedule"', '"mix"', '"choose"', '"replacement": false', '"when"', '"levels": 31', '"mirror": true', '"linked"']:
        assert word in policy.dumps()


def test_bars_are_a_sequence_however_they_are_bracketed():
    a, b, c = op.rotate(degrees=5), op.invert(), op.equalize()
    assert (a | b) | c == a | (b | c)
    assert (a | variegate.mix.mixup(alpha=.2)).mixes_samples
    assert str(a | variegate.published("none")) == str(variegate.published("none") | a) == str(a)
    assert (variegate.published("crop-flip") | a).name == ""


def test_arguments_mean_the_same_in_any_order():
    assert op.rotate(degrees=5, fill=3) == op.rotate(fill=3, degrees=5)


def test_equal_policies_have_equal_hashes_and_others_do_not():
    assert by_hand() == by_hand() and hash(by_hand()) == hash(by_hand())
    assert by_hand() != op.invert() and hash(by_hand()) != hash(op.invert())
    assert by_hand() != "a policy"
    assert len({by_hand(), by_hand(), op.invert()}) == 2


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda policy: pickle.loads(pickle.dumps(policy))])
def test_copies_are_equal(again):
    for policy in [by_hand(), variegate.published("autoaugment-cifar10")]:
        assert again(policy) == policy


def test_repr_says_the_name_and_the_first_line():
    assert repr(variegate.published("trivialaugment")).startswith("<variegate.Policy trivialaugment: ")
    assert repr(op.invert()) == "<variegate.Policy: invert>"


def test_functions_say_what_they_take():
    assert "rotate" in dir(op) and "mixup" in dir(variegate.mix)
    assert "-180 .. 180 degrees" in op.rotate.__doc__ and "'nearest', 'bilinear'" in op.rotate.__doc__
    assert op.rotate.__name__ == "rotate"


@pytest.mark.parametrize("wrong, text", [
    (lambda: op.rotate(degres=5), "no such parameter: degres (did you mean 'degrees'?)"),
    (lambda: op.rotate(degrees=400), "op.rotate: $.policy.with.degrees: out of range; got 400; expected -180 .. 180"),
    (lambda: op.rotate(degrees=float("nan")), "op.rotate: degrees: not a value of a parameter; got nan"),
    (lambda: op.rotate(degrees=None), "op.rotate: degrees: not a value of a parameter; got None"),
    (lambda: op.rotate(degrees=5, interpolation="cubic"), "op.rotate: $.policy.with.interpolation"),
    (lambda: op.rotate(20), "op.rotate: parameters are given by name; got 20; expected rotate(degrees=0, "),
    (lambda: op.rotate(degrees=5, p=1.5), "op.rotate: $.policy.probability: out of range; got 1.5"),
    (lambda: op.rotate(degrees=5) | variegate.schedule((1, op.invert()), (1, op.invert())) | op.invert(), "schedule"),
    (lambda: variegate.one_of(op.invert(), "rotate"), "one_of"),
    (lambda: variegate.one_of(op.invert(), variegate.mix.mixup()), "mixes of samples cannot be an option"),
    (lambda: variegate.published("trivialaugmnet"), "did you mean 'trivialaugment'?"),
    (lambda: variegate.Policy.loads("{"), "policy: "),
    (lambda: variegate.Policy.load("no/such.json"), "no/such.json"),
    (lambda: variegate.Policy({}), "Policy.load(file)"),
])
def test_what_is_wrong_is_an_error_that_says_so(wrong, text):
    with pytest.raises(variegate.Error) as caught:
        wrong()
    assert text in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_a_misspelt_operation_is_answered_with_the_nearest():
    with pytest.raises(AttributeError, match="did you mean 'rotate'"):
        op.rotat(degrees=5)
    with pytest.raises(AttributeError, match="did you mean 'mixup'"):
        variegate.mix.mixpu()


def test_errors_are_those_of_the_command_line(program):
    said = program("policy", "show", "trivialaugmnet").stderr
    with pytest.raises(variegate.Error) as caught:
        variegate.published("trivialaugmnet")
    assert str(caught.value) in said


def test_errors_can_be_pickled():
    with pytest.raises(variegate.Error) as caught:
        op.rotate(degrees=400)
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is variegate.Error and str(again) == str(caught.value)


def test_a_preview_shows_the_original_and_its_copies():
    picture = np.random.default_rng(0).integers(0, 256, (96, 96, 3), np.uint8)
    sheet = variegate.published("none").preview([picture, PIL.Image.fromarray(picture)], copies=3)
    assert isinstance(sheet, PIL.Image.Image) and sheet.size[0] > sheet.size[1] > 2 * 96
    shown = np.asarray(sheet.convert("RGB"))
    found = sum(np.array_equal(shown[y:y + 96, x:x + 96], picture)
                for y in range(shown.shape[0] - 95) for x in range(shown.shape[1] - 95) if (shown[y, x] == picture[0, 0]).all())
    assert found == 2 * 4
    assert variegate.published("trivialaugment").preview().size > (96, 96)
    with pytest.raises(variegate.Error, match="no pictures"):
        op.invert().preview([])


def test_a_notebook_shows_words_and_a_sheet():
    html = by_hand()._repr_html_()
    assert "rotate by" in html and "data:image/png;base64,iVBOR" in html
