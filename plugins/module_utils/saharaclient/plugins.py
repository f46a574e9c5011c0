# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plugins: the vendors' distributions that Sahara can provision."""

from __future__ import annotations

from typing import Any

from .fields import PluginFields
from .manager import Fields, Manager
from .resource import Page, Resource


class Plugin(PluginFields, Resource):
    resource_name = "Plugin"

    @property
    def id(self) -> Any:
        """Its name: a plugin has no other id."""
        return self.name


class _PluginManager(Manager[Plugin]):
    resource_class = Plugin
    path = "/plugins"
    envelope = "plugin"
    collection = "plugins"
    filters = frozenset()
    paginated = False

    def list(self, search_opts: Fields | None = None) -> Page[Plugin]:
        """All plugins."""
        return self._page(search_opts)

    def get(self, plugin_name: str) -> Plugin:
        """One plugin, without the details of its versions."""
        return self._get(plugin_name)

    def update(self, plugin_name: str, values: Fields) -> Plugin:
        """Update plugin_labels and version_labels in the project of the token. Requires an administrator."""
        return self.update_raw(plugin_name, values)

    def update_raw(self, plugin_name: str, fields: Fields) -> Plugin:
        """The same as `update`, under the name that all managers use."""
        return self._send("PATCH", self._at(plugin_name), fields, repeatable=True)


class PluginManagerV1(_PluginManager):
    def get_version_details(self, plugin_name: str, hadoop_version: str) -> Plugin:
        """One plugin, with the node_processes, configs and required_image_tags of the version."""
        return self._get(plugin_name, hadoop_version)

    def convert_to_cluster_template(
        self, plugin_name: str, hadoop_version: str, template_name: str, filecontent: Any
    ) -> dict[str, Any]:
        """Create a cluster template from a vendor's file. No plugin of Sahara 19 supports this."""
        path = self._at(plugin_name, hadoop_version, "convert-config", template_name)
        content = filecontent.encode() if isinstance(filecontent, str) else filecontent
        return self.api.request("POST", path, content=content).object("cluster_template")


class PluginManagerV2(_PluginManager):
    def get_version_details(self, plugin_name: str, plugin_version: str) -> Plugin:
        """One plugin, with the node_processes, configs and required_image_tags of the version."""
        return self._get(plugin_name, plugin_version)
