# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job template: the programs of a job, and its arguments. API v1.1 calls it a job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...cloud.kinds import JOB_BINARY, JOB_TEMPLATE
from ...engine.contracts import State, Task, Values
from ...fields.common import SHARING, description
from ...fields.field import Text
from ...fields.references import References
from ...fields.value import ID, Value
from .edp import EdpResource, jobs_with
from .interface import InterfaceField, interface_problems

WITH_MAINS = ("Hive", "Pig", "Shell", "Spark", "Storm", "Storm.Pyleus")
WITH_LIBS = ("Java", "MapReduce")
WITH_EITHER = ("MapReduce.Streaming",)
JOB_TYPES = sorted((*WITH_MAINS, *WITH_LIBS, *WITH_EITHER))


class BinaryReferences(References):
    """Job binaries by name or id. The server returns the complete objects."""

    value_type = "list"
    value_contains = (
        Value("id", "The id of the job binary.", ID.sample),
        Value("name", "The name of the job binary.", "wordcount.jar"),
    )

    def __init__(self, name: str, meaning: str):
        super().__init__(name, JOB_BINARY.name, meaning, updatable=False)

    def current(self, value: Any) -> Any:
        return sorted(set(binary_ids(value)))

    def predict(self, wanted: Any, current: Any, task: Task) -> Any:
        names = {binary["id"]: binary["name"] for binary in current}
        for identity in wanted:
            if identity not in names:
                found = task.lookups.object(self.kind, identity)
                names[identity] = found["name"] if found else identity
        return in_order({"id": identity, "name": names[identity]} for identity in wanted)


class JobTemplate(EdpResource):
    kind = JOB_TEMPLATE
    names_are_shared = False
    fields = (
        Text("name", "The name of the object.", "wordcount"),
        Text("type", "The job type.", "Spark", option={"choices": JOB_TYPES}, updatable=False),
        description("Counts the words of a file"),
        BinaryReferences("mains", "The job binaries that are main programs, sorted by name."),
        BinaryReferences("libs", "The job binaries that are libraries, sorted by name."),
        # "interface" is an option of the connection.
        InterfaceField(
            "job_interface",
            "The arguments that job executions accept.",
            wire="interface",
            updatable=False,
        ),
        *SHARING,
    )

    def __init__(self, task: Task):
        super().__init__(task)
        self._names: dict[str, str] = {}

    def decode(self, found: Any) -> State:
        template = super().decode(found)
        for binary in (*(template.get("mains") or ()), *(template.get("libs") or ())):
            self._names[binary["id"]] = binary["name"]
        return template

    def check(self, wanted: Values, current: State | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "name", "type")
        merged = {**(self.explicit(current) if current else {}), **wanted}
        if not merged.get("type") or not wanted.keys() & {"type", "mains", "libs", "job_interface"}:
            return
        mains, libs = merged.get("mains", []), merged.get("libs", [])
        interface = merged.get("job_interface", [])
        for problem in (
            *binaries_problems(merged["type"], mains, libs),
            *interface_problems(merged["type"], interface),
        ):
            self.task.problem(problem)

    def users(self, current: State) -> list[str]:
        return jobs_with(self.cloud, current["id"], ["job_template_id"])

    def result(self, current: State) -> dict[str, Any]:
        result = super().result(current)
        for option in ("mains", "libs"):
            result[option] = in_order(
                {"id": identity, "name": self._names.get(identity)} for identity in result[option]
            )
        return result


def binary_ids(binaries: Iterable[Any] | None) -> list[str]:
    """The ids of job binaries, which may be complete objects."""
    return [item["id"] if isinstance(item, Mapping) else item for item in binaries or ()]


def in_order(binaries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """In alphabetical order, because the order of the ids is random."""
    return sorted(binaries, key=lambda binary: (str(binary["name"]), binary["id"]))


def binaries_problems(kind: str, mains: list[str], libs: list[str]) -> Iterable[str]:
    """What Sahara would refuse in the job binaries of a job template of this type."""
    if kind in WITH_MAINS:
        if not mains:
            yield f"'mains' is required for type {kind}"
        if set(mains) & set(libs):
            yield "a job binary is listed in both 'mains' and 'libs'"
    elif mains:
        yield f"'mains' is not supported for type {kind}; use 'libs'"
    if kind in WITH_LIBS and not libs:
        yield f"'libs' is required for type {kind}"
