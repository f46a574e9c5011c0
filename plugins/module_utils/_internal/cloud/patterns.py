# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Patterns of names and statuses, which select the same in the info modules and in the inventory."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Sequence
from typing import Callable

from ...saharaclient.errors import SaharaError

REGULAR_EXPRESSION = "~"
WILDCARDS = re.compile(r"[*?\[]")


class InvalidPattern(SaharaError):
    """A pattern is not a valid regular expression."""


def matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """A function that returns whether a text matches one of these patterns; without patterns, every text does.

    A pattern may contain `*`, `?` and `[...]`. After `~`, it is a regular expression that must
    match from the first character. Raises InvalidPattern.
    """
    if not patterns:
        return lambda text: True
    sources = [
        text[1:] if text.startswith(REGULAR_EXPRESSION) else fnmatch.translate(text)
        for text in patterns
    ]
    try:
        compiled = [re.compile(source) for source in sources]
    except re.error as error:
        raise InvalidPattern(
            f"{error.pattern!r} is not a valid regular expression: {error}. The text after '~' must be one."
        ) from None
    return lambda text: any(pattern.match(text) for pattern in compiled)


def only_value(patterns: Sequence[str]) -> str | None:
    """The one text that the patterns match; None if they may match several."""
    if len(patterns) != 1 or patterns[0].startswith(REGULAR_EXPRESSION):
        return None
    return None if WILDCARDS.search(patterns[0]) else patterns[0]
