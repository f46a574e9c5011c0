# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kinds of objects in Sahara: their names, and their managers in the client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...saharaclient.errors import Forbidden, RouteNotFound
from .vocabulary import OLDER, with_v1_names

if TYPE_CHECKING:
    from .cloud import Cloud


class Kind:
    """One kind of object.

    name: the key of one object in results. plural: the key of several. noun: the name in sentences.
    manager, manager_v1: the client's manager for API v2 and v1.1; by default, the plural.
    only_version: the API version that has it, if not both have it.
    identity: the key that identifies an object. is_per_project: whether each project has its own
    version of the same objects.
    """

    def __init__(
        self,
        name: str,
        noun: str = "",
        plural: str = "",
        manager: str = "",
        manager_v1: str = "",
        only_version: str = "",
        identity: str = "id",
        is_per_project: bool = False,
    ):
        self.name = name
        self.noun = noun or name.replace("_", " ")
        self.plural = plural or f"{name}s"
        self.manager = manager or self.plural
        self.manager_v1 = manager_v1 or self.manager
        self.only_version = only_version
        self.identity = identity
        self.is_per_project = is_per_project

    @property
    def nouns(self) -> str:
        """The noun for several: "job binaries"."""
        return self.plural.replace("_", " ")

    def manager_of(self, cloud: Cloud, version: str = "") -> Any:
        """The client's manager; by default, in the API version that the cloud's tasks use for the kind.

        If the whole run is in check mode, its reads include what earlier tasks would do.
        """
        version = version or self.only_version or cloud.api_version
        name = self.manager if version == "2" else self.manager_v1
        manager = getattr(cloud.client_for(version), name)
        if cloud.ledger is None:
            return manager
        return cloud.ledger.manager(self.place_in(cloud), cloud.project_id, self.name, manager)

    def find(self, cloud: Cloud, **attributes: Any) -> list[Any]:
        """The objects that have exactly these values, under the names of API v2.

        If only API v1.1 can filter by them, it serves tasks that use v2 too. Otherwise, the number
        of requests would grow with the number of objects in the cloud.
        """
        version = self.only_version or cloud.api_version
        if version != OLDER and self._only_older_filters(cloud, version, attributes):
            try:
                return self._find(cloud, OLDER, attributes)
            except (RouteNotFound, Forbidden):
                cloud.avoid_older_api()
        return self._find(cloud, version, attributes)

    def _only_older_filters(
        self, cloud: Cloud, version: str, attributes: Mapping[str, Any]
    ) -> bool:
        if not attributes or self.manager_of(cloud, version).filters & attributes.keys():
            return False
        return cloud.has_older_api and bool(
            self.manager_of(cloud, OLDER).filters & with_v1_names(attributes).keys()
        )

    def _find(self, cloud: Cloud, version: str, attributes: Mapping[str, Any]) -> list[Any]:
        wanted = with_v1_names(attributes) if version == OLDER else attributes
        return list(self.manager_of(cloud, version).find(**wanted))

    def place_in(self, cloud: Cloud) -> str:
        """Where the ledger of a run has the objects that a task on the cloud can see."""
        return f"{cloud.place} {cloud.project_id}" if self.is_per_project else cloud.place


CLUSTER = Kind("cluster")
CLUSTER_TEMPLATE = Kind("cluster_template")
DATA_SOURCE = Kind("data_source")
IMAGE = Kind("image")
JOB_BINARY = Kind("job_binary", plural="job_binaries")
JOB_BINARY_INTERNAL = Kind("job_binary_internal", only_version="1.1")
# What API v2 calls a job, v1.1 calls a job execution; and v2's job template is v1.1's job.
JOB_EXECUTION = Kind("job_execution", manager="jobs", manager_v1="job_executions")
JOB_TEMPLATE = Kind("job_template", manager_v1="jobs")
NODE_GROUP_TEMPLATE = Kind("node_group_template")
PLUGIN = Kind("plugin", identity="name", is_per_project=True)

KINDS = {kind.name: kind for kind in list(vars().values()) if isinstance(kind, Kind)}
