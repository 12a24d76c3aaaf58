"""`variegate bench` measures what it is asked to and says what it has measured; no speed is asserted."""
import json

import pytest

QUICK = ["--seconds", "0.001", "--rounds", "1", "--pictures", "2"]


def bench(run, *arguments):
    done = run("bench", *QUICK, *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def names(size, kind):
    return [figure["name"] for figure in size["figures"] if figure["kind"] == kind]


def test_json_says_what_was_measured_and_how(run):
    report = bench(run, "--sizes", "8,12x5", "--ops", "rotate,posterize", "--policies", "augmix", "--threads", "2")
    assert report["processor"] and report["instruction_set"]
    assert report["output"] == "uint8"
    assert (report["threads"], report["rounds"], report["seconds"]) == (2, 1, 0.001)
    assert report["pictures"] == {"from": "made", "count": 2}
    assert [(size["width"], size["height"], size["channels"]) for size in report["sizes"]] == [(8, 8, 3), (12, 5, 3)]
    for size in report["sizes"]:
        assert size["bytes_moved"] == 2 * size["width"] * size["height"] * size["channels"]
        assert names(size, "op") == ["rotate", "posterize"]
        assert names(size, "policy") == ["augmix"]
        assert size["limit"]["name"] == "copy"
        for figure in [size["limit"], *size["figures"]]:
            rate = figure["images_per_second"]
            assert rate > 0 and figure["spread"] >= 0
            assert figure["microseconds"] == pytest.approx(1e6 / rate)
            assert figure["gigabytes_per_second"] == pytest.approx(rate * size["bytes_moved"] / 1e9)
            assert figure["share_of_limit"] == pytest.approx(rate / size["limit"]["images_per_second"])


def test_without_names_every_operation_and_published_policy_is_measured(run):
    size, = bench(run, "--sizes", "4")["sizes"]
    assert names(size, "op") == [op["name"] for op in json.loads(run("ops", "--json").stdout)["ops"]]
    policies = json.loads(run("policy", "list", "--json").stdout)["policies"]
    # What mixes samples is none of a policy that changes each by itself.
    alone = [policy["example"] for policy in policies if "batch" not in policy["policy"]]
    assert len(alone) < len(policies)
    assert names(size, "policy") == [*alone, "crop-flip"]


def test_another_instruction_set_can_be_asked_for(run):
    default = bench(run, "--sizes", "4", "--ops", "invert")["instruction_set"]
    offered = run("bench", "--target", "none").stderr.split("expected one of ")[1].split(";")[0].split(", ")
    assert default == offered[0]
    assert bench(run, "--sizes", "4", "--ops", "invert", "--target", offered[-1])["instruction_set"] == offered[-1]


def test_pictures_can_end_as_what_a_model_takes(run):
    for output in ("float32", "bfloat16"):
        report = bench(run, "--sizes", "8", "--policies", "none", "--output", output)
        assert report["output"] == output
        assert report["sizes"][0]["figures"][0]["images_per_second"] > 0


def test_a_table_for_people_has_a_row_for_the_copy_and_one_for_each_figure(run):
    done = run("bench", *QUICK, "--sizes", "8", "--ops", "invert", "--policies", "trivialaugment")
    assert done.returncode == 0, done.stderr
    heading, table = done.stdout.split("\n\n")
    assert "1 thread" in heading and "original" in heading
    rows = [line.split()[0] for line in table.splitlines()]
    assert rows == ["8x8x3", "copy", "invert", "trivialaugment"]


@pytest.fixture
def data(tmp_path):
    image = pytest.importorskip("PIL.Image")
    (tmp_path / "data" / "cat").mkdir(parents=True)
    for i in range(3):
        image.new("RGB", (20, 16), (40 * i, 90, 200)).save(tmp_path / "data" / "cat" / f"{i}.png")
    return tmp_path / "data"


def test_pictures_of_a_data_set_and_a_policy_file(run, data, tmp_path):
    policy = tmp_path / "policy.json"
    policy.write_text(run("policy", "show", "manual", "--json").stdout, encoding="utf-8")
    report = bench(run, "--sizes", "8", "--policies", policy, "--data", data)
    assert report["pictures"] == {"from": str(data), "count": 2}
    assert names(report["sizes"][0], "policy") == [str(policy)]


def test_a_loader_is_measured_from_the_files_on_beside_loading_alone(run, data):
    for fit in ("stretch", "crop", "random-part"):
        report = bench(run, "--loader", "--fit", fit, "--sizes", "8", "--policies", "crop-flip", "--data", data,
                       "--output", "float32", "--threads", "2")
        assert report["loader"] and report["pictures"]["count"] == 3
        size, = report["sizes"]
        assert size["limit"]["name"] == "load" and size["limit"]["images_per_second"] > 0
        assert names(size, "policy") == ["crop-flip"]
