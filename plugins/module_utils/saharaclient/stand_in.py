# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules of python-saharaclient, with the contents of this client."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

PACKAGE = "saharaclient"
# The release that has the same calls.
VERSION = "4.2.0"

# Module of python-saharaclient -> file of this client -> names, which may differ: theirs=ours.
CONTENTS = {
    "client": {"client": "Client get_client_class", "errors": "UnsupportedVersion"},
    "api.client": {"api": "Client=ClientV1 ClientV2"},
    "api.base": {
        "errors": "APIException",
        "manager": "ResourceManager=Manager",
        "resource": "NotUpdated Page Resource",
    },
    "api.helpers": {"helpers": "Helpers"},
    "api.parameters": {"helpers": "Parameter"},
    "api.cluster_templates": {
        "cluster_templates": "ClusterTemplate ClusterTemplateManagerV1 ClusterTemplateManagerV2"
        " ClusterTemplateManager=ClusterTemplateManagerV1"
    },
    "api.clusters": {
        "clusters": "Cluster ClusterManagerV1 ClusterManagerV2 ClusterManager=ClusterManagerV1"
    },
    "api.data_sources": {
        "data_sources": "DataSources DataSourceManagerV1 DataSourceManagerV2"
        " DataSourceManager=DataSourceManagerV1"
    },
    "api.images": {"images": "Image ImageManagerV1 ImageManagerV2 ImageManager=ImageManagerV1"},
    "api.job_binaries": {
        "job_binaries": "JobBinaries JobBinariesManagerV1 JobBinariesManagerV2"
        " JobBinariesManager=JobBinariesManagerV1"
    },
    "api.job_binary_internals": {
        "job_binary_internals": "JobBinaryInternal JobBinaryInternalsManager"
    },
    "api.job_executions": {"jobs": "JobExecution JobExecutionsManager"},
    "api.job_types": {"job_types": "JobType JobTypesManager"},
    "api.jobs": {"job_templates": "Job JobsManagerV1 JobsManager=JobsManagerV1"},
    "api.node_group_templates": {
        "node_group_templates": "NodeGroupTemplate NodeGroupTemplateManagerV1"
        " NodeGroupTemplateManagerV2 NodeGroupTemplateManager=NodeGroupTemplateManagerV1"
    },
    "api.plugins": {
        "plugins": "Plugin PluginManagerV1 PluginManagerV2 PluginManager=PluginManagerV1"
    },
    "api.v2.job_templates": {"job_templates": "JobTemplate JobTemplatesManagerV2"},
    "api.v2.jobs": {"jobs": "Job JobsManagerV2"},
}


def install() -> None:
    """Register the modules. Does nothing if that was done before; see `install_as_saharaclient`."""
    present = sys.modules.get(PACKAGE)
    if present is not None:
        if getattr(present, "__spec__", None) != _spec(PACKAGE, True):
            raise RuntimeError(
                "install_as_saharaclient() was called too late: python-saharaclient is imported "
                "already. Call it before anything imports saharaclient."
            )
        return
    installed = PathFinder.find_spec(PACKAGE)
    # The commands for `openstack` are not replaced. They are found where python-saharaclient is.
    path = installed.submodule_search_locations if installed else None
    _register("", {"__version__": VERSION}, [*(path or ())])
    for name in ("api", "api.v2"):
        _register(name, {}, [])
    for name, files in CONTENTS.items():
        _register(name, _contents(files))


def _contents(files: dict[str, str]) -> dict[str, Any]:
    found = {}
    for file, names in files.items():
        module = import_module(f"{__package__}.{file}")
        for name in names.split():
            theirs, _equals, ours = name.partition("=")
            found[theirs] = getattr(module, ours or theirs)
    return found


def _register(name: str, contents: dict[str, Any], path: list[str] | None = None) -> None:
    """Create a module. path: where its other modules are, if it is a package."""
    whole = f"{PACKAGE}.{name}".rstrip(".")
    module: Any = ModuleType(whole)
    module.__spec__ = _spec(whole, path is not None)
    if path is not None:
        module.__path__ = path
    vars(module).update(contents)
    sys.modules[whole] = module
    parent, _dot, last = whole.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)


def _spec(name: str, is_package: bool) -> ModuleSpec:
    return ModuleSpec(name, None, origin=__name__, is_package=is_package)
