# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Patterns of names and statuses: what they match, and which match only one text."""

from __future__ import annotations

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.patterns import (
    InvalidPattern,
    matcher,
    only_value,
)


@pytest.mark.parametrize(
    ("patterns", "matching"),
    [
        ([], ["a", "a-1", "a-2", "B"]),
        (["a"], ["a"]),
        (["a-?"], ["a-1", "a-2"]),
        (["a-[!1]", "B"], ["a-2", "B"]),
        (["b"], []),
        (["~a"], ["a", "a-1", "a-2"]),
        (["~-1"], []),
        (["~.*1$", "*2"], ["a-1", "a-2"]),
    ],
)
def test_a_text_matches_one_of_the_patterns(patterns: list[str], matching: list[str]) -> None:
    assert list(filter(matcher(patterns), ["a", "a-1", "a-2", "B"])) == matching


def test_invalid_regular_expression_is_one_sentence() -> None:
    with pytest.raises(InvalidPattern, match=r"'\(' is not a valid regular expression"):
        matcher(["fine-*", "~("])


@pytest.mark.parametrize(
    ("patterns", "value"),
    [
        (["a.b"], "a.b"),
        (["Scaling: Spawning"], "Scaling: Spawning"),
        ([], None),
        (["a", "b"], None),
        (["a*"], None),
        (["a?"], None),
        (["[a]"], None),
        (["~a"], None),
    ],
)
def test_only_one_text_without_wildcards_is_a_value(patterns: list[str], value: str | None) -> None:
    assert only_value(patterns) == value
