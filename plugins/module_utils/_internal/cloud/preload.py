# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every task would repeat, done once in the process that forks for each task."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from ... import saharaclient
from .. import cloud
from .certificates import VARIABLES
from .configuration import APP_NAME
from .loader import new_loader, plugin_loader

# Each takes about 30 ms. Clouds usually have one in common.
MOST_BUNDLES = 3


def preload() -> bool:
    """Load libraries, files of the client, and bundles of authorities. Returns whether the libraries are installed.

    Tasks do not have to compile the files that are loaded here.
    """
    try:
        import_module("openstack.config")
        for name in ("password", "v3password"):
            plugin_loader(name)
        # requests imports it with the first request.
        import_module("netrc")
    except ImportError:
        return False
    for package in (saharaclient, cloud):
        for file in Path(str(package.__file__)).parent.glob("*.py"):
            import_module(f"{package.__name__}.{file.stem}")
    read_bundles()
    return True


def read_bundles() -> None:
    """Read the bundles that clouds.yaml and the environment name. What tasks set themselves is not known yet."""
    tls = import_module(f"{saharaclient.__name__}.tls")
    try:
        loader = new_loader()
        clouds = loader.OpenStackConfig(app_name=APP_NAME).cloud_config["clouds"]
        found = dict.fromkeys(bundles(clouds))
    except Exception:  # The files are not valid. Each task that needs them reports it.
        return
    for bundle in islice(found, MOST_BUNDLES):
        tls.read_bundle(*bundle)


def bundles(clouds: Mapping[str, Any]) -> Iterator[tuple[str, str | None, str | None]]:
    """The bundle of each cloud that uses TLS, with its client certificate and key."""
    default = next(filter(None, map(os.environ.get, VARIABLES)), None)
    default = default or import_module("requests.certs").where()
    for entry in clouds.values():
        if str(entry.get("auth", {}).get("auth_url")).startswith("https:"):
            authorities = entry.get("cacert") or default
            yield os.path.expanduser(authorities), expanded(entry, "cert"), expanded(entry, "key")


def expanded(entry: Mapping[str, Any], key: str) -> str | None:
    """The path as openstacksdk passes it on."""
    return os.path.expanduser(entry[key]) if entry.get(key) else None
