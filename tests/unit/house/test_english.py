# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything that a person reads is plain English: no phrases that sound translated, no endless sentences."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.unit.house.test_modules import MODULES, documented
from tools.files import project_files
from tools.tree import ROOT

# What not to write, and what to write in its place.
UNWANTED = {
    r"\bshall\b": "must, should, or the present tense",
    r"\bcan not\b": "cannot",
    r"\banew\b": "again",
    r"\bfor?etell|\bforetold\b": "predict",
    r"\blest\b": "so that ... not",
    r"\bwhoever\b": "anyone who",
    r"\bdo(es)? everywhere\b": "work everywhere",
    r"\bbelongs? into\b": "belongs in",
    r"\bout of order\b": "unavailable",
    r"\bone's\b": "your",
    r"\bwhat one\b": "what you",
    r"\bby turns\b": "alternately",
    r"\bsees? to it\b|\bseen to it\b": "make sure",
    r"\bat last\b": "finally",
    r"\bin the place of\b": "instead of",
    r"\bof no use\b": "useless",
    r"\bhas to be made of\b": "may contain only",
    r"\bis told\b|\bare told\b|\btold of\b|\btells? of\b|\btells? that\b": "is reported, report, show",
    r"\bas (it|they) shall\b": "after the change",
    r"(?<!there\s)\b(is|are) no (?!longer\b|more than\b)[a-z]": "is not a ...",
    r", for (it|they|he|there|that|this|these|nobody|nothing) [a-z]+": "because",
    r"\bso (?:as|long) as\b": "while",
    r"\bfor ever\b": "forever",
    r"\bmade of (?:it|them|a (?:node|cluster|job))\b": "created from",
    r"\bgoes? on (?:with|there)\b": "continues",
    r"\bnobody\b.{0,20}\bknows?\b": "is not known",
}
# Texts that are not ours, or that quote others.
ELSEWHERE = (
    "LICENSE",
    "LICENSES/",
    "tests/requirements/",
    "tests/unit/house/test_english.py",
    "CHANGELOG.rst",
)
# The file, and what it says for a reason.
EXCEPTIONS: Mapping[str, tuple[str, ...]] = {
    # The table of words that are not used.
    "CONTRIBUTING.md": ("anew",),
    # What Sahara and its engines say.
    "tests/unit/client/test_errors.py": ("can not",),
    "tests/unit/module_utils/resources/test_job_execution.py": ("can not",),
}
PATTERNS = {
    re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE): better
    for pattern, better in UNWANTED.items()
}
# Nearly all texts have none.
ANY_UNWANTED = re.compile("|".join(pattern.pattern for pattern in PATTERNS), re.IGNORECASE)
LONGEST_SENTENCE = 30
PROSE_TOKENS = {
    tokenize.COMMENT,
    tokenize.STRING,
    getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING),
}
# A comment continues on the next line.
LINE_BREAK = re.compile(r"\n[ \t]*# ?")
PROSE = (".md", ".rst", ".yml", ".yaml", ".toml", ".in", ".cfg", ".svg")


def python_prose(source: str) -> Iterator[tuple[int, str]]:
    """The comments, strings and test names of a Python file, each with its first line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in PROSE_TOKENS:
            yield token.start[0], token.string
        elif token.type == tokenize.NAME and token.string.startswith("test_"):
            yield token.start[0], token.string.replace("_", " ")


def prose(path: Path) -> Iterator[tuple[int, str]]:
    """What a person reads in a file: the number of its first line, and the text."""
    source = (ROOT / path).read_text(encoding="utf-8")
    if path.suffix == ".py" or path.name == "dev":
        yield from python_prose(source)
    else:
        yield 1, source


def faults(text: str) -> Iterator[tuple[int, str, str]]:
    """Everything in a text that is not plain English: how many lines down, the words, and what to write instead."""
    joined = LINE_BREAK.sub(lambda match: match[0].replace("#", " "), text)
    if not ANY_UNWANTED.search(joined):
        return
    for pattern, better in PATTERNS.items():
        for match in pattern.finditer(joined):
            yield joined.count("\n", 0, match.start()), match[0], better


def texts() -> list[Path]:
    return [
        path
        for path in (*project_files(".py", *PROSE), Path("dev"))
        if not str(path).startswith(ELSEWHERE)
    ]


def faults_in(path: Path) -> Iterator[str]:
    allowed = EXCEPTIONS.get(str(path), ())
    for line, text in prose(path):
        for down, words, better in faults(text):
            if words not in allowed:
                yield f"{path}:{line + down}: {' '.join(words.split())!r}: write {better}"


@pytest.mark.slow
def test_it_is_plain_english() -> None:
    found = [fault for path in texts() for fault in faults_in(path)]
    assert not found, "\n".join(found)


def sentences(texts: Any) -> Iterator[str]:
    for text in [texts] if isinstance(texts, str) else texts or ():
        yield from re.split(r"(?<=[.;:])\s+", text)


def descriptions(options: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each sentence on an option, with the option."""
    for name, option in options.items():
        for sentence in sentences(option.get("description")):
            yield name, sentence
        yield from descriptions(option.get("suboptions") or {})


@pytest.mark.parametrize("module", MODULES)
def test_no_sentence_on_an_option_is_long(module: str) -> None:
    found = [
        f"{name}: {sentence}"
        for name, sentence in descriptions(documented(module)["doc"]["options"])
        if len(sentence.split()) > LONGEST_SENTENCE
    ]
    assert not found, "\n".join(found)


def test_text_that_sounds_translated_is_found() -> None:
    for text in (
        "It shall be so.",
        "x is no number",
        "broken, for it is old",
        "they can not",
        "do it\n    # anew",
    ):
        assert list(faults(text)), text
    for text in (
        "there is no such file",
        "it is no longer used",
        "ask for the list, for example",
        "cannot",
    ):
        assert not list(faults(text)), text
