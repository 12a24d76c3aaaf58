"""Writes the stubs of what is made at import time: variegate/op.pyi and mix.pyi of the operations' descriptions, _core.pyi of the
module. `--check` compares instead, and says which are not as they should be."""
from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile

import variegate
from variegate import _calls, _core

PACKAGE = pathlib.Path(__file__).resolve().parents[1] / "variegate"


def function_stub(description: dict) -> str:
    arguments = ["*"]
    for parameter in description["parameters"]:
        kind = f"Literal[{', '.join(map(repr, parameter['choices']))}]" if parameter["choices"] else "Value"
        arguments.append(f"{parameter['name']}: {kind} = ...")
    arguments += ["p: float = 1", f"field: str = {description['kind']!r}"]
    doc = _calls.doc_text(description).replace("\n", "\n    ").replace("\n    \n", "\n\n")
    return f'def {description["name"]}({", ".join(arguments)}) -> Policy:\n    """{doc}\n    """\n'


def module_stub(module: str, descriptions: list) -> str:
    head = (f"# Made by python/src/stubs.py of the descriptions in C++; do not edit.\nfrom typing import Literal\n\n"
            "from variegate.policy import Policy\nfrom variegate.values import Value\n\n")
    return head + "\n".join(function_stub(description) for description in descriptions)


def core_stub() -> str:
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "_core.pyi"
        subprocess.run([sys.executable, "-m", "nanobind.stubgen", "-q", "-m", "variegate._core", "-o", str(out)], check=True)
        # An error says that it is of the package, and stubgen leaves the version out.
        return out.read_text(encoding="utf-8").replace(
            "from variegate import Error as Error\n", "__version__: str\n\n\nclass Error(ValueError): ...\n")


def main() -> int:
    stubs = {"op.pyi": module_stub("op", _core.operations()), "mix.pyi": module_stub("mix", _core.mixes()),
             "_core.pyi": core_stub()}
    if "--check" not in sys.argv[1:]:
        for name, text in stubs.items():
            (PACKAGE / name).write_text(text, encoding="utf-8")
        return 0
    old = [name for name, text in stubs.items()
           if not (PACKAGE / name).exists() or (PACKAGE / name).read_text(encoding="utf-8") != text]
    if old:
        print(f"not as {variegate.__name__} is built: {', '.join(old)}; write them again: PYTHONPATH=build/release/python "
              ".venv/bin/python python/src/stubs.py")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
