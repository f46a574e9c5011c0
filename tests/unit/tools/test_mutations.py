# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The faults that ./dev mutants plants, and those that it does not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

# It is not among the oldest libraries, with which these tests would show nothing new.
pytest.importorskip("coverage")

from tools.mutants.__main__ import Usage, sample, sources, wanted
from tools.mutants.walk import mutations

FOLDERS = ["plugins/module_utils", "plugins/plugin_utils", "plugins/inventory"]


def of_statement(statement: str) -> set[str]:
    """What a statement in a function becomes."""
    inside = statement.replace("\n", "\n    ")
    found = mutations("one.py", f"def f():\n    {inside}\n")
    return {"\n".join(line[4:] for line in each.mutated.splitlines()[1:]) for each in found}


@pytest.mark.parametrize(
    ("statement", "mutated"),
    [
        ("a = x == y", {"a = x != y"}),
        ("a = x < y <= z", {"a = x <= y <= z", "a = x < y < z"}),
        ("a = x > y", {"a = x >= y"}),
        ("a = x in y", {"a = x not in y"}),
        ("a = x is not None", {"a = x is None"}),
        ("a = not x", {"a = x"}),
        ("a = x and y", {"a = x or y", "a = x", "a = y"}),
        (
            "a = x or y == z or w",
            {
                "a = x and y == z and w",
                "a = y == z or w",
                "a = x or w",
                "a = x or y == z",
                "a = x or y != z or w",
            },
        ),
        (
            "a = (x or y) and z",
            {
                "a = (x or y) or z",
                "a = (x or y)",
                "a = z",
                "a = (x and y) and z",
                "a = (x) and z",
                "a = (y) and z",
            },
        ),
        ("a = x if y else z", {"a = z if y else x", "a = x if not y else z"}),
    ],
)
def test_conditions(statement: str, mutated: set[str]) -> None:
    assert of_statement(statement) == mutated


@pytest.mark.parametrize(
    ("statement", "mutated"),
    [
        ("a = True", {"a = False"}),
        ("a = 0", {"a = 1"}),
        ("a = 3", {"a = 4", "a = 2"}),
        ("a = 0.5", {"a = 1.0"}),
        ("a = 0.0", {"a = 1.0"}),
        ("a = x['key']", {'a = x[""]'}),
        ("a = b'key'", {'a = b""'}),
        ("a = f'/{x}/y'", {'a = ""'}),
        ("a = x + y", {"a = x - y"}),
        ("a = 24 * 60 * 60", {"a = (24 * 60) / 60"}),
        ("a = 3 * x", {"a = 4 * x", "a = 2 * x", "a = 3 / x"}),
        ("a = x | y", {"a = x"}),
        ("a = {**x, **y}", {"a = {**y}", "a = {**x}"}),
        ("a = x.get(y, z)", {"a = x.get(y)"}),
        ("a = x.strip()", {"a = x"}),
        ("a = sorted(x, key=y)", {"a = list(x)"}),
        ("a = any(x)", {"a = all(x)"}),
        ("a = isinstance(x, (y, z))", {"a = isinstance(x, (z,))", "a = isinstance(x, (y,))"}),
        ("a = [x for x in y if z]", {"a = [x for x in y if True]", "a = [x for x in y if not z]"}),
    ],
)
def test_values(statement: str, mutated: set[str]) -> None:
    assert of_statement(statement) == mutated


@pytest.mark.parametrize(
    ("statement", "mutated"),
    [
        ("x.raise_problems()", {"pass"}),
        ("yield x", {"pass"}),
        ("raise x", {"pass"}),
        ("x.y = z", {"pass"}),
        ("x[y] = z", {"pass"}),
        ("x += y", {"pass"}),
        ("del x[y]", {"pass"}),
        ("return", {"pass"}),
        ("return x", {"return None"}),
        ("if x:\n    y = z", {"if not x:\n    y = z"}),
        ("while x:\n    break", {"while not x:\n    break", "while x:\n    continue"}),
        ("for x in y:\n    continue", {"for x in y:\n    break"}),
        (
            "try:\n    y = x\nexcept (A, B):\n    y = z",
            {
                "try:\n    y = x\nexcept (B,):\n    y = z",
                "try:\n    y = x\nexcept (A,):\n    y = z",
                "try:\n    y = x\nexcept (A, B):\n    raise",
            },
        ),
        ("with suppress(A):\n    y = x", {"with suppress():\n    y = x"}),
    ],
)
def test_statements(statement: str, mutated: set[str]) -> None:
    assert of_statement(statement) == mutated


def test_a_table_loses_each_of_its_names() -> None:
    found = {each.mutated for each in mutations("one.py", "OUTAGES = (A, B)\n")}
    assert found == {"OUTAGES = (B,)\n", "OUTAGES = (A,)\n"}


@pytest.mark.parametrize(
    "text",
    [
        '"""What the file is for."""',
        "from a import b",
        "__all__ = ['a']",
        "DOCUMENTATION = 'a'",
        "T = TypeVar('T', bound='A')",
        "Values = Mapping[str, 'A']",
        "x: Literal['a']",
        "if TYPE_CHECKING:\n    x = 1",
        "if __name__ == '__main__':\n    main()",
        "def f(x: 'A' = None) -> 'B':\n    'What it does.'",
        "def f():\n    assert x == y",
        "def f():\n    message = 'no such thing'",
        "def f():\n    message = f'no {x + 1}'",
        "def f():\n    message = 'no such ' + name",
        "def f():\n    x = cast('A', y)",
        "def f():\n    display.vvv(x)",
        "def __repr__(self):\n    return str(1)",
        "@overload\ndef f(x=1):\n    ...",
        "@dataclass(frozen=True)\nclass A:\n    x: int",
        "class A:\n    def __init__(self, x):\n        self.x = x",
    ],
)
def test_what_no_test_could_notice_stays(text: str) -> None:
    assert mutations("one.py", text + "\n") == []


def test_the_words_of_an_error_stay_but_not_its_facts() -> None:
    found = of_statement("raise Refused('protected', status=400)")
    assert found == {
        "pass",
        "raise Refused('protected', status=401)",
        "raise Refused('protected', status=399)",
    }


def test_the_lines_whose_tests_can_notice_it() -> None:
    text = "A = 1\n\ndef f(b=2):\n    if (\n        b == a\n    ):\n        a()\n    return b\n"
    lines = {each.what: each.lines for each in mutations("one.py", text)}
    assert lines["1 becomes 2"] == ()
    assert lines["2 becomes 3"] == (4, 5, 6, 7, 8)
    assert lines["== becomes !="] == (4, 5, 6)
    assert lines["the statement dropped"] == (7,)
    assert lines["returns None"] == (8,)


def test_a_survivor_is_shown_as_lines_before_and_after() -> None:
    text = "def f():\n    return x\n"
    (mutation,) = mutations("one.py", text)
    assert mutation.diff(text) == ["-    return x", "+    return None"]
    assert (mutation.path, mutation.line) == ("one.py", 2)


@pytest.mark.slow
def test_each_mutation_of_the_plugins_is_a_program() -> None:
    texts = sources(FOLDERS)
    found = [mutation for path, text in texts.items() for mutation in mutations(path, text)]
    for mutation in sample(found, 100, seed=1):
        ast.parse(mutation.mutated)


def test_a_seed_makes_the_same_choice() -> None:
    found = mutations("one.py", Path(__file__).read_text("utf-8"))
    assert sample(found, 20, seed=7) == sample(found, 20, seed=7)
    assert sample(found, 20, seed=7) != sample(found, 20, seed=8)
    assert len(sample(found, 20, seed=7)) == 20
    assert len(sample(found, 0, seed=7)) == len(found)


def test_no_line_is_chosen_twice_before_all_are() -> None:
    found = mutations("one.py", "A = 1\nB = 1\nC = 1\n")
    assert len(found) == 6
    for seed in range(10):
        assert [each.line for each in sample(found, 3, seed)] == [1, 2, 3]


def test_folders_files_and_lines_can_be_chosen() -> None:
    text = "A = True\nB = True\n"
    found = [*mutations("a/one.py", text), *mutations("a/b/two.py", text)]
    assert wanted(found, []) == found
    assert {each.path for each in wanted(found, ["a/b/"])} == {"a/b/two.py"}
    assert [each.line for each in wanted(found, ["a/one.py:2"])] == [2]
    with pytest.raises(Usage, match=r"There is nothing to mutate at a/one\.py:3\."):
        wanted(found, ["a/one.py:3"])
