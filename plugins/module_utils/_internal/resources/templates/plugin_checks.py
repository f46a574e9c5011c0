# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks whether a plugin version offers what a template or cluster uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...cloud.lookups import Unresolved, unknown
from ...engine.contracts import Task, Values


def check_offered(task: Task, name: str | None, version: str | None, values: Values) -> None:
    """Note the values of a template or cluster that this version of the plugin does not offer."""
    plugin = task.plugin(name, version) if name and version else None
    if not plugin:
        return
    for group in (values, *(values.get("node_groups") or ())):
        check_processes(task, plugin, group.get("node_processes") or ())
        check_configs(task, plugin, "node_configs", group.get("node_configs"))
        check_image(task, plugin, group.get("image") or group.get("image_id"))
    check_processes(task, plugin, values.get("anti_affinity") or ())
    check_configs(task, plugin, "cluster_configs", values.get("cluster_configs"))
    check_image(task, plugin, values.get("default_image"))


def check_enabled(task: Task, name: str | None, version: str | None) -> None:
    """Note a plugin, or a version of it, that an administrator has disabled: Sahara creates no clusters with it."""
    plugin = task.plugin(name, version) if name and version else None
    if not plugin:
        return
    of_version = (plugin.get("version_labels") or {}).get(version)
    for what, labels in (
        (f"plugin {name}", plugin.get("plugin_labels")),
        (f"version {version} of plugin {name}", of_version),
    ):
        if not (labels or {}).get("enabled", {}).get("status", True):
            task.problem(
                f"{what} is disabled; an administrator can enable it with the module sahara_plugin"
            )


def check_processes(task: Task, plugin: Mapping[str, Any], processes: Iterable[str]) -> None:
    """Note the processes that the plugin version does not offer."""
    offered = {process for group in plugin["node_processes"].values() for process in group}
    for process in processes:
        if process not in offered:
            task.problem(unknown(f"node process of plugin {plugin['name']}", process, offered))


def check_configs(task: Task, plugin: Mapping[str, Any], option: str, configs: Any) -> None:
    """Note the config targets and names that the plugin version does not offer."""
    offered: dict[str, set[str]] = {}
    for config in plugin.get("configs") or ():
        offered.setdefault(config["applicable_target"], set()).add(config["name"])
    where = f"of plugin {plugin['name']} in '{option}'"
    for target, values in (configs or {}).items():
        if target not in offered:
            task.problem(unknown(f"config target {where}", target, offered))
            continue
        for name in values:
            if name not in offered[target]:
                task.problem(unknown(f"config of {target} {where}", name, offered[target]))


def check_image(task: Task, plugin: Mapping[str, Any], identity: str | None) -> None:
    """Note an image that is not registered or is missing tags that the plugin requires."""
    if not identity or isinstance(identity, Unresolved):
        return
    name = task.name_of("image", identity)
    tags = task.lookups.image_tags(identity)
    if tags is None:
        task.missing(f"image '{name}' is not registered; register it with the module sahara_image")
        return
    missing = set(plugin["required_image_tags"]) - set(tags)
    if missing:
        task.missing(
            f"image '{name}' is missing the tags {', '.join(sorted(missing))} required by plugin "
            f"{plugin['name']}"
        )
