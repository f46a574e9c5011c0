# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text for people is short, and safe for their terminals."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.texts import (
    ERROR_ID,
    clean_line,
    elapsed,
    numbered,
    on_one_line,
    printable,
    shortened,
    with_end,
)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-1, "0 s"),
        (0, "0 s"),
        (59.9, "59 s"),
        (60, "1 min 00 s"),
        (187, "3 min 07 s"),
        (3599, "59 min 59 s"),
        (3720, "1 h 02 min"),
        (47 * 3600, "47 h 00 min"),
        (48 * 3600, "2 d 00 h"),
        (1e6, "11 d 13 h"),
    ],
)
def test_durations_are_readable(seconds, text):
    assert elapsed(seconds) == text


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["b", "a"], "a, b"),
        ("edcba", "a, b, c, d, e"),
        ("gfedcba", "a, b, c, d, e and 2 more"),
    ],
)
def test_long_list_is_shortened(names, text):
    assert shortened(names) == text


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("grün\nblau", None, "grün\nblau"),
        ("\x1b[2Jx\x07\u202e", None, r"\x1b[2Jx\x07\u202e"),
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcdef..."),
    ],
)
def test_control_characters_are_escaped(text, limit, shown):
    assert printable(text, limit) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Grün, 緑, יָרוֹק", "Grün, 緑, יָרוֹק"),
        ("one\ntwo\r\n\n three\x0bfour\x85five\u2028six", "one two three four five six"),
        ("\x1b]0;title\x07 \x9b31m", r"\x1b]0;title\x07 \x9b31m"),
        ("\u202eabc\u2066d\u200f", r"\u202eabc\u2066d\u200f"),
        ("zero\u200bwidth\ufeff \ud800 \U000e0041", r"zero\u200bwidth\ufeff \ud800 \U000e0041"),
    ],
    ids=["letters", "line breaks", "terminal sequences", "directions", "invisible"],
)
def test_clean_line_is_one_line_that_shows_every_character(text, shown):
    assert clean_line(text) == shown


def test_lines_are_joined_without_blank_ones():
    assert on_one_line(" a \n\n  \n b\r\nc") == "a; b; c"
    assert on_one_line("a\nb", " ") == "a b"


@pytest.mark.parametrize(
    ("sentence", "ended"),
    [("No host", "No host."), ("No host.", "No host."), ("No host?", "No host?")],
)
def test_sentence_has_one_mark_at_its_end(sentence, ended):
    assert with_end(sentence) == ended


def test_several_problems_are_one_sentence():
    assert numbered(["no a", "no b; did you mean 'c'?", "no d"]) == (
        "(1) no a; (2) no b; did you mean 'c'? (3) no d."
    )
    assert numbered(["no a", "no b?"]) == "(1) no a; (2) no b?"


@pytest.mark.parametrize(
    ("text", "rest", "found"),
    [
        ("No host\nError ID: 11-22", "No host", "11-22"),
        ("No host Error ID: 11-22\nMore", "No host\nMore", "11-22"),
        ("Error ID: 11-22 is unknown", "Error ID: 11-22 is unknown", None),
        ("MyError ID: 11", "MyError ID: 11", None),
    ],
)
def test_error_id_is_separated_from_the_text(text, rest, found):
    match = ERROR_ID.search(text)
    assert (match and match["id"]) == found
    assert ERROR_ID.sub("", text) == rest
