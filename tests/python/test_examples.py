"""The examples run."""
import pathlib
import subprocess
import sys

import pytest

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples/python"


def test_a_training_of_torch_is_searched_with(tmp_path):
    pytest.importorskip("torch")
    for _ in range(2):  # the second finds it done
        done = subprocess.run([sys.executable, EXAMPLES / "own_training.py", tmp_path / "study"], capture_output=True, text=True,
                              timeout=120)
        assert done.returncode == 0, done.stderr
        assert "trivialaugment" in done.stdout and "kept: " in done.stdout
