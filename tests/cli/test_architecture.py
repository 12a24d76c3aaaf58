"""docs/architecture.md is true: a folder includes nothing of a folder below it in the table."""
import pathlib
import re

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def folders():
    text = (SOURCE / "docs/architecture.md").read_text(encoding="utf-8")
    return re.findall(r"^\| `((?:variegate/)?\w+)` \|", text, re.MULTILINE)


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "variegate" else parts[0]


def sources():
    return [path for top in ("variegate", "cli", "python") for ending in ("*.cc", "*.h") for path in (SOURCE / top).rglob(ending)]


def test_the_table_names_every_folder():
    there = {folder_of(str(path.relative_to(SOURCE))) for path in sources()}
    assert there == set(folders())


def test_no_folder_includes_one_below_it_in_the_table():
    order = {folder: place for place, folder in enumerate(folders())}
    wrong = []
    for path in sources():
        own = str(path.relative_to(SOURCE))
        for included in re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE):
            if order[folder_of(included)] > order[folder_of(own)]:
                wrong.append(f"{own} includes {included}")
    assert not wrong, wrong


def test_training_needs_nothing_of_a_study():
    above = {"variegate/search", "variegate/store", "variegate/executor", "variegate/study", "variegate/report"}
    wrong = [f"{path.name} includes {included}" for path in (SOURCE / "variegate/train").rglob("*.[hc]*")
             for included in re.findall(r'^#include "([^"]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
             if folder_of(included) in above]
    assert not wrong, wrong
