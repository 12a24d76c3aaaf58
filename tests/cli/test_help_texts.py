"""The whole public surface as text, in tests/cli/help, so that a change of it is seen as one difference.

VARIEGATE_WRITE_HELP=1 ctest --preset release -R '^cli$' writes the files again.
"""
import os
import pathlib
import re

import pytest

FOLDER = pathlib.Path(__file__).with_name("help")
WRITE = os.environ.get("VARIEGATE_WRITE_HELP")


def without_the_machine(text):
    """What depends on the machine has names in place of its values."""
    text = re.sub(r"(--jobs N\s[^()]*\([^()]*default )\d+", r"\1CORES", text)
    return re.sub(r"(--target NAME\s[^()]*\()[^()]*\)", r"\1those of the processor)", text)


def commands(run, above=()):
    """Every command, the unlisted worker too: (), ("search",), ("policy", "show"), ..."""
    text = run(*above, "--help").stdout
    found = [above]
    if "commands:\n" in text:
        for name in re.findall(r"^  (\w+)", text.split("commands:\n")[1].split("\n\n")[0], re.M):
            found += commands(run, (*above, name))
    return found


@pytest.fixture
def helps(run):
    return {"-".join(("variegate", *command)) + ".txt": without_the_machine(run(*command, "--help").stdout)
            for command in sorted({*commands(run), ("worker",)})}


def test_every_help_is_the_one_on_record(helps):
    if WRITE:
        FOLDER.mkdir(exist_ok=True)
        for old in FOLDER.glob("*.txt"):
            old.unlink()
        for name, text in helps.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
    recorded = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.txt")}
    assert sorted(recorded) == sorted(helps)
    changed = [name for name, text in helps.items() if text.split() != recorded[name].split()]
    assert not changed, "if this is meant, write them again: see the top of this file"


def test_no_option_begins_in_the_middle_of_a_sentence(helps):
    for name, text in helps.items():
        for option, first in re.findall(r"^  ((?:-\w, )?--[\w-]+(?: \S+)?)\s+(\w+)", text, re.M):
            assert first not in ("of", "that", "whose", "with", "for", "from", "and", "to", "by", "as"), (name, option)
