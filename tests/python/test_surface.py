"""What editors and readers see: stubs, docstrings, the examples of docs/python.md."""
import doctest
import importlib
import pathlib
import pkgutil
import re
import subprocess
import sys

import pytest

import variegate

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def test_the_stubs_are_those_of_what_is_built():
    done = subprocess.run([sys.executable, SOURCE / "python/src/stubs.py", "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_whatever_is_public_says_what_it_is():
    for name in variegate.__all__:
        public = getattr(variegate, name)
        if name == "__version__":
            continue
        assert public.__doc__ and len(public.__doc__) > 20, name
        if isinstance(public, type) and public is not variegate.Error:
            for member, value in vars(public).items():
                if not member.startswith("_"):
                    assert value.__doc__, f"{name}.{member}"
    for name in dir(variegate.op):
        assert "Source: " in getattr(variegate.op, name).__doc__


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(variegate.__path__)])
def test_examples_in_docstrings_are_true(name):
    module = importlib.import_module("variegate." + name)
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(variegate).attempted > 0


def test_the_examples_of_the_documents_run(tmp_path):
    """All blocks of Python in docs/python.md in their order, and the one of the README."""
    pytest.importorskip("torch")
    for document in ["docs/python.md", "README.md"]:
        blocks = re.findall(r"^```python\n(.*?)^```", (SOURCE / document).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
        assert blocks, document
        done = subprocess.run([sys.executable, "-c", "\n".join(blocks)], cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, document + done.stderr
