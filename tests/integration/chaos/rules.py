# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What must hold for the three runs of a disturbed operation, whatever the disturbance was."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Control characters, and those that change the direction of text.
HARMFUL = ("Cc", "Cf")


@dataclass(frozen=True)
class Outcome:
    """How a run ended. writes: method and path of each write that Sahara carried out, in this order."""

    succeeded: bool
    changed: bool
    message: str
    kind: str
    writes: Sequence[tuple[str, str]]


def wrong(first: Outcome | None, second: Outcome, third: Outcome) -> Iterator[str]:
    """A sentence for each rule that the runs break. first: None if it was killed.

    A run that says "changed" has written, and one that says "unchanged" has not. So the runs together
    say "changed" once, unless the run that wrote has failed.
    """
    if first is not None and not first.succeeded:
        yield from wrong_failure(first)
    if not second.succeeded:
        yield f"the second run fails: {second.message}"
    if first is not None and first.succeeded and not first.changed:
        yield "the first run says that it changed nothing"
    earlier = set(first.writes) if first is not None else set()
    # A deletion that is still in progress is requested again.
    wrote = [write for write in second.writes if write not in earlier or write[0] != "DELETE"]
    if second.changed != bool(wrote):
        yield f"the second run says changed: {second.changed}, but it wrote {wrote}"
    if first is not None and not first.writes and not second.writes:
        yield "no run wrote anything"
    if first is not None and first.succeeded and second.changed:
        yield "both the first and the second run say that they changed something"
    if not third.succeeded or third.changed or third.writes:
        yield f"the third run is not 'unchanged': {third}"


def wrong_failure(failed: Outcome) -> Iterator[str]:
    """What is wrong with the way in which a run failed."""
    if not failed.kind or "Unexpected" in failed.message:
        yield f"the failure is a bug: {failed.message}"
    if len(failed.message.splitlines()) != 1:
        yield f"the failure is not one line: {failed.message!r}"


def wrong_remains(left: Sequence[str], expected: Sequence[str]) -> Iterator[str]:
    """A sentence if something else is left than by an undisturbed run."""
    if left != expected:
        yield f"the runs left {left} instead of {expected}"


def wrong_text(text: str, secrets: Sequence[str]) -> Iterator[str]:
    """Each line of a text that no output may contain."""
    for line in text.split("\n"):
        harmful = {char for char in line if unicodedata.category(char) in HARMFUL}
        if harmful:
            yield f"has the control characters {sorted(harmful)}: {line!r}"
        if any(secret in line for secret in secrets):
            yield f"has a secret: {line}"
        if "Traceback (most recent call last)" in line:
            yield f"has a traceback: {line}"
