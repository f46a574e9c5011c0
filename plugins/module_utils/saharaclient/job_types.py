# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job types: the kinds of jobs that the plugins can run."""

from __future__ import annotations

from typing import Any

from .errors import NotFound
from .fields import JobTypeFields
from .manager import Fields, Manager
from .resource import Page, Resource


class JobType(JobTypeFields, Resource):
    resource_name = "JobType"

    @property
    def id(self) -> Any:
        """Its name: a job type has no other id."""
        return self.name


class JobTypesManager(Manager[JobType]):
    resource_class = JobType
    path = "/job-types"
    envelope = "job_type"
    collection = "job_types"
    filters = frozenset()
    paginated = False

    def list(self, search_opts: Fields | None = None) -> Page[JobType]:
        """Job types with their plugins. search_opts: `type`; in v1 also `plugin`, `version`, `hints`.

        In v1, the filter `plugin` returns only the first type. Filter the whole list instead.
        """
        return self._page(search_opts)

    def get(self, name: str) -> JobType:
        """One job type, from the list, because Sahara has no route for one. Raises NotFound."""
        for job_type in self._page({"type": name}):
            if getattr(job_type, "name", None) == name:
                return job_type
        raise NotFound(f"No job type named {name!r} exists.", method="GET", url=self.path)
