# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job template: what a job runs, and what it may be given. API v1.1 calls it a job."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...cloud.lookups import UUID
from ...fields.fields import Flag, References, Text
from .edp import EdpResource, jobs_with
from .interface import DATA_SOURCE, Interface, interface_problems

# What a job of each type runs: its mains, or its libs alone (Sahara 19: validations/edp/job.py).
WITH_MAINS = ("Hive", "Pig", "Shell", "Spark", "Storm", "Storm.Pyleus")
WITH_LIBS = ("Java", "MapReduce")
WITH_EITHER = ("MapReduce.Streaming",)
TYPES = sorted((*WITH_MAINS, *WITH_LIBS, *WITH_EITHER))


class Binaries(References):
    """Job binaries by name or id; the server shows them whole."""

    def __init__(self, name: str):
        super().__init__(name, "job_binary", updatable=False)

    def current(self, value: Any) -> Any:
        return sorted(set(binary_ids(value)))

    def foretell(self, wanted: Any, current: Any, scope: Any) -> Any:
        names = {binary["id"]: binary["name"] for binary in current}
        return in_order(
            {"id": item, "name": names.get(item) or scope.name_of(self.kind, item)}
            for item in wanted
        )


class JobTemplate(EdpResource):
    kind = "job_template"
    plural = "job_templates"
    noun = "job template"
    names_are_shared = False
    fields = (
        Text("name"),
        Text("type", updatable=False),
        Text("description"),
        Binaries("mains"),
        Binaries("libs"),
        # "interface" is an option of the connection.
        Interface("job_interface", wire="interface", updatable=False),
        Flag("is_public"),
        Flag("is_protected"),
    )

    def __init__(self, task: Any):
        super().__init__(task)
        self._names: dict[str, str] = {}

    def read(self, found: Any) -> dict[str, Any]:
        template = super().read(found)
        for binary in (*(template.get("mains") or ()), *(template.get("libs") or ())):
            self._names[binary["id"]] = binary["name"]
        return template

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "name", "type")
        merged = {**(self.kept(current) if current else {}), **wanted}
        if not merged.get("type") or not wanted.keys() & {"type", "mains", "libs", "job_interface"}:
            return
        mains, libs = merged.get("mains", []), merged.get("libs", [])
        interface = merged.get("job_interface", [])
        for problem in (
            *binaries_problems(merged["type"], mains, libs),
            *self._unknown_binaries({*mains, *libs}),
            *self._unknown_data_sources(interface),
            *interface_problems(merged["type"], interface),
        ):
            self.task.problem(problem)

    def _unknown_binaries(self, ids: set[str]) -> Iterable[str]:
        """Sahara would see at creation that an id is wrong: too late for what is to be recreated."""
        unseen = {identity for identity in ids - self._names.keys() if UUID.match(identity)}
        known = self.task.lookups.objects("job_binary") if unseen else []
        self._names.update({binary["id"]: binary["name"] for binary in known})
        for identity in sorted(unseen - self._names.keys()):
            yield f"there is no job binary '{identity}'"

    def _unknown_data_sources(self, interface: Iterable[Mapping[str, Any]]) -> Iterable[str]:
        defaults = {
            argument["default"] for argument in interface if argument["value_type"] == DATA_SOURCE
        }
        ids = {default for default in defaults if default and UUID.match(default)}
        known = self.task.lookups.objects(DATA_SOURCE) if ids else []
        for identity in sorted(ids - {source["id"] for source in known}):
            yield f"there is no data source '{identity}'"

    def users(self, current: Mapping[str, Any]) -> list[str]:
        return jobs_with(self.cloud, job_template_id=current["id"])

    def result(self, current: Mapping[str, Any]) -> dict[str, Any]:
        result = super().result(current)
        for option in ("mains", "libs"):
            result[option] = in_order(
                {"id": identity, "name": self._names.get(identity)} for identity in result[option]
            )
        return result


def binary_ids(binaries: Iterable[Any] | None) -> list[str]:
    """The ids of job binaries, which may be whole."""
    return [item["id"] if isinstance(item, Mapping) else item for item in binaries or ()]


def in_order(binaries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """By name, for the order of the ids is random."""
    return sorted(binaries, key=lambda binary: (str(binary["name"]), binary["id"]))


def binaries_problems(kind: str, mains: list[str], libs: list[str]) -> Iterable[str]:
    """What Sahara would refuse in the job binaries of a job template of that type."""
    if kind in WITH_MAINS:
        if not mains:
            yield f"'mains' is required for the type {kind}"
        if set(mains) & set(libs):
            yield "'mains' and 'libs' have the same job binary"
    elif mains:
        yield f"'mains' is not for the type {kind}: give its job binaries as 'libs'"
    if kind in WITH_LIBS and not libs:
        yield f"'libs' is required for the type {kind}"
