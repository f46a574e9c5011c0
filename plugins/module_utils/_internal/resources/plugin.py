# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A plugin of Sahara: its labels, and what its versions offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...saharaclient.errors import Forbidden, NotFound
from ..cloud.lookups import Unresolved, unknown
from ..engine.converge import Refused
from ..fields.fields import Field
from .resource import Resource

Labels = dict[str, bool]
STATUSES = {"true": True, "yes": True, "false": False, "no": False}


class PluginLabels(Field):
    """``{label: status}``; the server also says which labels may be changed."""

    def wanted(self, value: Any, scope: Any, current: Any) -> Labels:
        if not isinstance(value, Mapping):
            scope.problem(f"'{self.name}' has no labels, as {{label: true or false}}")
            return {}
        return {str(label): self._status(label, status, scope) for label, status in value.items()}

    def _status(self, label: Any, status: Any, scope: Any) -> bool:
        """Templates may make strings of booleans."""
        known = STATUSES.get(str(status).lower())
        if known is None:
            scope.problem(f"the status of {label} in '{self.name}' is neither true nor false")
        return bool(known)

    def current(self, value: Any) -> Labels:
        return {label: bool(known["status"]) for label, known in sorted((value or {}).items())}

    def same(self, wanted: Any, current: Any) -> bool:
        return all(current.get(label) == status for label, status in wanted.items())

    def encode(self, wanted: Any) -> Any:
        return {label: {"status": status} for label, status in wanted.items()}

    def foretell(self, wanted: Any, current: Any, scope: Any) -> Any:
        return {**current, **wanted}

    def show_change(self, before: Any, wanted: Any, scope: Any) -> tuple[Any, Any]:
        changed = {label for label, status in wanted.items() if (before or {}).get(label) != status}
        return tuple(  # type: ignore[return-value]
            {label: side[label] for label in sorted(changed) if label in side}
            for side in (before or {}, wanted)
        )


class VersionLabels(Field):
    """``{version: {label: status}}``."""

    one = PluginLabels("version_labels")

    def wanted(self, value: Any, scope: Any, current: Any) -> dict[str, Labels]:
        return {
            str(version): self.one.wanted(labels, scope, None) for version, labels in value.items()
        }

    def current(self, value: Any) -> dict[str, Labels]:
        return {
            version: self.one.current(known) for version, known in sorted((value or {}).items())
        }

    def same(self, wanted: Any, current: Any) -> bool:
        return all(
            self.one.same(labels, current.get(version, {})) for version, labels in wanted.items()
        )

    def encode(self, wanted: Any) -> Any:
        return {version: self.one.encode(labels) for version, labels in wanted.items()}

    def foretell(self, wanted: Any, current: Any, scope: Any) -> Any:
        return {
            version: self.one.foretell(wanted.get(version, {}), labels, scope)
            for version, labels in current.items()
        }

    def show_change(self, before: Any, wanted: Any, scope: Any) -> tuple[Any, Any]:
        old: dict[str, Labels] = {}
        new: dict[str, Labels] = {}
        for version, labels in sorted(wanted.items()):
            known = (before or {}).get(version, {})
            if not self.one.same(labels, known):
                old[version], new[version] = self.one.show_change(known, labels, scope)
        return old, new


class Plugin(Resource):
    """Found by its name; it can neither be made nor removed."""

    kind = "plugin"
    plural = "plugins"
    noun = "plugin"
    fields = (PluginLabels("plugin_labels"), VersionLabels("version_labels"))
    generated = ("name", "title", "description", "versions")

    def find(self) -> dict[str, Any] | None:
        """Raises Refused when there is no such plugin, with the names that are like it."""
        try:
            return self.read(self.manager.get(self.params["name"]))
        except NotFound:
            offered = [plugin.name for plugin in self.manager.list()]
            self.task.problem(unknown("plugin", self.params["name"], offered))
            self.task.raise_problems()
            return None

    def is_own(self, current: Mapping[str, Any]) -> bool:
        return True  # Its labels are kept for each project apart.

    def check(self, wanted: Mapping[str, Any], current: Mapping[str, Any] | None) -> None:
        known = current or {}
        own = known.get("plugin_labels") or {}
        self._check_labels("plugin_labels", wanted.get("plugin_labels"), own)
        offered = known.get("version_labels") or {}
        for version, labels in (wanted.get("version_labels") or {}).items():
            if version not in offered:
                self.task.problem(unknown(f"version of plugin {known['name']}", version, offered))
            else:
                self._check_labels(f"version_labels of {version}", labels, offered[version])

    def _check_labels(self, where: str, labels: Labels | None, known: Mapping[str, Any]) -> None:
        for label, status in (labels or {}).items():
            if label not in known:
                self.task.problem(unknown(f"label in {where}", label, known))
            elif not known[label].get("mutable") and known[label]["status"] != status:
                self.task.problem(f"the label '{label}' in {where} cannot be changed")

    def update(self, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return self.read(self.manager.update_raw(current["name"], self.body(changes)))
        except Forbidden as error:
            raise Refused(
                f"Only an administrator can change the labels of plugin '{current['name']}': {error}"
            ) from error


DETAILS = ("node_processes", "required_image_tags", "configs")


def gather_plugins(task: Any) -> dict[str, Any]:
    """The result of sahara_plugin_info; what depends on the version is null without one."""
    resource = Plugin(task)
    found = [
        {**resource.result(plugin), **{key: plugin.get(key) for key in DETAILS}}
        for plugin in wanted_plugins(task, resource)
    ]
    return {"changed": False, "plugins": sorted(found, key=lambda plugin: str(plugin["name"]))}


def wanted_plugins(task: Any, resource: Plugin) -> list[Mapping[str, Any]]:
    """A version's details come with the plugin, so that one read is enough."""
    name, version = task.params["name"], task.params["version"]
    if version:
        try:
            return [task.lookups.plugin(name, version)]
        except Unresolved:
            return []
    plugins = [resource.read(plugin) for plugin in resource.manager.list()]
    return [plugin for plugin in plugins if name in (None, plugin["name"])]
