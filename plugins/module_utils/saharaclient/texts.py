# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Text for people: makes text from servers safe to show, and lists and times easy to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# The last line of Sahara's error messages: a random id, useful only in its log.
ERROR_ID = re.compile(r"\s*\bError ID: (?P<id>[0-9a-f-]+)\s*$", re.MULTILINE)
# Elements that only web pages have. Messages of programs can contain other words in angle brackets.
HTML = re.compile(r"<(!doctype html|html|head|title|body|h[1-6]|center|br)\b[^<>]*>", re.IGNORECASE)
MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400


def printable(text: str, limit: int | None = None) -> str:
    """At most `limit` characters, with escapes for those that could deceive a reader; newlines are kept.

    These are the characters that control terminals, change the direction of text or are invisible,
    and all spaces except the normal one.
    """
    safe = "".join(
        char if char.isprintable() or char == "\n" else char.encode("unicode_escape").decode()
        for char in text[:limit]
    )
    return safe + ("..." if limit is not None and len(text) > limit else "")


def on_one_line(text: str, separator: str = "; ") -> str:
    return separator.join(line.strip() for line in text.splitlines() if line.strip())


def clean_line(text: str) -> str:
    """The text on one line, and safe to show. All messages for people pass through here."""
    return printable(on_one_line(text, " "))


def without_html(text: str) -> str:
    """What a web page says. Proxies send pages, and services quote them. Other text is unchanged."""
    if not HTML.search(text):
        return text
    # Not at the top: importing the parser takes longer than some tasks spend on all their texts.
    from .html_pages import page_text

    return page_text(text) or text


def trace_line(method: str, url: str, status: int | None, seconds: float, request_id: str) -> str:
    """The arguments of a trace as a line for a log."""
    request = f", request id {request_id}" if request_id else ""
    return f"{method} {url} -> {status} in {seconds:.3f} s{request}"


def with_end(sentence: str, mark: str = ".") -> str:
    """The sentence with this mark at its end, unless it ends already."""
    return sentence if sentence.endswith((".", "?")) else sentence + mark


def listed(names: Iterable[str]) -> str:
    """'a', 'a and b', 'a, b and c'."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def as_sentence(problem: str) -> str:
    """A problem as a sentence of its own. In a list, it starts with a lower-case letter."""
    return problem[:1].upper() + with_end(problem[1:])


def numbered(problems: Sequence[str]) -> str:
    """Several problems as one sentence: "(1) one; (2) another."."""
    marks = [*(";" for _problem in problems[1:]), "."]
    ended = map(with_end, problems, marks)
    return " ".join(f"({number}) {problem}" for number, problem in enumerate(ended, 1))


def shortened(names: Iterable[str], most: int = 5) -> str:
    """The first few names, sorted, and the number of the others."""
    ordered = sorted(names)
    more = len(ordered) - most
    return ", ".join(ordered[:most]) + (f" and {more} more" if more > 0 else "")


def elapsed(seconds: float) -> str:
    """A duration for people: 42 s, 3 min 07 s, 1 h 02 min, 2 d 03 h."""
    whole = max(0, int(seconds))
    if whole < MINUTE_S:
        return f"{whole} s"
    if whole < HOUR_S:
        return f"{whole // MINUTE_S} min {whole % MINUTE_S:02} s"
    if whole < 2 * DAY_S:
        return f"{whole // HOUR_S} h {whole % HOUR_S // MINUTE_S:02} min"
    return f"{whole // DAY_S} d {whole % DAY_S // HOUR_S:02} h"
