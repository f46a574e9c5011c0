# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A data source: where jobs read from or write to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....saharaclient.errors import ServerError
from ...engine.converge import Refused
from ...fields.fields import Flag, Text
from .edp import EdpResource, Secrets, jobs_with
from .urls import DATA_SOURCES, credential_problems, data_source_problems


class DataSource(EdpResource):
    kind = "data_source"
    plural = "data_sources"
    noun = "data source"
    fields = (
        Text("name"),
        Text("type"),
        Text("url"),
        Text("description"),
        Secrets("credentials"),
        Flag("is_public"),
        Flag("is_protected"),
    )

    def sends_secrets(self, current: Mapping[str, Any] | None) -> bool:
        """Those of another type are new ones."""
        if current and self.params.get("type") not in (None, current["type"]):
            return True
        return super().sends_secrets(current)

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        super().check(wanted, current)
        if current is None:
            self.require(wanted, "name", "type", "url")
        merged = {**(current or {}), **wanted}
        kind, url = merged.get("type"), merged.get("url")
        if not kind:
            return
        if url and wanted.keys() & {"type", "url"}:
            for problem in data_source_problems(kind, url):
                self.task.problem(problem)
        for problem in credential_problems(
            "credentials",
            wanted.get("credentials", {}),
            DATA_SOURCES[kind],
            f"data source of type {kind}",
        ):
            self.task.problem(problem)

    def update(self, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return super().update(current, changes)
        except ServerError as error:
            # Sahara 19: validations/edp/data_source.py trips over each job that waits for its cluster.
            if self.cloud.api_version == "2" or "validation" not in error.message:
                raise
            raise Refused(
                f"Sahara's API version 1.1 could not update the {self.label}, as happens while a job "
                "waits to be started: repeat the task later, or with 'api_version: 2'."
            ) from error

    def users(self, current: Mapping[str, Any]) -> list[str]:
        return jobs_with(self.cloud, input_id=current["id"], output_id=current["id"])
