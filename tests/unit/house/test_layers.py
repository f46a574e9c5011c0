# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Imports in plugins/ go down the layers, never up or sideways.

modules, in_process, inventory -> boundary, saving -> resources -> fields -> engine -> cloud -> saharaclient
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tools.files import project_files
from tools.tree import ROOT

COLLECTION = ("ansible_collections", "sahara", "dataprocessing")
DOTTED = ".".join(COLLECTION)
INTERNAL = "module_utils/_internal"
# The files of a layer in these folders may import one another. Those of other layers may not.
LAYERED_FOLDERS = ("module_utils", "plugin_utils")


@dataclass(frozen=True)
class Layer:
    """A part of plugins/. It may import only these layers and libraries; its purpose is the reason."""

    path: str
    layers: tuple[str, ...]
    libraries: tuple[str, ...]
    purpose: str


LAYERS = {
    "saharaclient": Layer(
        "module_utils/saharaclient",
        (),
        # keystoneauth1 depends on requests and urllib3. Their exceptions are the causes of its exceptions.
        ("keystoneauth1", "requests", "urllib3"),
        "works in any Python program, without Ansible",
    ),
    "cloud": Layer(
        f"{INTERNAL}/cloud",
        ("saharaclient",),
        ("keystoneauth1", "openstack"),
        "turns values into a client, an id or a typed error",
    ),
    "engine": Layer(
        f"{INTERNAL}/engine",
        ("cloud", "saharaclient"),
        (),
        "plans and waits, for anything that implements the contracts",
    ),
    "fields": Layer(
        f"{INTERNAL}/fields",
        ("engine", "cloud", "saharaclient"),
        (),
        "defines the kinds of values that resources have",
    ),
    "resources": Layer(
        f"{INTERNAL}/resources",
        ("fields", "engine", "cloud", "saharaclient"),
        (),
        "describes the resources of Sahara, and uses a task only through its contract",
    ),
    "saving": Layer(
        f"{INTERNAL}/saving",
        ("resources", "fields", "engine", "cloud", "saharaclient"),
        ("yaml",),
        "describes a project as task files",
    ),
    "boundary": Layer(
        f"{INTERNAL}/boundary",
        ("resources", "fields", "engine", "cloud", "saharaclient"),
        ("ansible.module_utils",),
        "is the only boundary with Ansible",
    ),
    "doc_fragments": Layer("doc_fragments", (), (), "contains only documentation"),
    "modules": Layer(
        "modules",
        ("boundary", "saving", "resources", "engine"),
        ("ansible.module_utils",),
        "contains documentation, options and run(task); modules do not import one another",
    ),
    "action": Layer(
        "action",
        ("in_process", "modules"),
        (),
        "contains one action plugin for each module, as Ansible requires",
    ),
    "in_process": Layer(
        "plugin_utils/in_process",
        ("modules", "boundary", "cloud", "ledger", "preload"),
        ("ansible",),
        "runs a module's run(task) in the controller's process",
    ),
    "preload": Layer(
        "plugin_utils/preload",
        ("resources", "cloud", "saharaclient"),
        (),
        "loads what tasks need before Ansible forks for them",
    ),
    "ledger": Layer(
        "plugin_utils/ledger",
        ("cloud", "saharaclient"),
        (),
        "keeps what the tasks of a run in check mode would do, without a server and without Ansible",
    ),
    "plugin_utils": Layer(
        "plugin_utils",
        ("cloud", "saharaclient"),
        (),
        "computes the inventory, without a server and without Ansible",
    ),
    "inventory": Layer(
        "inventory",
        ("plugin_utils", "cloud", "saharaclient"),
        ("ansible",),
        "is the other entry point: it provides hosts, groups and variables",
    ),
}


@cache
def layer_of(path: Path) -> str | None:
    """The layer of a path below plugins/. The path of a Python module needs no suffix."""
    found = [
        name
        for name, layer in LAYERS.items()
        if path.with_suffix("") == Path(layer.path) or Path(layer.path) in path.parents
    ]
    return found[0] if found else None


def imported(tree: ast.AST, path: Path) -> Iterator[tuple[str, ...]]:
    """The names that a file imports, split at their dots. Relative names become absolute."""
    package = (*COLLECTION, "plugins", *path.parent.parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (tuple(alias.name.split(".")) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) + 1 - node.level] if node.level else ()
            module = (*start, *(node.module or "").split(".")) if node.module else start
            yield from ((*module, alias.name) for alias in node.names)


def is_allowed(name: tuple[str, ...], path: Path) -> bool:
    layer = LAYERS[str(layer_of(path))]
    if name[0] in sys.stdlib_module_names:
        return True
    if name[:3] == COLLECTION:
        # The last part is a name in a file, or a file in a folder. Both are in the same layer.
        target = Path(*name[4:])
        same_layer = layer_of(target) == layer_of(path) and layer.path.startswith(LAYERED_FOLDERS)
        return same_layer or layer_of(target) in layer.layers
    return any(f"{'.'.join(name)}.".startswith(f"{library}.") for library in layer.libraries)


def forbidden_imports(source: str, path: Path) -> list[str]:
    """A message for each import that is forbidden in the layer of plugins/<path>."""
    layer = layer_of(path)
    if layer is None:
        return [f"plugins/{path} is not in any layer. Add it to LAYERS in {Path(__file__).name}."]
    return [
        f"plugins/{path} must not import {'.'.join(name)}. Layer '{layer}' {LAYERS[layer].purpose}."
        for name in imported(ast.parse(source), path)
        if not is_allowed(name, path)
    ]


def plugin_files() -> list[Path]:
    found = [path for path in project_files(".py") if path.parts[0] == "plugins"]
    return [Path(*path.parts[1:]) for path in found if path.name != "__init__.py"]


@pytest.mark.slow
def test_imports_go_down_the_layers() -> None:
    sources = {path: (ROOT / "plugins" / path).read_text("utf-8") for path in plugin_files()}
    found = {str(path): forbidden_imports(source, path) for path, source in sources.items()}
    assert {path: imports for path, imports in found.items() if imports} == {}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("module_utils/saharaclient/http.py", "import ansible.module_utils.basic"),
        ("module_utils/saharaclient/http.py", "import httpx"),
        ("module_utils/saharaclient/http.py", "from .._internal.cloud.cloud import Cloud"),
        ("module_utils/saharaclient/http.py", "def late():\n    from openstack import connect"),
        ("module_utils/_internal/cloud/cloud.py", "from ..engine.waiting import Waiting"),
        (
            "module_utils/_internal/engine/converge.py",
            "from ..resources.clusters.cluster import Cluster",
        ),
        (
            "module_utils/_internal/resources/clusters/cluster.py",
            "from ...boundary.task import AnsibleTask",
        ),
        ("module_utils/_internal/resources/clusters/cluster.py", "import keystoneauth1.session"),
        (
            "module_utils/_internal/boundary/task.py",
            "from ansible.plugins.action import ActionBase",
        ),
        ("modules/sahara_image.py", "from .sahara_cluster import run"),
        ("modules/sahara_image.py", f"from {DOTTED}.plugins.modules import sahara_cluster"),
        ("modules/sahara_image.py", "from ansible_collections.openstack.cloud.plugins import x"),
        ("modules/sahara_image.py", "from ..module_utils.saharaclient.client import Client"),
        ("module_utils/helpers.py", ""),
    ],
)
def test_a_forbidden_import_is_found(path: str, source: str) -> None:
    assert len(forbidden_imports(source, Path(path))) == 1


@pytest.mark.parametrize(
    ("path", "source"),
    [
        (
            "module_utils/saharaclient/http.py",
            "import json\nfrom . import errors\nfrom .errors import NotFound",
        ),
        ("module_utils/saharaclient/http.py", "from requests.exceptions import ConnectionError"),
        ("module_utils/saharaclient/http.py", "from keystoneauth1 import adapter"),
        (
            "module_utils/_internal/cloud/cloud.py",
            "import openstack\nfrom ...saharaclient.client import Client",
        ),
        ("module_utils/_internal/boundary/task.py", "from ..resources import resource"),
        ("modules/sahara_image.py", "from ..module_utils._internal.boundary.task import execute"),
        (
            "modules/sahara_image.py",
            f"from {DOTTED}.plugins.module_utils._internal.boundary.task import execute",
        ),
    ],
)
def test_an_allowed_import_is_accepted(path: str, source: str) -> None:
    assert forbidden_imports(source, Path(path)) == []
