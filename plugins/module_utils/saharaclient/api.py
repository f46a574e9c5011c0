# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client classes: one for each version of the API, with its managers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from .endpoint import ApiVersion
from .options import adapter_options, headers_of, inherit, new_session, patience_of
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


class _Client:
    """What both versions share. The constructor sends nothing.

    session: a keystoneauth1 Session, or an Adapter, whose region_name, service_name,
    endpoint_override, authentication plugin and retries are used unless they are given here. auth:
    a keystoneauth1 plugin. One of the two is required. Without a plugin, requests have no token,
    and sahara_url is required.
    Deprecated alternatives: username or user_id, api_key or password, or input_auth_token;
    project_name or project_id; auth_url; the domains; insecure, cacert.
    sahara_url: with or without version and project id. Without sahara_url, the catalog is
    searched by service_type, endpoint_type (or interface), region_name and service_name.
    All other options of keystoneauth1's Adapter have the same meaning as there, but version,
    min_version and max_version are not accepted. allow, allow_version_hack and raise_exc have no
    effect, as in python-saharaclient: the client needs no discovery, and raises its own errors. A
    request is only repeated where that is safe, and until the deadline of the call.
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
            session = new_session(auth, options)
        options["region_name"] = region_name
        inherit(options, session)
        override = options.pop("endpoint_override")
        self.transport = Transport(
            session,
            auth,
            self._api_version,
            sahara_url=sahara_url or override,
            catalog={
                "service_type": service_type,
                "service_name": options.pop("service_name"),
                "interface": options.pop("interface", None) or endpoint_type,
                "region_name": options.pop("region_name"),
            },
            patience=patience_of(patience, session, options),
            clock=clock,
            trace=trace,
            logger=options.pop("logger", None),
            headers=headers_of(options),
            options=adapter_options(options),
        )

    def discover(self) -> list[ApiVersion]:
        """The API versions that this Sahara offers, whatever the client's own version is."""
        return self.transport.discover()

    @cached_property
    def job_types(self) -> JobTypesManager:
        from .job_types import JobTypesManager

        return JobTypesManager(self.transport)


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
