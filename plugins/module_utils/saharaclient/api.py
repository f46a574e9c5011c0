# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client classes: one for each version of the API, with its managers."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from . import identity
from .endpoint import ApiVersion
from .retry import SYSTEM_CLOCK, Clock, Patience
from .transport import Trace, Transport

if TYPE_CHECKING:
    from .cluster_templates import ClusterTemplateManagerV1, ClusterTemplateManagerV2
    from .clusters import ClusterManagerV1, ClusterManagerV2
    from .data_sources import DataSourceManagerV1, DataSourceManagerV2
    from .images import ImageManagerV1, ImageManagerV2
    from .job_binaries import JobBinariesManagerV1, JobBinariesManagerV2
    from .job_binary_internals import JobBinaryInternalsManager
    from .job_templates import JobsManagerV1, JobTemplatesManagerV2
    from .job_types import JobTypesManager
    from .jobs import JobExecutionsManager, JobsManagerV2
    from .node_group_templates import NodeGroupTemplateManagerV1, NodeGroupTemplateManagerV2
    from .plugins import PluginManagerV1, PluginManagerV2

USER_AGENT = "sahara.dataprocessing"

# Options of keystoneauth1's Adapter that are passed unchanged with every request.
REQUEST_OPTIONS = frozenset(("client_name", "client_version", "global_request_id", "user_agent"))

# Without session and auth, one of these options must be given.
CREDENTIALS = frozenset(
    ("username", "user_id", "api_key", "password", "input_auth_token", "token", "auth_url")
)


class _Client:
    """What both versions share. The constructor sends nothing.

    session: a keystoneauth1 Session. auth: a keystoneauth1 plugin. One of the two is required.
    Deprecated alternatives: username or user_id, api_key or password, or input_auth_token;
    project_name or project_id; auth_url; the domains; insecure, cacert.
    sahara_url: with or without version and project id. Without sahara_url, the catalog is
    searched by service_type, endpoint_type (or interface), region_name and service_name.
    additional_headers, default_microversion, connect_retries, connect_retry_delay,
    status_code_retries, status_code_retry_delay, retriable_status_codes and the names in
    REQUEST_OPTIONS have the same meaning as in keystoneauth1's Adapter.
    patience, clock, trace: see `retry.Patience`, `retry.Clock` and `transport.Transport`.
    Raises TypeError for unknown or missing options, AuthenticationFailed for missing credentials,
    EndpointNotFound for an invalid sahara_url, and MissingLibrary.
    """

    _api_version: str

    def __init__(
        self,
        session: Any = None,
        sahara_url: str | None = None,
        endpoint_type: str = "publicURL",
        service_type: str = "data-processing",
        region_name: str | None = None,
        *,
        auth: Any = None,
        patience: Patience | None = None,
        clock: Clock = SYSTEM_CLOCK,
        trace: Trace | None = None,
        **options: Any,
    ) -> None:
        if session is None:
            session = _new_session(auth, options)
        self.transport = Transport(
            session,
            auth,
            self._api_version,
            sahara_url=sahara_url or options.pop("endpoint_override", None),
            catalog={
                "service_type": service_type,
                "service_name": options.pop("service_name", None),
                "interface": options.pop("interface", None) or endpoint_type,
                "region_name": region_name,
            },
            patience=_patience(patience, session, options),
            clock=clock,
            trace=trace,
            headers=_headers(options),
            options=_request_options(options),
        )

    def discover(self) -> list[ApiVersion]:
        """The API versions that this Sahara offers, whatever the client's own version is."""
        return self.transport.discover()

    @cached_property
    def job_types(self) -> JobTypesManager:
        from .job_types import JobTypesManager

        return JobTypesManager(self.transport)


def _new_session(auth: Any, options: dict[str, Any]) -> Any:
    if auth is None:
        if not CREDENTIALS & options.keys():
            raise TypeError("Client() requires 'session' or 'auth'.")
        auth = identity.auth_from_options(options)
    insecure, cacert = options.pop("insecure", False), options.pop("cacert", None)
    return identity.session_for(
        auth, Patience().read_s, verify=False if insecure else cacert or True
    )


def _patience(patience: Patience | None, session: Any, options: dict[str, Any]) -> Patience:
    """The given patience, or one with the session's timeout. The options may raise its attempts.

    The client does not distinguish why a request is repeated: the larger number and delay count.
    """
    retries = [options.pop(name, None) or 0 for name in ("connect_retries", "status_code_retries")]
    names = ("connect_retry_delay", "status_code_retry_delay")
    delay = max(options.pop(name, None) or 0 for name in names)
    statuses = options.pop("retriable_status_codes", None)
    if patience is None:
        patience = Patience()
        longest = getattr(session, "timeout", None)
        if longest:
            patience = replace(
                patience,
                connect_s=min(patience.connect_s, longest),
                read_s=longest,
                deadline_s=max(patience.deadline_s, longest),
            )
    if delay:
        patience = replace(patience, first_delay_s=delay, longest_delay_s=delay)
    return replace(
        patience,
        attempts=max(patience.attempts, *(count + 1 for count in retries)),
        busy_statuses=frozenset(statuses or patience.busy_statuses),
    )


def _headers(options: dict[str, Any]) -> dict[str, str]:
    headers = dict(options.pop("additional_headers", None) or {})
    microversion = options.pop("default_microversion", None)
    if microversion:
        headers["OpenStack-API-Version"] = f"data-processing {microversion}"
    return headers


def _request_options(options: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(options.keys() - REQUEST_OPTIONS)
    if unknown:
        raise TypeError(f"Client() does not accept the options {', '.join(unknown)}.")
    return {"user_agent": USER_AGENT, **options}


class ClientV1(_Client):
    """Sahara's API v1.1, of which v1.0 is a part."""

    _api_version = "1.1"

    @cached_property
    def plugins(self) -> PluginManagerV1:
        from .plugins import PluginManagerV1

        return PluginManagerV1(self.transport)

    @cached_property
    def images(self) -> ImageManagerV1:
        from .images import ImageManagerV1

        return ImageManagerV1(self.transport)

    @cached_property
    def node_group_templates(self) -> NodeGroupTemplateManagerV1:
        from .node_group_templates import NodeGroupTemplateManagerV1

        return NodeGroupTemplateManagerV1(self.transport)

    @cached_property
    def cluster_templates(self) -> ClusterTemplateManagerV1:
        from .cluster_templates import ClusterTemplateManagerV1

        return ClusterTemplateManagerV1(self.transport)

    @cached_property
    def clusters(self) -> ClusterManagerV1:
        from .clusters import ClusterManagerV1

        return ClusterManagerV1(self.transport)

    @cached_property
    def data_sources(self) -> DataSourceManagerV1:
        from .data_sources import DataSourceManagerV1

        return DataSourceManagerV1(self.transport)

    @cached_property
    def job_binaries(self) -> JobBinariesManagerV1:
        from .job_binaries import JobBinariesManagerV1

        return JobBinariesManagerV1(self.transport)

    @cached_property
    def job_binary_internals(self) -> JobBinaryInternalsManager:
        from .job_binary_internals import JobBinaryInternalsManager

        return JobBinaryInternalsManager(self.transport)

    @cached_property
    def jobs(self) -> JobsManagerV1:
        from .job_templates import JobsManagerV1

        return JobsManagerV1(self.transport)

    @cached_property
    def job_executions(self) -> JobExecutionsManager:
        from .jobs import JobExecutionsManager

        return JobExecutionsManager(self.transport)


class ClientV2(_Client):
    """Sahara's API v2."""

    _api_version = "2"

    @cached_property
    def plugins(self) -> PluginManagerV2:
        from .plugins import PluginManagerV2

        return PluginManagerV2(self.transport)

    @cached_property
    def images(self) -> ImageManagerV2:
        from .images import ImageManagerV2

        return ImageManagerV2(self.transport)

    @cached_property
    def node_group_templates(self) -> NodeGroupTemplateManagerV2:
        from .node_group_templates import NodeGroupTemplateManagerV2

        return NodeGroupTemplateManagerV2(self.transport)

    @cached_property
    def cluster_templates(self) -> ClusterTemplateManagerV2:
        from .cluster_templates import ClusterTemplateManagerV2

        return ClusterTemplateManagerV2(self.transport)

    @cached_property
    def clusters(self) -> ClusterManagerV2:
        from .clusters import ClusterManagerV2

        return ClusterManagerV2(self.transport)

    @cached_property
    def data_sources(self) -> DataSourceManagerV2:
        from .data_sources import DataSourceManagerV2

        return DataSourceManagerV2(self.transport)

    @cached_property
    def job_binaries(self) -> JobBinariesManagerV2:
        from .job_binaries import JobBinariesManagerV2

        return JobBinariesManagerV2(self.transport)

    @cached_property
    def job_templates(self) -> JobTemplatesManagerV2:
        from .job_templates import JobTemplatesManagerV2

        return JobTemplatesManagerV2(self.transport)

    @cached_property
    def jobs(self) -> JobsManagerV2:
        from .jobs import JobsManagerV2

        return JobsManagerV2(self.transport)
