# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the dashboard asks about plugins: their processes and configs, partly by service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Parameter:
    """A config of a plugin. priority: 1 or 2; 1 is more important."""

    def __init__(self, config: Mapping[str, Any]) -> None:
        self.name = config["name"]
        self.description = config.get("description", "No description")
        self.required = not config["is_optional"]
        self.default_value = self.initial_value = config.get("default_value")
        self.param_type = config["config_type"]
        self.priority = int(config.get("priority", 2))


class Helpers:
    """Answers about one version of a plugin, each with one request. sahara_client: a client."""

    def __init__(self, sahara_client: Any) -> None:
        self.sahara = sahara_client
        self.plugins = sahara_client.plugins

    def get_node_processes(self, plugin_name: str, hadoop_version: str) -> list[tuple[str, str]]:
        """Each process, as value and as label."""
        services = self._version(plugin_name, hadoop_version).node_processes.values()
        return [(process, process) for processes in services for process in processes]

    def get_cluster_general_configs(self, plugin_name: str, hadoop_version: str) -> list[Parameter]:
        """The configs of clusters that do not belong to a service."""
        return _parameters(self._version(plugin_name, hadoop_version), "cluster", "general")

    def get_general_node_group_configs(
        self, plugin_name: str, hadoop_version: str
    ) -> list[Parameter]:
        """The configs of node groups that do not belong to a service."""
        return _parameters(self._version(plugin_name, hadoop_version), "node", "general")

    def get_targeted_node_group_configs(
        self, plugin_name: str, hadoop_version: str
    ) -> dict[str, list[Parameter]]:
        """The configs of node groups, by service."""
        return _by_service(self._version(plugin_name, hadoop_version), "node")

    def get_targeted_cluster_configs(
        self, plugin_name: str, hadoop_version: str
    ) -> dict[str, list[Parameter]]:
        """The configs of clusters, by service."""
        return _by_service(self._version(plugin_name, hadoop_version), "cluster")

    def _version(self, plugin_name: str, hadoop_version: str) -> Any:
        return self.plugins.get_version_details(plugin_name, hadoop_version)


def _by_service(version: Any, scope: str) -> dict[str, list[Parameter]]:
    return {service: _parameters(version, scope, service) for service in version.node_processes}


def _parameters(version: Any, scope: str, target: str) -> list[Parameter]:
    return [
        Parameter(config)
        for config in version.configs
        if (config["scope"], config["applicable_target"]) == (scope, target)
    ]
