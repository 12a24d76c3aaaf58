"""Private names of one target do not meet: in a unity build its files are compiled in batches, which shift with every file added."""
import collections
import itertools
import pathlib
import re

import pytest

SOURCE = pathlib.Path(__file__).resolve().parents[2]
WHAT_TO_DO = ("In a unity build these files may become one unit. Move what they share to a header, name it after what it is in its "
              "own file, or, where the files are alike on purpose, make them units of their own (SKIP_UNITY_BUILD_INCLUSION).")
LEVELS = {"(": 1, "[": 1, "{": 1, "<": 1, ")": -1, "]": -1, "}": -1, ">": -1}


def is_alone(path, folder, text):
    """Whether a file is a unit of its own, by what the CMakeLists of its folder say."""
    if re.search(r"set_target_properties\([^)]*\bUNITY_BUILD OFF", text):
        return True
    globs = dict(re.findall(r'file\(GLOB (\w+) CONFIGURE_DEPENDS "\$\{CMAKE_CURRENT_SOURCE_DIR\}/([^"]+)"\)', text))
    patterns = [f"{listed}/*.cc" for listed in re.findall(r"variegate_listed\((\w+)", text)]
    for named in re.findall(r"set_source_files_properties\(([^)]*?) PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON", text):
        patterns += [globs.get(word.strip("${}"), word) for word in named.split()]
    own = path.relative_to(folder)
    return any(own.parent == pathlib.PurePath(pattern).parent and own.match(pattern) for pattern in patterns)


def units_of(folder):
    """The files of a folder's target that are compiled in batches."""
    text = re.sub(r"#.*", "", (folder / "CMakeLists.txt").read_text(encoding="utf-8"))
    rooms = re.search(r"ROOMS ([\w/ ]+?) (?:DEPENDS|SOURCES)", text)
    paths = [path for room in [".", *(rooms[1].split() if rooms else [])] for path in sorted((folder / room).glob("*.cc"))]
    programs = re.compile(r"(^|_)main\.cc$")  # of a target of their own
    return [path for path in paths if not programs.search(path.name) and not is_alone(path, folder, text)]


def split_at_commas(text):
    parts, level = [""], 0
    for letter in text:
        level += LEVELS.get(letter, 0)
        if letter == "," and level == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def parameter_types(parameters):
    """Without names and defaults, which do not tell functions apart."""
    types = []
    for parameter in split_at_commas(parameters):
        parameter = re.sub(r"\s*=.*", "", parameter)
        types.append(re.sub(r"(?<=[\w>&*])(\s+|(?<=[&*]))\w+$", "", parameter) if not re.fullmatch(r"(const )?[\w:]+", parameter)
                     else parameter)
    return ", ".join(types)


def definition(text):
    """(name, kind, what tells it apart) of a declaration at namespace scope; None for what may stand in two files."""
    text = re.sub(r"\s+", " ", re.sub(r"^(?:template <.*?> ?(?=\w)|\[\[\w+\]\] )+", "", text)).strip()
    if found := re.match(r"(?:using|namespace) (\w+) = (.*)", text):
        return found[1], "alias", found[2]
    if found := re.match(r"(?:struct|class|union|enum(?: class| struct)?) (?:\[\[\w+\]\] )?(\w+)[^;=(]*\{", text):
        return found[1], "type", ""
    if found := re.match(r"[\w:<>,&*\[\] ]*?\b(\w+)\((.*)\)(?: const| noexcept| -> [\w:<>&* ]+)* \{", text):
        return found[1], "function", parameter_types(found[2])
    if found := re.match(r"(?!using\b|struct\b|class\b|extern\b|return\b)[\w:<>,&*() ]+?[ *&](\w+)(?:\[[^\]]*\])*(?: = |\{|;)", text):
        return (found[1], "constant", "") if "(" not in text.split("=")[0].split("{")[0] else None
    return None


def private_definitions(text):
    """The definitions in unnamed namespaces, as (namespace around, name, kind, what tells it apart). clang-format puts what stands
    at namespace scope, and nothing else but closing braces, at the beginning of a line."""
    text = re.sub(r"^#(?:.*\\\n)*.*$", "", re.sub(r"//.*|/\*.*?\*/", "", text), flags=re.MULTILINE)
    around, found, declaration = [], [], ""
    for line in text.split("\n"):
        if opened := re.match(r"(?:inline )?namespace ?([\w:]*) ?\{$", line.rstrip()):
            around.append(opened[1])
        elif line.startswith("}") and not line[1:].strip() and not declaration and around:
            around.pop()
        elif "" in around:
            if not declaration and (not line.strip() or line[0] in " })]"):
                continue
            declaration += line + "\n"
            depth = sum(declaration.count(letter) - declaration.count(other) for letter, other in ("()", "{}"))
            if depth == 0 and re.search(r"[;}]\s*$", declaration):
                defined = definition(declaration)
                if defined:
                    found.append(("::".join(around), *defined))
                declaration = ""
    return found


def clashes(texts):
    """One line for every two files that define a private name each, where a unit of both would not compile."""
    by_name = collections.defaultdict(list)
    for file, text in texts.items():
        for namespace, name, kind, apart in private_definitions(text):
            by_name[namespace, name].append((file, kind, apart))
    found = []
    for (_, name), places in by_name.items():
        for (file, kind, apart), (other, other_kind, other_apart) in itertools.combinations(places, 2):
            overloads = kind == other_kind == "function" and apart != other_apart
            same_alias = kind == other_kind == "alias" and apart == other_apart
            if file != other and not overloads and not same_alias:
                found.append(f"{name} ({kind}{': ' + apart if apart else ''}) in {file} and {other}")
    return found


FOLDERS = sorted({path.parent for top in ("variegate", "cli", "python", "tests") for path in (SOURCE / top).rglob("CMakeLists.txt")})


def test_private_names_of_a_target_do_not_meet():
    found = []
    for folder in FOLDERS:
        found += clashes({str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8") for path in units_of(folder)})
    assert not found, "\n".join([*found, WHAT_TO_DO])


def private(text):
    return "namespace variegate {\nnamespace {\n\n" + text + "\n\n}  // namespace\n}  // namespace variegate\n"


@pytest.mark.parametrize("one, other", [
    ("constexpr double kHalf = 0.5;", "constexpr int kHalf = 1;"),
    ("const std::vector<int> kSizes{1, 2};", "const std::vector<int> kSizes{1, 2};"),
    ("constexpr double kSizes[] = {\n    1.0,\n    2.0};", "constexpr int kSizes[] = {1};"),
    ("struct Pair {\n  int a;\n};", "class Pair : Base {\n};"),
    ("enum class Kind { one };", "struct Kind {};"),
    ("using Arms = std::vector<int>;", "using Arms = std::set<int>;"),
    ("int twice(int a) { return 2 * a; }", "double twice(int number) {\n  return 2.0 * number;\n}"),
    ("double mean(const std::vector<std::pair<int, int>>& values,\n            int from = 0) {\n  return 0.0;\n}",
     "double mean(const std::vector<std::pair<int, int>>& all, int first) { return 0.0; }"),
    ("template <class T>\nT twice(T a) {\n  return 2 * a;\n}", "template <class T>\nT twice(T number) {\n  return 2 * number;\n}"),
    ("TEST(Choice, IsKept) {\n  EXPECT_TRUE(true);\n}", "TEST(Choice, IsKept) {\n  EXPECT_TRUE(true);\n}"),
])
def test_a_name_that_two_files_define_is_found(one, other):
    assert len(clashes({"a.cc": private(one), "b.cc": private(other)})) == 1


@pytest.mark.parametrize("one, other", [
    ("using Arms = std::vector<int>;", "using Arms = std::vector<int>;"),
    ("int twice(int a) { return 2 * a; }", "int twice(double a) { return 2; }"),
    ("int twice(int a);", "int twice(int a) { return 2 * a; }"),
    ("struct Pair;", "struct Pair {\n  int a;\n};"),
    ("int twice(int a) {\n  constexpr int kHalf = 1;\n  return a;\n}", "constexpr int kHalf = 1;"),
    ("TEST(Choice, IsKept) {\n  EXPECT_TRUE(true);\n}", "TEST(Choice, IsSaid) {\n  EXPECT_TRUE(true);\n}"),
])
def test_what_may_stand_in_both_is_not(one, other):
    assert clashes({"a.cc": private(one), "b.cc": private(other)}) == []


def test_a_name_that_is_public_or_in_another_namespace_is_not():
    of_cli = private("int twice(int a) { return a; }").replace("variegate", "variegate::cli")
    public = "namespace variegate {\nint twice(int a) { return a; }\n}  // namespace variegate\n"
    assert clashes({"a.cc": private("int twice(int a) { return a; }"), "b.cc": of_cli, "c.cc": public}) == []


def test_files_that_are_units_of_their_own_are_left_out():
    alone = {"variegate/ops/image/rotate.cc", "variegate/data/decode/decode_png.cc", "cli/search_command.cc", "cli/main.cc",
             "tests/space/made_kind_test.cc", "variegate/kernels/resample.cc"}
    assert all((SOURCE / path).exists() for path in alone), alone
    units = {str(path.relative_to(SOURCE)) for folder in FOLDERS for path in units_of(folder)}
    assert not alone & units
    assert {"variegate/study/decision.cc", "variegate/space/kinds/box.cc", "tests/study/decision_test.cc"} <= units
