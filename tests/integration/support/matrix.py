# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of what the fields of each resource can become, and the plays that try all of it.

A table (`tests/integration/matrix/<resource>.yml`) has what an object is created with, and what it then becomes:
`changes`, made by an update, and `fixed`, which Sahara never makes, so that the object is recreated. A row of them has
`set`, the options of the task; `was` and `shown`, what the diff says before and after; `stored`, what Sahara has then.
Unless given, `was` is what the object was created with, and the others are as set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.templates.node_groups import (
    FIELDS,
)

TABLES = Path(__file__).resolve().parents[1] / "matrix"
KINDS = tuple(sorted(file.stem for file in TABLES.glob("*.yml")))
Values = Mapping[str, Any]
Task = dict[str, Any]

FORETOLD, DONE, AGAIN, FORETOLD_AGAIN = "foretold", "done", "again", "foretold again"
IGNORED, EXPECTED, IN_USE = "ignored", "expected", "in use"
OTHERS = "others"
# Of a cluster template's node group.
GROUP = "worker"


@dataclass(frozen=True)
class Step:
    """Options that become something else in one task.

    only: the version of the API that has them; fixed: Sahara never changes them; anew: keys of the object
    that change beside those stored.
    """

    name: str
    set: Values
    was: Values
    shown: Values
    stored: Values
    only: str | None
    fixed: bool
    anew: tuple[str, ...]

    def works_with(self, api_version: str) -> bool:
        return self.only in (None, api_version)


@cache
def table(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((TABLES / f"{kind}.yml").read_text())
    return found


@cache
def steps(kind: str) -> tuple[Step, ...]:
    """What an object becomes, one after the other; its creation is the first where there is one."""
    rows = table(kind)
    created = rows.get("create", {})
    first = [creation(rows)] if created else []
    rest = [*group_rows(rows), *rows.get("fixed", ()), *rows["changes"]]
    return tuple(
        Step(
            name=f"{number:02} {row.get('name') or ' '.join(row['set'])}",
            set=row["set"],
            was=row["was"] if "was" in row else {name: created[name] for name in row["set"]},
            shown=row.get("shown", row["set"]),
            stored=row.get("stored", row["set"]),
            only=row.get("only"),
            fixed=row in rows.get("fixed", ()),
            anew=tuple(row.get("anew", ())),
        )
        for number, row in enumerate((*first, *rest))
    )


def creation(rows: Values) -> dict[str, Any]:
    """`created` has what is shown and stored otherwise than it is given."""
    row = {"shown": {}, **rows.get("created", {})}
    shown = {**rows["create"], **row["shown"]}
    return {**row, "name": "create", "set": rows["create"], "was": {}, "shown": shown}


def group_rows(rows: Values) -> Iterator[dict[str, Any]]:
    """The rows for the fields of a node group, which keeps what a task does not set.

    They are those of `groups`, those of a node group template for all other fields, and those of `groups_last`.
    """
    if "groups" not in rows:
        return
    for row in (*rows["groups"], *shared_rows(rows), *rows["groups_last"]):
        group = {"name": GROUP, "count": 2, **row["set"]}
        yield {
            "name": "node_groups " + " ".join(row["set"]),
            "set": {"node_groups": [group]},
            "was": {"node_groups": {GROUP: row["was"]}},
            "shown": {"node_groups": {GROUP: row.get("shown", row["set"])}},
            "stored": {"node_groups": [row.get("stored", row["set"])]},
        }


def shared_rows(rows: Values) -> Iterator[dict[str, Any]]:
    """What the fields of a node group become that have no row in `groups`, as those of a node group template do."""
    own = {name for row in rows["groups"] for name in row["set"]} | set(rows["left_out"])
    wanted = {field.name for field in FIELDS} - own - {"name"}
    for row in table("node_group_template")["changes"]:
        (name, *others) = row["set"]
        if name in wanted and not others:
            wanted.remove(name)
            # A diff leaves out of a group what is null.
            yield {
                **row,
                "was": {key: value for key, value in row["was"].items() if value is not None},
            }


def fields_of(kind: str) -> set[str]:
    """The options that the table changes, or says why not."""
    rows = table(kind)
    return {name for step in steps(kind)[1:] for name in step.set} | set(rows.get("left_out", ()))


def back(kind: str, api_version: str) -> dict[str, Any]:
    """Each option as it was once, for a task that wants to change all of them."""
    here = [step for step in steps(kind) if step.works_with(api_version)]
    once = {name: value for step in reversed(here) for name, value in step.was.items()}
    wanted = {**once, **table(kind)["create"]}
    last = {name: value for step in here for name, value in step.set.items()}
    return {
        name: value
        for name, value in wanted.items()
        if value is not None and value != last.get(name) and name != "node_groups"
    }


class Play:
    """The tasks that take an object through its table."""

    def __init__(self, kind: str, api_version: str) -> None:
        self.kind = kind
        self.api_version = api_version
        self.rows = table(kind)
        self.module = f"sahara.dataprocessing.sahara_{kind}"
        # An object is known by the id that it got last.
        self.find = self.rows.get("find") or {"id": f"{{{{ done.{kind}.id }}}}"}

    def text(self) -> str:
        """JSON is YAML too."""
        defaults = {"cloud": self.rows.get("cloud", "demo"), "api_version": self.api_version}
        play = {
            "hosts": "testhost",
            "gather_facts": False,
            "ignore_errors": True,
            "vars": self.rows.get("vars", {}),
            "module_defaults": {"group/sahara.dataprocessing.sahara": defaults},
            "tasks": [{"block": list(self.tasks()), "always": self.tidying()}],
        }
        return json.dumps([play])

    def tasks(self) -> Iterator[Task]:
        yield from self.rows.get("prepare", ())
        for step in steps(self.kind):
            if not step.works_with(self.api_version):
                yield from self.refused(step.name, step.set)
                continue
            if step.fixed:
                yield from self.refused(f"{step.name} refused", step.set)
                yield self.left(f"{step.name} refused", step.set)
            yield from self.change(step)
        if "use" in self.rows:
            yield from self.rows["use"]
            wish = back(self.kind, self.api_version)
            yield from self.refused(IN_USE, wish)
            yield self.left(IN_USE, wish)
            yield from self.rows["disuse"]
        if "is_public" in fields_of(self.kind):
            yield from self.strangers()
        if "create" in self.rows:
            yield from self.removal()

    def task(self, name: str, options: Values, find: Values, **keywords: Any) -> Task:
        return {"name": name, self.module: {**find, **options}, "diff": True, **keywords}

    def change(self, step: Step) -> Iterator[Task]:
        """Check, do, find it done, and look."""
        policy = {"on_immutable_change": "recreate"} if step.fixed else {}
        options = {**step.set, **policy, **self.secrets(step)}
        created = step is steps(self.kind)[0] and "create" in self.rows
        first = {} if created and "find" not in self.rows else self.find
        yield self.task(f"{step.name}: {FORETOLD}", options, first, check_mode=True)
        yield self.task(f"{step.name}: {DONE}", options, first, register="done")
        # Secrets cannot be compared, and are sent each time.
        again = {**step.set, **policy}
        yield self.task(f"{step.name}: {AGAIN}", again, self.find)
        yield self.task(f"{step.name}: {FORETOLD_AGAIN}", again, self.find, check_mode=True)
        yield self.reading(step)

    def secrets(self, step: Step) -> dict[str, str]:
        hidden = any(str(value).startswith("(not shown") for value in step.shown.values())
        return {"update_secrets": "always"} if hidden else {}

    def reading(self, step: Step) -> Task:
        """What Sahara has, and what is expected of it and of the diff, templates filled in."""
        version = self.rows.get("version", "v2")
        one = f"'{self.rows.get('path')}/' ~ done.{self.kind}.id"
        read = self.rows.get("read", f"{{{{ query('stored', {one}, version='{version}') }}}}")
        seen = {"found": read, "stored": step.stored, "was": step.was, "shown": step.shown}
        return {"name": f"{step.name}: {EXPECTED}", "ansible.builtin.debug": {"msg": seen}}

    def refused(self, name: str, options: Values) -> Iterator[Task]:
        yield self.task(f"{name}: {FORETOLD}", options, self.find, check_mode=True)
        yield self.task(f"{name}: {DONE}", options, self.find)

    def left(self, name: str, options: Values) -> Task:
        ignore = {**options, "on_immutable_change": "ignore"}
        return self.task(f"{name}: {IGNORED}", ignore, self.find)

    def tidying(self) -> list[Task]:
        protected = {"is_protected": False} if "is_protected" in fields_of(self.kind) else {}
        removal = self.task("Tidy up", {"state": "absent", **protected}, self.find)
        created = [removal] if "create" in self.rows else []
        return [*self.rows.get("disuse", ()), *created, *self.rows.get("tidy", ())]

    def strangers(self) -> Iterator[Task]:
        """What another project can do with it while it is public, and when that ends; a reader ends it."""
        alt, viewer, gone = {"cloud": "alt"}, {"cloud": "viewer"}, {"state": "absent"}
        name = {"name": "{{ prefix }}-two"}
        yield self.looking("public", alt)
        yield from self.refused(f"{OTHERS} change", {**alt, "is_protected": True})
        yield from self.refused(f"{OTHERS} delete", {**alt, **gone})
        yield self.task(f"{OTHERS} without", {**alt, **gone}, name)
        yield self.looking("viewed", viewer)
        yield self.task("viewer ends it", {**viewer, "is_public": False}, self.find)
        yield self.looking("private", alt)
        yield self.task(f"{OTHERS} without it by id", {**alt, **gone}, self.find)

    def looking(self, name: str, user: Values) -> Task:
        return {"name": f"look {name}", f"{self.module}_info": {**self.find, **user}}

    def removal(self) -> Iterator[Task]:
        gone = {"state": "absent"}
        yield self.task(f"delete: {FORETOLD}", gone, self.find, check_mode=True)
        for phase in (DONE, AGAIN):
            yield self.task(f"delete: {phase}", gone, self.find)
        yield self.task(f"delete: {FORETOLD_AGAIN}", gone, self.find, check_mode=True)
