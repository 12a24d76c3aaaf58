"""What the program says of operations and policies is complete and can be read back."""
import json
import pathlib

import pytest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
OPERATIONS = sorted(path.stem for path in (SOURCE / "variegate/ops/image").glob("*.cc"))


def test_ops_json_describes_every_operation(run):
    ops = json.loads(run("ops", "--json").stdout)["ops"]
    assert sorted(op["name"] for op in ops) == OPERATIONS
    for op in ops:
        assert op["summary"] and op["source"] and op["field"] == "image"
        if op["magnitude"]:
            assert op["magnitude"]["source"]
            first = op["parameters"][0]
            for end in ("weakest", "strongest"):
                assert first["low"] <= op["magnitude"][end] <= first["high"], op["name"]
        for parameter in op["parameters"]:
            assert parameter["summary"]
            if "choices" in parameter:
                assert parameter["default"] in parameter["choices"]
            else:
                assert parameter["low"] <= parameter["default"] <= parameter["high"], (op["name"], parameter["name"])


def test_ops_lists_the_same_for_people(run):
    text = run("ops").stdout
    for name in OPERATIONS:
        assert f"\n{name} " in text
    assert "degrees" in run("ops", "rotate").stdout


def test_ops_tells_of_mixes_of_samples(run):
    mixes = json.loads(run("ops", "--json").stdout)["mixes"]
    assert [mix["name"] for mix in mixes] == sorted(path.stem for path in (SOURCE / "variegate/ops/mix").glob("*.cc"))
    text = run("ops").stdout
    for mix in mixes:
        assert mix["summary"] and mix["source"] and 2 <= mix["parents"] <= 4
        assert f"\n{mix['name']} " in text
        assert mix["source"].split(",")[0] in run("ops", mix["name"]).stdout


def policies(run):
    return json.loads(run("policy", "list", "--json").stdout)["policies"]


def test_policy_list_names_the_published_ones(run):
    known = policies(run)
    names = {policy["name"] for policy in known}
    assert {"none", "manual", "autoaugment-cifar10", "autoaugment-svhn", "autoaugment-imagenet", "randaugment:N:M",
            "trivialaugment", "uniformaugment", "augmix"} <= names
    text = run("policy", "list").stdout
    for policy in known:
        assert policy["summary"]
        assert policy["source"] or policy["name"] in ("none", "manual")
        assert policy["name"] in text


def test_policy_list_names_the_kinds_of_corruption(run):
    text = run("policy", "list").stdout
    for kind in ("gaussian_noise", "fog", "jpeg"):
        assert kind in text
        assert run("policy", "show", f"corruption:{kind}:5").returncode == 0


def test_a_policy_that_is_read_and_shown_again_is_byte_identical(run, tmp_path):
    for policy in policies(run):
        shown = run("policy", "show", policy["example"], "--json").stdout
        file = tmp_path / "policy.json"
        file.write_text(shown, encoding="utf-8")
        assert run("policy", "show", file, "--json").stdout == shown, policy["name"]


def test_policy_show_tells_in_words(run):
    done = run("policy", "show", "autoaugment-cifar10")
    assert done.returncode == 0
    assert "invert" in done.stdout and "probability" in done.stdout


@pytest.fixture
def pictures(tmp_path):
    image = pytest.importorskip("PIL.Image")
    for label in ("cat", "<dog>"):
        (tmp_path / "data" / label).mkdir(parents=True)
        for i in range(3):
            image.new("RGB", (20, 16), (40 * i, 90, 200)).save(tmp_path / "data" / label / f"{i}.png")
    return tmp_path / "data"


def test_preview_writes_a_sheet_of_originals_and_copies(run, pictures, tmp_path):
    from PIL import Image

    out = tmp_path / "sheet.png"
    done = run("preview", "trivialaugment", "--data", pictures, "--samples", 2, "--copies", 3, "--out", out)
    assert done.returncode == 0, done.stderr
    assert "cat" in done.stdout and "<dog>" in done.stdout
    sheet = Image.open(out)
    cell = 20 * (96 // 20)
    assert sheet.size == (4 + 4 * (cell + 4) + 8, 4 + 2 * (16 * (96 // 20) + 4))
    first = out.read_bytes()
    run("preview", "trivialaugment", "--data", pictures, "--samples", 2, "--copies", 3, "--out", out)
    assert out.read_bytes() == first
    mixed = run("preview", "mixup:1", "--data", pictures, "--samples", 2, "--copies", 3, "--out", out).stdout.splitlines()
    own = mixed[0].rsplit("rows from above: ")[1].split(", ")[0]
    assert mixed[1].startswith(f"copies in row 1 show {own} 0.") and mixed[1].count(" | ") == 2
    assert all(f"{label} 0." in mixed[1] for label in ("cat", "<dog>"))
