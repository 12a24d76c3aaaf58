"""The examples build against the installed library and run; one builds with the library as a part of it."""
import json
import os
import pathlib
import subprocess

import pytest

CMAKE, BUILD, SOURCE = (os.environ[name] for name in ("CMAKE", "BUILD", "SOURCE"))
EXAMPLES = pathlib.Path(SOURCE) / "examples"


def run(*command):
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def prefix(tmp_path_factory):
    folder = tmp_path_factory.mktemp("prefix")
    run(CMAKE, "--install", BUILD, "--prefix", folder)
    return folder


def configured(example, build, *options):
    run(CMAKE, "-S", EXAMPLES / example, "-B", build, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug", *options)


def test_what_is_installed_can_be_found_linked_and_run(prefix, tmp_path):
    image = pytest.importorskip("PIL.Image")
    configured("apply_policy", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={prefix}")
    run(CMAKE, "--build", tmp_path / "build")
    picture = tmp_path / "grey.png"
    image.new("L", (12, 8), 200).save(picture)
    policy = {"format": "variegate-policy", "version": 1, "fields": {"image": "image"}, "policy": {"call": "invert"}}
    (tmp_path / "policy.json").write_text(json.dumps(policy))
    run(tmp_path / "build" / "apply_policy", tmp_path / "policy.json", picture)
    made = image.open(f"{picture}-augmented.png")
    assert made.size == (12, 8) and made.getpixel((3, 3)) == 55


def test_a_search_can_be_driven_by_hand_and_taken_up_again(prefix, tmp_path):
    configured("ask_tell", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={prefix}")
    run(CMAKE, "--build", tmp_path / "build")
    found = run(tmp_path / "build" / "ask_tell", tmp_path / "study")
    assert found.startswith("30 trials; the best is trial ") and "rotate" in found
    assert run(tmp_path / "build" / "ask_tell", tmp_path / "study") == found


def test_the_installed_program_runs(prefix):
    assert run(prefix / "bin" / "variegate", "version").startswith("variegate ")


def test_as_a_part_of_another_project_it_is_the_library_alone(tmp_path):
    configured("apply_policy", tmp_path, f"-DVARIEGATE_SOURCE={SOURCE}")
    planned = run("ninja", "-C", tmp_path, "-t", "commands", "apply_policy")  # to run them would take minutes
    assert "main.cc" in planned and "libvariegate_pipeline.a" in planned and "libvariegate_loader.a" in planned
    assert "libvariegate_study.a" not in planned, "who applies policies links no search"
    assert "tests/" not in planned and "variegate-worker" not in planned
