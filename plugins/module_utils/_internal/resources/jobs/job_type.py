# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Job types: the types of jobs that plugins can run, and hints for their configuration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ....saharaclient.errors import ServerError
from ....saharaclient.texts import as_sentence
from ...cloud.lookups import unknown
from ...engine.contracts import Task
from .edp import older_api

HINTS = ("configs", "params", "args")


def gather_job_types(task: Task) -> dict[str, Any]:
    """The result of the info task: job types by name, each with its plugins by name.

    The task's filters are applied here. API v2 ignores the plugin and its version. With a plugin,
    API v1.1 returns only the first type.
    """
    wanted, shown = task.params, []
    known = list(task.cloud.client.job_types.list())
    for found in known:
        plugins = [plugin_of(plugin, wanted) for plugin in found.plugins]
        plugins = [plugin for plugin in plugins if wanted["plugin_name"] in (None, plugin["name"])]
        plugins = [plugin for plugin in plugins if plugin["versions"]]
        if plugins and wanted["name"] in (None, found.name):
            plugins.sort(key=lambda plugin: str(plugin["name"]))
            shown.append({"name": found.name, "plugins": plugins})
    if not shown:
        warn_of_unknown(task, known)
    if wanted["hints"]:
        for job_type in shown:
            add_hints(task, job_type)
    return {"changed": False, "job_types": sorted(shown, key=lambda item: str(item["name"]))}


def warn_of_unknown(task: Task, known: Sequence[Any]) -> None:
    """Warn of a plugin, or a version of it, that no job type has: it may be misspelled."""
    name, version = task.params["plugin_name"], task.params["plugin_version"]
    offered: dict[str, set[str]] = {}
    for plugin in (plugin for found in known for plugin in found.plugins):
        offered.setdefault(plugin["name"], set()).update(plugin.get("versions") or ())
    if name and name not in offered:
        task.warn(as_sentence(unknown("job-running plugin", name, offered)))
        return
    versions = offered[name] if name else set().union(*offered.values())
    if version and version not in versions:
        noun = f"version of plugin {name}" if name else "plugin version"
        task.warn(as_sentence(unknown(noun, version, versions)))


def plugin_of(plugin: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A plugin with the versions that the task selects."""
    known = {name: plugin.get(name) for name in ("name", "title", "description")}
    versions = [
        version
        for version in sorted(plugin.get("versions") or ())
        if wanted["plugin_version"] in (None, version)
    ]
    return {**known, "versions": dict.fromkeys(versions)}


def add_hints(task: Task, job_type: Mapping[str, Any]) -> None:
    """Set the hints of each version; only API v1.1 has them.

    Each version has its own request, because one failing version makes the whole request fail
    (vanilla with Spark does; Sahara 19: edp/oozie/workflow_creator/workflow_factory.py).
    """
    failed = []
    for version in sorted({version for _name, version, _plugin in versions_of(job_type)}):
        query = {"type": job_type["name"], "version": version, "hints": "true"}
        with older_api("'hints'"):
            try:
                replies = task.cloud.client_for("1.1").job_types.list(query)
            except ServerError:
                failed.append(version)
                continue
        hints = {
            (name, version): known
            for reply in replies
            for name, version, known in versions_of({"plugins": reply.plugins})
        }
        for plugin in job_type["plugins"]:
            if version in plugin["versions"]:
                plugin["versions"][version] = tidied(hints.get((plugin["name"], version)))
    if failed:
        versions = ", ".join(failed)
        noun = "version" if len(failed) == 1 else "versions"
        task.warn(f"Sahara returned no hints for {job_type['name']} jobs of {noun} {versions}.")


def versions_of(job_type: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """The name of the plugin, the version and its hints, for each version."""
    for plugin in job_type["plugins"]:
        for version, hints in plugin["versions"].items():
            yield plugin["name"], version, hints


def tidied(hints: Any) -> dict[str, Any]:
    """Hints with the same keys for every plugin: some return none, some an empty map instead of a list."""
    known = (hints or {}).get("job_config") or {}
    return {name: known.get(name) or [] for name in HINTS}
