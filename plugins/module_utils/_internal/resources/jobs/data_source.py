# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A data source: where jobs read their input or write their output."""

from __future__ import annotations

from collections.abc import Iterable

from ....saharaclient.errors import ServerError
from ...cloud.kinds import DATA_SOURCE
from ...engine.contracts import State, Values
from ...fields.common import SHARING, description
from ...fields.field import Text
from .edp import LOGIN_OPTIONS, EdpResource, Secrets, jobs_with
from .urls import DATA_SOURCES, credential_problems, data_source_problems

DATA_SOURCE_TYPES = sorted(DATA_SOURCES)
CREDENTIAL_OPTIONS = {**LOGIN_OPTIONS, "bucket_in_path": {"type": "bool"}, "ssl": {"type": "bool"}}


class DataSource(EdpResource):
    kind = DATA_SOURCE
    options_are_free = True
    fields = (
        Text("name", "The name of the object.", "sales-input"),
        Text("type", "The kind of storage.", "hdfs", option={"choices": DATA_SOURCE_TYPES}),
        Text("url", "The location of the data.", "hdfs://namenode/data/sales"),
        description("Sales of the last quarter"),
        Secrets("credentials", CREDENTIAL_OPTIONS),
        *SHARING,
    )

    def sends_secrets(self, current: State | None) -> bool:
        """Another type needs other credentials, so they are sent with it."""
        if current and self.params.get("type") not in (None, current["type"]):
            return True
        return super().sends_secrets(current)

    def check(self, wanted: Values, current: State | None) -> None:
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
            f"data sources of type {kind}",
        ):
            self.task.problem(problem)

    def update(self, current: State, changes: Values) -> State:
        try:
            return super().update(current, changes)
        except ServerError as error:
            # Sahara 19: validations/edp/data_source.py fails if any job is waiting for its cluster.
            if self.cloud.api_version == "2" or "validation" not in error.message:
                raise
            raise error.explained(
                f"API version 1.1 could not update {self.label}; this happens while a job execution is "
                "waiting to start. Run the task again later, or set 'api_version: 2'."
            ) from error

    def hidden_options(self, current: State) -> Iterable[str]:
        form = DATA_SOURCES.get(current["type"])
        return ["credentials"] if form and form.credentials else []

    def users(self, current: State) -> list[str]:
        return jobs_with(self.cloud, current["id"], ("input_id", "output_id"))
