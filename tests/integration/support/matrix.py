# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the changes to each field of each resource, and the plays that test them.

A table (`tests/integration/matrix/<resource>.yml`) has the options for creating an object, and its changes: `changes`
are made by updates; `fixed` are not allowed by Sahara, so the object is re-created. Each row has `set`, the options of
the task; `was` and `shown`, the diff before and after; and `stored`, what Sahara has afterwards. By default, `was` is
taken from the creation, and `shown` and `stored` equal `set`.
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

from tools.resources import RESOURCES

TABLES = Path(__file__).resolve().parents[1] / "matrix"
KINDS = tuple(sorted(file.stem for file in TABLES.glob("*.yml")))
Values = Mapping[str, Any]
Task = dict[str, Any]

PREDICTED, DONE, AGAIN, PREDICTED_AGAIN = "predicted", "done", "again", "predicted again"
IGNORED, EXPECTED, IN_USE = "ignored", "expected", "in use"
OTHERS = "others"
DESCRIBED, REUSED, COPIED, COMPARED = "described", "reused", "copied", "compared"
# The kinds whose info modules return options only on request.
WITH_REFERENCES = {name for name, resource in RESOURCES.items() if not resource.options_are_free}
# The kinds whose options are all that a copy needs. Images and plugins cannot be copied, and content is not an option.
STEPS_PER_COPY = 4  # The values of the steps between are still there.
WITH_COPIES = (
    "cluster_template",
    "data_source",
    "job_binary",
    "job_template",
    "node_group_template",
)
# The name of the node group in the cluster template.
GROUP = "worker"


@dataclass(frozen=True)
class Step:
    """A change of options in one task.

    only: the API version that has them; fixed: whether Sahara does not allow changing them; also: keys of the
    object that change besides those in `stored`; is_valid: whether Sahara would create such an object.
    """

    name: str
    set: Values
    was: Values
    shown: Values
    stored: Values
    only: str | None
    fixed: bool
    also: tuple[str, ...]
    is_valid: bool

    def works_with(self, api_version: str) -> bool:
        return self.only in (None, api_version)


@cache
def table(kind: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((TABLES / f"{kind}.yml").read_text())
    return found


@cache
def steps(kind: str) -> tuple[Step, ...]:
    """The changes of an object in order. If it can be created, the creation is the first."""
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
            also=tuple(row.get("also", ())),
            is_valid=row.get("is_valid", True),
        )
        for number, row in enumerate((*first, *rest))
    )


def creation(rows: Values) -> dict[str, Any]:
    """The step of the creation. `created` has the values that are shown or stored differently."""
    row = {"shown": {}, **rows.get("created", {})}
    shown = {**rows["create"], **row["shown"]}
    return {**row, "name": "create", "set": rows["create"], "was": {}, "shown": shown}


def group_rows(rows: Values) -> Iterator[dict[str, Any]]:
    """The rows for the fields of a node group, which keeps the options that a task omits.

    These are the rows of `groups`, the rows of node group templates for all other fields, and those of `groups_last`.
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
    """The rows of node group templates, for the fields of a node group that have no row in `groups`."""
    own = {name for row in rows["groups"] for name in row["set"]} | set(rows["left_out"])
    wanted = {field.name for field in FIELDS} - own - {"name"}
    for row in table("node_group_template")["changes"]:
        (name, *others) = row["set"]
        if name in wanted and not others:
            wanted.remove(name)
            # The diff of a group omits null values.
            yield {
                **row,
                "was": {key: value for key, value in row["was"].items() if value is not None},
            }


def fields_of(kind: str) -> set[str]:
    """The options that the table changes, or leaves out with a reason."""
    rows = table(kind)
    return {name for step in steps(kind)[1:] for name in step.set} | set(rows.get("left_out", ()))


def back(kind: str, api_version: str) -> dict[str, Any]:
    """An earlier value of each option, for a task that wants to change all of them."""
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
    """The tasks that make the changes of a table."""

    def __init__(self, kind: str, api_version: str) -> None:
        self.kind = kind
        self.api_version = api_version
        self.rows = table(kind)
        self.module = f"sahara.dataprocessing.sahara_{kind}"
        # The latest id identifies the object.
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
            "tasks": [{"block": list(self.tasks()), "always": self.cleanup()}],
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
                yield self.ignored(f"{step.name} refused", step.set)
            yield from self.change(step)
        if "use" in self.rows:
            yield from self.rows["use"]
            wanted = back(self.kind, self.api_version)
            yield from self.refused(IN_USE, wanted)
            yield self.ignored(IN_USE, wanted)
            yield from self.rows["disuse"]
        if "is_public" in fields_of(self.kind):
            yield from self.sharing()
        if "create" in self.rows:
            yield from self.removal()

    def task(self, name: str, options: Values, find: Values, **keywords: Any) -> Task:
        return {"name": name, self.module: {**find, **options}, "diff": True, **keywords}

    def change(self, step: Step) -> Iterator[Task]:
        """Predict the change, make it, find nothing to change, and read it back."""
        policy = {"on_immutable_change": "recreate"} if step.fixed else {}
        options = {**step.set, **policy, **self.secrets(step)}
        created = step is steps(self.kind)[0] and "create" in self.rows
        first = {} if created and "find" not in self.rows else self.find
        yield self.task(f"{step.name}: {PREDICTED}", options, first, check_mode=True)
        yield self.task(f"{step.name}: {DONE}", options, first, register="done")
        # Secrets cannot be compared, so they would be sent each time.
        again = {**step.set, **policy}
        yield self.task(f"{step.name}: {AGAIN}", again, self.find)
        yield self.task(f"{step.name}: {PREDICTED_AGAIN}", again, self.find, check_mode=True)
        yield self.reading(step)
        yield from self.reuse(step)

    def reuse(self, step: Step) -> Iterator[Task]:
        """Set the options of the info module again, and create a copy with them, whose options are read and compared."""
        yield self.reread(f"{step.name}: {DESCRIBED}", self.find, "described")
        options = f"described.{plural(self.kind)}[0].options"
        yield {
            "name": f"{step.name}: {REUSED}",
            self.module: {},
            "args": f"{{{{ {options} }}}}",
            "diff": True,
        }
        is_turn = steps(self.kind).index(step) % STEPS_PER_COPY == 0
        if not (self.kind in WITH_COPIES and is_turn and step.is_valid):
            return
        name = "{{ prefix }}-copy"
        secrets = f"described.{plural(self.kind)}[0].secret_options"
        keywords = {"when": f"['credentials', 'extra'] | intersect({secrets}) | length == 0"}
        yield {
            "name": f"{step.name}: {COPIED}", self.module: {},
            "args": f"{{{{ {options} | combine({{'name': prefix ~ '-copy'}}) }}}}",
            **keywords,
        }  # fmt: skip
        yield {**self.reread(f"{step.name}: {COMPARED}", {"name": name}, "compared"), **keywords}
        gone = {"state": "absent", **self.unprotected()}
        yield self.task(f"{step.name}: delete the copy", gone, {"name": name}, **keywords)

    def reread(self, name: str, find: Values, register: str) -> Task:
        return {
            "name": name,
            f"{self.module}_info": {**find, **({"with_options": True} if self.kind in WITH_REFERENCES else {})},
            "register": register,
        }  # fmt: skip

    def unprotected(self) -> dict[str, bool]:
        return {"is_protected": False} if "is_protected" in fields_of(self.kind) else {}

    def secrets(self, step: Step) -> dict[str, str]:
        hidden = any(str(value).startswith("(not shown") for value in step.shown.values())
        return {"update_secrets": "always"} if hidden else {}

    def reading(self, step: Step) -> Task:
        """What Sahara has stored, and what is expected of it and of the diff, with filled templates."""
        version = self.rows.get("version", "v2")
        one = f"'{self.rows.get('path')}/' ~ done.{self.kind}.id"
        read = self.rows.get("read", f"{{{{ query('stored', {one}, version='{version}') }}}}")
        seen = {"found": read, "stored": step.stored, "was": step.was, "shown": step.shown}
        return {"name": f"{step.name}: {EXPECTED}", "ansible.builtin.debug": {"msg": seen}}

    def refused(self, name: str, options: Values) -> Iterator[Task]:
        yield self.task(f"{name}: {PREDICTED}", options, self.find, check_mode=True)
        yield self.task(f"{name}: {DONE}", options, self.find)

    def ignored(self, name: str, options: Values) -> Task:
        ignore = {**options, "on_immutable_change": "ignore"}
        return self.task(f"{name}: {IGNORED}", ignore, self.find)

    def cleanup(self) -> list[Task]:
        removal = self.task("Clean up", {"state": "absent", **self.unprotected()}, self.find)
        created = [removal] if "create" in self.rows else []
        return [*self.rows.get("disuse", ()), *created, *self.rows.get("tidy", ())]

    def sharing(self) -> Iterator[Task]:
        """What another project can do with a public object, and after a reader of our project ends the sharing."""
        alt, viewer, gone = {"cloud": "alt"}, {"cloud": "viewer"}, {"state": "absent"}
        name = {"name": "{{ prefix }}-two"}
        yield self.lookup("public", alt)
        yield from self.refused(f"{OTHERS} change", {**alt, "is_protected": True})
        yield from self.refused(f"{OTHERS} delete", {**alt, **gone})
        yield self.task(f"{OTHERS} delete by name", {**alt, **gone}, name)
        yield self.lookup("viewed", viewer)
        yield self.task("viewer ends sharing", {**viewer, "is_public": False}, self.find)
        yield self.lookup("private", alt)
        yield self.task(f"{OTHERS} delete private", {**alt, **gone}, self.find)

    def lookup(self, name: str, user: Values) -> Task:
        return {"name": f"lookup {name}", f"{self.module}_info": {**self.find, **user}}

    def removal(self) -> Iterator[Task]:
        gone = {"state": "absent"}
        yield self.task(f"delete: {PREDICTED}", gone, self.find, check_mode=True)
        for phase in (DONE, AGAIN):
            yield self.task(f"delete: {phase}", gone, self.find)
        yield self.task(f"delete: {PREDICTED_AGAIN}", gone, self.find, check_mode=True)


def plural(kind: str) -> str:
    """The key of several objects in results."""
    return str(RESOURCES[kind].kind.plural)
