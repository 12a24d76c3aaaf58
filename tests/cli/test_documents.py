"""What the documents name is there: files, folders, commands and options."""
import pathlib
import re

import pytest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*SOURCE.glob("*.md"), *(SOURCE / "docs").rglob("*.md"), *(SOURCE / "bench").rglob("*.md"),
                    *(SOURCE / "tests").rglob("*.md"), *(SOURCE / "examples").rglob("*.md")])
TOP = "variegate|cli|python|tests|docs|bench|scripts|cmake|fuzz|examples"


def braces(path):
    """variegate/{a,b}.h -> variegate/a.h, variegate/b.h"""
    found = re.search(r"\{([^{}]*)\}", path)
    if not found:
        return [path]
    return [one for choice in found.group(1).split(",") for one in braces(path[:found.start()] + choice + path[found.end():])]


def is_there(path):
    """NAME stands for any name and * for any part of one; bench/regret is the program of bench/regret.cc; a file of
    the code may be named without the folders above it."""
    pattern = path.rstrip("/") if path.endswith(".md") else re.sub(r"[A-Z]{2,}", "*", path.rstrip("/"))
    tops = [SOURCE / top for top in TOP.split("|")]
    return (any(SOURCE.glob(pattern)) or any(SOURCE.glob(pattern + ".*"))
            or any(found for top in tops for found in top.rglob(pattern)))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_path_that_is_named_exists(document):
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(rf"(?<![\w/.])((?:{TOP})/[\w{{}},.*/-]*[\w}}*/])", text))
    # A file of the code in backquotes: `ops/op.h`, `formats.cc`.
    named |= set(re.findall(r"`((?:\w+/)*[\w{},]+\.(?:h|cc|py))`", text))
    missing = [path for path in sorted(named) if not all(is_there(one) for one in braces(path))]
    assert not missing, f"{document.name} names what is not there: {missing}"
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(SOURCE)))
def test_every_option_in_an_example_is_one_of_its_command(run, document):
    helps = {}
    text = document.read_text(encoding="utf-8").replace("\\\n", " ")
    for command, rest in re.findall(r"(?:bin/)?\bvariegate (\w+)((?: [^\n`|#]*)?)", text):
        if not re.search(r"(?:^| )--[a-z]", rest):
            continue
        if command not in helps:
            done = run(command, "--help")
            helps[command] = done.stdout if done.returncode == 0 else ""
        options = re.findall(r"(?<![\w-])--[a-z][a-z-]*", rest)
        if command == "policy":
            helps[command] = run("policy", "list", "--help").stdout + run("policy", "show", "--help").stdout
        unknown = [option for option in options if option not in helps[command]]
        assert not unknown, f"{document.name}: variegate {command} has no {unknown}"
