# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every task would repeat, done once in the process that forks for each task."""

from __future__ import annotations

import os
from contextlib import suppress
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any

from ..module_utils import saharaclient
from ..module_utils._internal import cloud
from ..module_utils._internal.cloud.certificates import VARIABLES, certificate_and_key
from ..module_utils._internal.cloud.cloud import Cloud
from ..module_utils._internal.cloud.configuration import APP_NAME
from ..module_utils._internal.cloud.connections import MOST, Connections
from ..module_utils._internal.cloud.loader import new_loader, plugin_loader
from ..module_utils._internal.resources import clusters, templates
from ..module_utils.saharaclient import tls

# Reading a bundle takes about 30 ms. Most clouds use the same one.
MOST_BUNDLES = 3


def preload(connections: Connections) -> bool:
    """Load libraries, files of the client, and the clouds of clouds.yaml. Returns whether the libraries are installed.

    Tasks do not have to compile the files that are loaded here. connections: receives those of the
    clouds.
    """
    try:
        import_module("openstack.config")
        for name in ("password", "v3password"):
            plugin_loader(name)
        # requests imports it with the first request.
        import_module("netrc")
    except ImportError:
        return False
    for package in (saharaclient, cloud, clusters, templates):
        for file in Path(str(package.__file__)).parent.glob("*.py"):
            import_module(f"{package.__name__}.{file.stem}")
    prepare(connections)
    return True


def prepare(connections: Connections) -> None:
    """Read what clouds.yaml and the environment say about the default cloud, and about each cloud by its name.

    Tasks that select a cloud only by its name find its connection prepared. Nothing is sent. If a
    part is not valid, a task that needs it reports that.
    """
    with suppress(Exception):
        known = new_loader().OpenStackConfig(app_name=APP_NAME).cloud_config["clouds"]
        # One is the default.
        for name in (None, *islice(known, MOST - 1)):
            with suppress(Exception):
                prepare_cloud(name, connections)


def prepare_cloud(name: str | None, connections: Connections) -> None:
    prepared = Cloud({"cloud": name}, connections=connections)
    if str(prepared.region.get_auth_args().get("auth_url")).startswith("https:"):
        read_authorities(prepared.session)
    # Reads all that the configuration says about Sahara, and sends nothing.
    prepared.client_for(prepared.api_version)


def read_authorities(session: Any) -> None:
    """Read the authorities that verify the session's connections, and its client certificate."""
    authorities = session.verify
    if authorities is True:
        variables = filter(None, map(os.environ.get, VARIABLES))
        authorities = next(variables, None) or import_module("requests.certs").where()
    if authorities and len(tls.CONTEXTS) < MOST_BUNDLES:
        tls.read_bundle(authorities, *certificate_and_key(session.cert))
