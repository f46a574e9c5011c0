# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Makes the results of two runs comparable: values that differ from run to run become placeholders."""

from __future__ import annotations

import difflib
import json
import re
from typing import Any

from tests.integration.support.playbook import Run

# The order matters: the first alternative that matches wins.
DIFFERS = re.compile(
    r"(?P<id>\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{32}\b|\b[0-9a-f]{16}\b|\breq-[0-9a-f-]{36}|\btb-[0-9a-f]{8}\b)"
    r"|(?P<time>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?)"
    r"|(?P<address>\b127\.2\d\.\d+\.\d+)"
    r"|(?P<job>\bj\d+\.\d+\b)"
    r"|(?P<quota>\bavailable \d+)"
    # Without the version: Sahara keeps the content of job binaries behind v1.1 whichever version serves the rest.
    r"|(?P<relay>http://127\.0\.0\.1:\d+/[\w.-]+/\d+)(?:/v(?:1\.1|2)(?=/))?"
)
AN_ID = re.compile(r"<id \d+>")
IDS = re.compile(r"\['<id \d+>'(?:, '<id \d+>')+\]")
# Placeholders without a number. The remaining quota depends on the other runs.
UNCOUNTED = ("time", "quota")

# Sahara also starts health checks itself, some time after a cluster is Active; and the duration of steps varies.
TIMING_DEPENDENT = frozenset(("health", "seconds"))

# ansible-core 2.19 adds this to a failure that "failed_when" accepts, if the module was a separate program.
ADDED_BY_ANSIBLE = frozenset(("failed_when_suppressed_exception",))


class Normaliser:
    """Replaces ids and addresses with numbers, in order of appearance, so that references remain comparable."""

    def __init__(self, run: Run) -> None:
        self._names = run.names
        self._numbers: dict[str, str] = {}

    def __call__(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                self(name): "<timing>" if name in TIMING_DEPENDENT else self(item)
                for name, item in sorted(value.items())
                if name not in ADDED_BY_ANSIBLE
            }
        if isinstance(value, list):
            items = [self(item) for item in value]
            # Sahara returns the objects that another one uses in any order.
            return sorted(items) if all(AN_ID.fullmatch(str(item)) for item in items) else items
        if isinstance(value, str):
            value = IDS.sub(in_order, DIFFERS.sub(self._number, value))
            for name, word in self._names.items():
                value = value.replace(name, word)
        return value

    def _number(self, match: re.Match[str]) -> str:
        kind = str(match.lastgroup)
        if kind in UNCOUNTED:
            return f"<{kind}>"
        number = sum(name.startswith(f"<{kind}") for name in self._numbers.values()) + 1
        return self._numbers.setdefault(match[kind], f"<{kind} {number}>")


def in_order(ids: re.Match[str]) -> str:
    """Sort a list of ids within a sentence, like any other list of ids."""
    return str(sorted(AN_ID.findall(ids[0])))


def comparable(run: Run, leave_out: tuple[str, ...]) -> list[tuple[str, str, dict[str, Any]]]:
    """The name, outcome and result of each task of the collection, without tasks whose name contains one of `leave_out`."""
    normal = Normaliser(run)
    return [
        (str(record), record.outcome, without_version(normal(record.result)))
        for record in run.ours
        if not any(words in record.task for words in leave_out)
    ]


def without_version(result: dict[str, Any]) -> dict[str, Any]:
    """The result without the option api_version, in which the runs differ on purpose."""
    for one in (result, *result.get("results", ())):
        one.get("invocation", {}).get("module_args", {}).pop("api_version", None)
    return result


def differences(one: Run, other: Run, *leave_out: str) -> list[str]:
    """A line for each value that differs. If the tasks differ, only their names are compared.

    leave_out: tasks with one of these in their names are not compared.
    """
    left, right = comparable(one, leave_out), comparable(other, leave_out)
    tasks = [[f"{name}: {outcome}" for name, outcome, _ in side] for side in (left, right)]
    if tasks[0] != tasks[1]:
        return list(difflib.unified_diff(*tasks, lineterm="", n=0))
    return [
        f"{name}: {line}"
        for (name, _, a), (_, _, b) in zip(left, right, strict=True)
        for line in unequal("", a, b)
    ]


def unequal(path: str, one: Any, other: Any) -> list[str]:
    """A line for each difference between two values."""
    if isinstance(one, dict) and isinstance(other, dict):
        return [
            line
            for key in sorted(one.keys() | other.keys())
            for line in unequal(
                f"{path}.{key}", one.get(key, "(absent)"), other.get(key, "(absent)")
            )
        ]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line
            for number, (a, b) in enumerate(zip(one, other, strict=True))
            for line in unequal(f"{path}[{number}]", a, b)
        ]
    return [] if one == other else [f"{path}: {json.dumps(one)} | {json.dumps(other)}"]
