# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The text of web pages, for error messages."""

from __future__ import annotations

import re
from contextlib import suppress
from html.parser import HTMLParser
from typing import Any

PAGE_CHARACTERS = 16 * 1024
# The parser of older Pythons takes a minute for some malformed tags. It only gets the simplest ones.
TAG = re.compile(r"<(/?[a-z][a-z0-9]*)[^<>]*>", re.IGNORECASE)
OTHER_BRACKET = re.compile(r"<(?!/?[a-z][a-z0-9]*>|!)", re.IGNORECASE)
HIDDEN = frozenset(("script", "style"))
INLINE = frozenset(
    ("a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "tt", "u")
)


def page_text(page: str) -> str:
    """The title and the text, with a semicolon between blocks that a browser shows separately."""
    simple = OTHER_BRACKET.sub("", TAG.sub(r"<\1>", page[:PAGE_CHARACTERS]))
    parser = BlockParser()
    with suppress(AssertionError, NotImplementedError):  # Raised for a malformed declaration.
        parser.feed(simple)
        parser.close()
    blocks = (" ".join(block.split()) for block in parser.blocks)
    # Most error pages have the same words as title and as heading.
    text = "; ".join(dict.fromkeys(block for block in blocks if block))
    return re.sub(r"([.:;,!?]);", r"\1", text)


class BlockParser(HTMLParser):
    """Collects the text in `blocks`."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = [""]
        self._hidden = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in HIDDEN:
            self._hidden = tag
        self._end_block(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._hidden:
            self._hidden = ""
        self._end_block(tag)

    def _end_block(self, tag: str) -> None:
        if tag not in INLINE:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.blocks[-1] += data
