# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Sahara plugin: its labels, and what its versions offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...saharaclient.errors import Forbidden, NotFound
from ...saharaclient.texts import as_sentence, with_end
from ..cloud.kinds import PLUGIN
from ..cloud.lookups import NoMatch, unknown
from ..cloud.patterns import matcher
from ..engine.contracts import State, Task, Values
from ..engine.plan import Plan
from ..fields.field import Field
from ..fields.value import Value
from .resource import ManagedResource

Labels = dict[str, bool]
STATUSES = {"true": True, "yes": True, "false": False, "no": False}


class PluginLabels(Field):
    """``{label: status}``. The server also returns which labels can be changed."""

    option_type = "dict"

    def wanted(self, value: Any, task: Task, current: Any) -> Labels:
        if not isinstance(value, Mapping):
            task.problem(
                f"the labels in '{self.name}' must be a dictionary {{label: true or false}}"
            )
            return {}
        return {str(label): self._status(label, status, task) for label, status in value.items()}

    def _status(self, label: Any, status: Any, task: Task) -> bool:
        """A Jinja template may have turned the boolean into a string."""
        known = STATUSES.get(str(status).lower())
        if known is None:
            task.problem(f"the label '{label}' in '{self.name}' must be true or false")
        return bool(known)

    def current(self, value: Any) -> Labels:
        return {label: bool(known["status"]) for label, known in sorted((value or {}).items())}

    def same(self, wanted: Any, current: Any) -> bool:
        return all(current.get(label) == status for label, status in wanted.items())

    def encode(self, wanted: Any) -> Any:
        return {label: {"status": status} for label, status in wanted.items()}

    def predict(self, wanted: Any, current: Any, task: Task) -> Any:
        return {**current, **wanted}

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        changed = {label for label, status in wanted.items() if (before or {}).get(label) != status}
        old, new = (
            {label: side[label] for label in sorted(changed) if label in side}
            for side in (before or {}, wanted)
        )
        return old, new


class VersionLabels(Field):
    """``{version: {label: status}}``."""

    option_type = "dict"
    one = PluginLabels("version_labels")

    def wanted(self, value: Any, task: Task, current: Any) -> dict[str, Labels]:
        return {
            str(version): self.one.wanted(labels, task, None) for version, labels in value.items()
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

    def predict(self, wanted: Any, current: Any, task: Task) -> Any:
        return {
            version: self.one.predict(wanted.get(version, {}), labels, task)
            for version, labels in current.items()
        }

    def render_change(self, before: Any, wanted: Any, task: Task) -> tuple[Any, Any]:
        old: dict[str, Labels] = {}
        new: dict[str, Labels] = {}
        for version, labels in sorted(wanted.items()):
            known = (before or {}).get(version, {})
            if not self.one.same(labels, known):
                old[version], new[version] = self.one.render_change(known, labels, task)
        return old, new


class Plugin(ManagedResource):
    """Found by its name. A plugin cannot be created or deleted."""

    kind = PLUGIN
    options_are_free = True
    fields = (
        PluginLabels("plugin_labels", "The labels of the plugin, with V(true) or V(false) for each label.", {"enabled": True, "hidden": False}),
        VersionLabels("version_labels", "The labels of each version, with V(true) or V(false) for each label.",
                      {"2.7.5": {"deprecated": False, "enabled": True}}),
    )  # fmt: skip
    generated = (
        Value("name", "The name of the plugin.", "vanilla"),
        Value("title", "The title of the plugin.", "Vanilla Apache Hadoop"),
        Value("description", "The description of the plugin.", "Deploys Apache Hadoop clusters without a management console"),
        Value("versions", "The versions of the plugin.", ["2.7.5", "2.8.2"], type="list", elements="str"),
    )  # fmt: skip
    extra_info_values = (
        Value("node_processes", "For each service, the list of its processes; null if O(version) is not set.",
              {"HDFS": ["namenode", "datanode"]}, type="dict"),
        Value("required_image_tags", "The tags that an image must have; null if O(version) is not set.",
              ["vanilla", "2.7.5"], type="list", elements="str"),
        Value("configs", "The settings, each with its name, target, type, default, scope and priority; null if O(version) is not set.",
              [{"name": "dfs.replication", "applicable_target": "HDFS", "config_type": "int", "default_value": 3,
                "scope": "cluster", "priority": 1, "is_optional": True}],
              type="list", elements="dict"),
    )  # fmt: skip
    identity_options = {"name": {"type": "str", "required": True}}

    def find(self) -> State | None:
        """Raises Refused with similar names if the plugin does not exist."""
        try:
            return self.decode(self.manager.get(self.params["name"]))
        except NotFound:
            offered = [plugin.name for plugin in self.manager.list()]
            self.task.problem(unknown("plugin", self.params["name"], offered))
            self.task.raise_problems()
            return None

    def selection_of(self, current: State) -> dict[str, Any]:
        return {"name": current["name"]}

    def as_options(self, current: State) -> dict[str, Any]:
        """With the labels that can be changed; the status of the others is the same in all clouds."""
        versions = current.get("version_labels") or {}
        own = {
            "plugin_labels": changeable(current.get("plugin_labels") or {}),
            "version_labels": {version: changeable(labels) for version, labels in versions.items()},
        }
        return super().as_options({**current, **own})

    def is_own(self, current: State) -> bool:
        return True  # Each project has its own labels.

    def check(self, wanted: Values, current: State | None) -> None:
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
                self.task.problem(f"Sahara does not allow changing the label '{label}' in {where}")

    def forecast(self, plan: Plan, preview: Values) -> State:
        """In the server's form, which says of each label whether it can be changed."""

        def relabelled(known: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
            return {
                label: {**facts, "status": labels[label]} for label, facts in (known or {}).items()
            }

        versions = plan.current["version_labels"] or {}
        return {
            **plan.current,
            "plugin_labels": relabelled(plan.current["plugin_labels"], preview["plugin_labels"]),
            "version_labels": {
                version: relabelled(known, preview["version_labels"][version])
                for version, known in versions.items()
            },
        }

    def update(self, current: State, changes: Values) -> State:
        try:
            return super().update({"id": current["name"]}, changes)
        except Forbidden as error:
            raise error.explained(
                f"Only an administrator can change the labels of plugin '{current['name']}'. "
                f"Sahara answered: {with_end(error.sentence)}"
            ) from error


def changeable(labels: Mapping[str, Any]) -> dict[str, Any]:
    """The labels whose status an administrator can change."""
    return {label: known for label, known in labels.items() if known.get("mutable")}


def gather_plugins(task: Task) -> dict[str, Any]:
    """The result of sahara_plugin_info. Without a version, the values that depend on it are null."""
    resource = Plugin(task)
    details = [value.name for value in Plugin.extra_info_values]
    matches = matcher(task.params["names"] or ())
    found = [
        {
            **resource.result(plugin),
            **resource.reuse(plugin),
            **{key: plugin.get(key) for key in details},
        }
        for plugin in wanted_plugins(task, resource)
        if matches(str(plugin["name"]))
    ]
    return {"changed": False, "plugins": sorted(found, key=lambda plugin: str(plugin["name"]))}


def wanted_plugins(task: Task, resource: Plugin) -> Sequence[State]:
    """The plugins that the task selects. With a version, one request returns the plugin and its details.

    An unknown version selects nothing, with a warning that names the known ones.
    """
    name, version = task.params["name"], task.params["version"]
    if version:
        try:
            return [task.lookups.plugin(name, version)]
        except NoMatch as problem:
            task.warn(as_sentence(str(problem)))
            return []
    plugins = [resource.decode(plugin) for plugin in resource.manager.list()]
    return [plugin for plugin in plugins if name in (None, plugin["name"])]
