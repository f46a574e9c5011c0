# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Our inventory compared with a plugin that only adds the same hosts, and with static files."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from benchmarks import programs, stub, wire
from benchmarks.measure import Goal, Report, compared, interleaved
from tools.tree import ROOT

# With a static YAML file, 10,000 hosts take half a minute.
FEW_INSTANCES, INSTANCES, MANY_INSTANCES = 3_000, 10_000, 100_000
INSTANCES_OF_A_CLUSTER = 100
ROUNDS = 3
OURS, KEYED = "ours", "ours, with keyed_groups"
BARE, INI, YAML = "bare plugin", "static INI", "static YAML"
NAME = "sahara.dataprocessing.sahara"
PLUGINS = {OURS: NAME, KEYED: NAME, BARE: "bare", INI: "ini", YAML: "yaml"}
LIMIT = 0.85


def inventory() -> Report:
    """Processor time of `ansible-inventory --list`."""
    with ExitStack() as stack:
        few = stack.enter_context(Sources(FEW_INSTANCES))
        some = stack.enter_context(Sources(INSTANCES))
        many = stack.enter_context(Sources(MANY_INSTANCES))
        reports = [
            report(few, (BARE, INI, YAML), ROUNDS, []),
            report(some, (OURS, KEYED, BARE), ROUNDS, []),
            report(many, (OURS, BARE), 1, [Goal(OURS, LIMIT)]),
        ]
    text = "\n\n".join(report.text for report in reports)
    return Report(text, [line for report in reports for line in report.missed])


def report(sources: Sources, names: Sequence[str], rounds: int, goals: Sequence[Goal]) -> Report:
    kinds = {name: partial(sources.seconds, name) for name in names}
    title = f"{sources.instances:,} hosts, {rounds} rounds"
    return compared(interleaved(kinds, rounds, warm_up=0), BARE, title, "s", goals)


class Sources(AbstractContextManager["Sources"]):
    """The same hosts, groups and variables in each format, inside its `with` block."""

    def __init__(self, instances: int):
        self.instances = instances
        clusters = range(instances // INSTANCES_OF_A_CLUSTER)
        lists = dict(stub.one_of_each())
        lists["/data-processing/v2/clusters"] = [
            wire.cluster(number, INSTANCES_OF_A_CLUSTER) for number in clusters
        ]
        self._cloud = stub.Cloud(lists)
        self._stack = ExitStack()
        self._files: dict[str, Path] = {}

    def __enter__(self) -> Sources:
        self._stack.enter_context(self._cloud)
        folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
        self._clouds_yaml = self._cloud.write_clouds_yaml(folder)
        self._files = {
            OURS: folder / "sahara.yml",
            KEYED: folder / "keyed.sahara.yml",
            BARE: folder / "same.bare.json",
            YAML: folder / "static.yml",
            INI: folder / "static.ini",
        }
        plugin = {"plugin": NAME, "cloud": "stub"}
        keyed = [{"key": "sahara_node_group", "prefix": "role"}]
        self._files[OURS].write_text(json.dumps(plugin))
        self._files[KEYED].write_text(json.dumps({**plugin, "keyed_groups": keyed}))
        content = content_of(self.listed(OURS, "--export"))
        if len(content["hosts"]) != self.instances:
            raise RuntimeError(
                f"the inventory has {len(content['hosts'])} of {self.instances} hosts"
            )
        self._files[BARE].write_text(json.dumps(content))
        if self.instances == FEW_INSTANCES:
            self._files[YAML].write_text(as_yaml(content))
            self._files[INI].write_text(as_ini(content))
        return self

    def __exit__(self, *exception: object) -> None:
        self._stack.close()

    def seconds(self, name: str) -> float:
        return programs.processor_seconds(*self._listing(name))

    def listed(self, name: str, *options: str) -> dict[str, Any]:
        """The output of `ansible-inventory --list`."""
        command, variables = self._listing(name)
        return dict(json.loads(programs.run([*command, *options], variables)))

    def _listing(self, name: str) -> tuple[list[str], dict[str, str]]:
        source = self._files[name]
        variables = {
            # Enable only the plugin of this source, because Ansible loads all enabled plugins.
            "ANSIBLE_INVENTORY_ENABLED": PLUGINS[name],
            "ANSIBLE_INVENTORY_PLUGINS": str(ROOT / "benchmarks" / "inventory_plugins"),
            "OS_CLIENT_CONFIG_FILE": str(self._clouds_yaml),
        }
        return [
            sys.executable,
            "-m",
            "ansible",
            "inventory",
            "-i",
            str(source),
            "--list",
        ], variables


def content_of(listed: Mapping[str, Any]) -> dict[str, Any]:
    """Hosts and groups with their variables, from the output of ansible-inventory."""
    groups = {name: group for name, group in listed.items() if name not in ("_meta", "ungrouped")}
    return {
        "hosts": unmarked(listed["_meta"]["hostvars"]),
        "groups": {
            name: {
                "vars": unmarked(group.get("vars", {})),
                "hosts": group.get("hosts", []),
                "children": [child for child in group.get("children", []) if child != "ungrouped"],
            }
            for name, group in groups.items()
        },
    }


def unmarked(value: Any) -> Any:
    """The value without the wrappers that ansible-inventory puts around untrusted strings."""
    if isinstance(value, dict):
        if value.keys() == {"__ansible_unsafe"}:
            return value["__ansible_unsafe"]
        return {key: unmarked(item) for key, item in value.items()}
    return [unmarked(item) for item in value] if isinstance(value, list) else value


def as_yaml(content: Mapping[str, Any]) -> str:
    groups = {
        name: {
            "vars": group["vars"],
            "hosts": dict.fromkeys(group["hosts"]),
            "children": dict.fromkeys(group["children"]),
        }
        for name, group in content["groups"].items()
    }
    groups["all"] = {**groups.get("all", {}), "hosts": content["hosts"]}
    return yaml.dump(groups, Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))


def as_ini(content: Mapping[str, Any]) -> str:
    lines = [
        f"{name} {' '.join(f'{key}={word(value)}' for key, value in variables.items())}"
        for name, variables in content["hosts"].items()
    ]
    for name, group in content["groups"].items():
        lines += [f"[{name}]", *group["hosts"]] if group["hosts"] else []
        lines += [f"[{name}:children]", *group["children"]] if group["children"] else []
        if group["vars"]:
            lines += [f"[{name}:vars]"]
            lines += [f"{key}={value!r}" for key, value in group["vars"].items()]
    return "\n".join(lines) + "\n"


def word(value: Any) -> str:
    """The value as one word in a line of an INI file."""
    quoted = repr(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
