# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turns a task's connection options into a client for the cloud's Sahara."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...saharaclient.client import Client
from ...saharaclient.errors import NotFound, RouteNotFound
from ...saharaclient.transport import Trace, Transport
from .connection import Connection
from .given import ConfigurationError, given_options
from .vocabulary import NEWEST, OLDER

if TYPE_CHECKING:
    from .connections import Connections
    from .ledger import Ledger
    from .read_list import ReadList

AUTO = "auto"

# What catalogs and clouds.yaml call Sahara.
SERVICE = "data-processing"
# The keys of the configuration that have the same meaning for the client.
RETRY_KEYS = (
    "connect_retries",
    "connect_retry_delay",
    "status_code_retries",
    "status_code_retry_delay",
    "retriable_status_codes",
)


class Cloud:
    """One project of one cloud, which the connection options of a task select.

    Nothing is read or sent before it is needed. The first use of ``session`` reads the
    configuration files; the first use of a manager sends the first request.
    """

    def __init__(
        self,
        options: Mapping[str, Any],
        trace: Trace | None = None,
        ledger: Ledger | None = None,
        connections: Connections | None = None,
    ):
        """connections: those that tasks of this process share."""
        self.ledger = ledger
        self._options = given_options(options)
        self._connection = (connections.of if connections else Connection)(self._options)
        self._trace = trace
        self._clients: dict[str, Any] = {}

    @property
    def region(self) -> Any:
        """The openstacksdk CloudRegion that the options describe."""
        return self._connection.region

    @cached_property
    def asked_version(self) -> str:
        """The API version that the task or the cloud's configuration sets, or "auto"."""
        asked = self._options.get("api_version") or self._setting("api_version") or AUTO
        known = {"1.1": OLDER, "2": NEWEST, "2.0": NEWEST, AUTO: AUTO}
        if asked not in known:
            raise ConfigurationError(
                f"The cloud sets 'data_processing_api_version' to {asked!r}, but Sahara has versions 1.1 and 2. "
                "Correct it, or set 'api_version'."
            )
        return known[asked]

    @cached_property
    def api_version(self) -> str:
        """The API version in use; ``fall_back`` may replace it."""
        if self.asked_version != AUTO:
            return self.asked_version
        return OLDER if NEWEST in self._connection.useless_versions else NEWEST

    @property
    def has_older_api(self) -> bool:
        """Whether to try API v1.1 for what v2 cannot do."""
        return OLDER not in self._connection.useless_versions

    def avoid_older_api(self) -> None:
        """Do not try API v1.1 again: this cloud does not offer it, or not to this user."""
        self._connection.useless_versions.add(OLDER)

    @property
    def session(self) -> Any:
        """The keystoneauth1 session. It authenticates once, on first use."""
        return self._connection.session

    @property
    def lists(self) -> dict[str, ReadList]:
        """The lists that tasks with this connection have read."""
        return self._connection.lists

    @property
    def can_provision(self) -> bool:
        """Whether Sahara can create, scale and delete clusters with the task's token."""
        if self._options.get("application_credential_can_provision"):
            return True
        access = self.client.transport.access
        return getattr(access, "application_credential_id", None) is None

    @property
    def project_id(self) -> str:
        """The project that the credentials are scoped to."""
        return str(self.client.transport.project_id)

    @cached_property
    def place(self) -> str:
        """The cloud and the region, for what tasks of a run share."""
        auth_url = (self.region.config.get("auth") or {}).get("auth_url") or ""
        return f"{auth_url.rstrip('/')} {self._setting('region_name')}"

    @property
    def client(self) -> Any:
        """The client for the API version in use."""
        return self.client_for(self.api_version)

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Inside this context, calls to Sahara end after that many seconds."""
        newest, older = (self.client_for(version).transport for version in (NEWEST, OLDER))
        with newest.within(seconds), older.within(seconds):
            yield

    def client_for(self, version: str) -> Any:
        """The client for that API version ("1.1" or "2"). All clients share one session."""
        if version not in self._clients:
            self._clients[version] = self._new_client(version)
        return self._clients[version]

    def read_one(self, service_type: str, version: str, path: str) -> Mapping[str, Any] | None:
        """One object of another service, without its envelope; None if it does not exist."""
        try:
            body = self.transport_to(service_type, version).request("GET", path).json()
        except (NotFound, RouteNotFound):
            # Other services send no error names, which distinguish Sahara's two kinds of 404.
            return None
        inner = next(iter(body.values())) if len(body) == 1 else body
        return inner if isinstance(inner, Mapping) else body

    def transport_to(self, service_type: str, version: str) -> Transport:
        """Sends requests to another service of this cloud."""
        where = self.selection(service_type)
        return Transport(
            self.session,
            None,
            version,
            sahara_url=where.pop("endpoint"),
            catalog=where,
            patience=self.client.transport.patience,
            trace=self._trace,
            service=service_type,
        )

    def selection(self, service_type: str = SERVICE) -> dict[str, Any]:
        """How the configuration of the cloud selects a service: its URL, or what to search the catalog for."""
        keys = ("endpoint", "service_type", "service_name", "interface", "region_name")
        found = {key: self._setting(key, service_type) for key in keys}
        if service_type == SERVICE:
            found["endpoint"] = self._options.get("sahara_url") or found["endpoint"]
            found["service_type"] = self._options.get("service_type") or found["service_type"]
        return found

    def fall_back(self) -> bool:
        """Switch to the older API if the cloud offers only that; returns whether it does.

        Reading the versions of a cloud costs a request, and nearly all clouds have v2. Therefore
        "auto" starts with v2, and reads the versions only if a v2 path does not exist.
        """
        if self.asked_version != AUTO or self.api_version == OLDER:
            return False
        offered = {version.id for version in self.client.discover()}
        if "v" + NEWEST in offered or "v" + OLDER not in offered:
            return False
        self._connection.useless_versions.add(NEWEST)
        self.api_version = OLDER
        return True

    def keep_version(self) -> None:
        """Use the API version as it is, even if the cloud does not offer it."""
        self.asked_version = self.api_version

    def _new_client(self, version: str) -> Any:
        where = self.selection()
        return Client(
            version,
            session=self.session,
            sahara_url=where["endpoint"],
            service_type=where["service_type"],
            service_name=where["service_name"],
            endpoint_type=where["interface"],
            region_name=where["region_name"],
            trace=self._trace,
            **{key: self._setting(key) for key in RETRY_KEYS},
            **self._microversion(version),
        )

    def _setting(self, key: str, service_type: str = SERVICE) -> Any:
        """What the configuration says about a service."""
        return self._connection.setting(key, service_type)

    def _microversion(self, version: str) -> dict[str, Any]:
        wanted = self._setting("default_microversion") if version == NEWEST else None
        return {"default_microversion": wanted} if wanted else {}
