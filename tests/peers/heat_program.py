# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Calls Heat's plugin for Sahara, with python-saharaclient or with our client.

Argument: "theirs" or "ours". Writes the result of each call, or its exception, as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any


class Context:
    """What the plugin needs of Heat's context."""

    def __init__(self, session: Any) -> None:
        self.keystone_session = session
        self.region_name = "sandbox"
        self.clients = self

    def client_plugin(self, _name: str) -> Any:
        return None


def plugin() -> Any:
    import openstack
    from heat.common import config
    from heat.engine.clients.os.sahara import SaharaClientPlugin

    config.cfg.CONF([], project="heat")
    context = Context(openstack.connect(cloud="demo").session)
    found = SaharaClientPlugin(context)
    # The plugin has only a weak reference to it.
    found.kept_alive = context
    return found


def calls(heat: Any) -> Iterator[tuple[str, Callable[[], Any]]]:
    client = heat.client()
    image = client.images.find(name="testbed-0.1-ubuntu")[0]
    source = client.data_sources.create("peer-heat", "", "hdfs", "/data/heat")
    for name in ("testbed-0.1-ubuntu", image.id, "nothing"):
        yield f"image {name}", lambda name=name: heat.get_image_id(name)
    for name in ("testbed", "nothing"):
        yield f"plugin {name}", lambda name=name: heat.get_plugin_id(name)
    for name in ("Pig", "nothing"):
        yield f"job type {name}", lambda name=name: heat.get_job_type(name).name
    for version in ("0.1", "7"):
        yield f"version {version}", lambda v=version: heat.validate_hadoop_version("testbed", v)
    for kind in ("clusters", "cluster_templates", "node_group_templates", "job_binaries", "jobs"):
        yield f"{kind}", lambda kind=kind: heat.find_resource_by_name_or_id(kind, "nothing")
    for name in ("peer-heat", source.id):
        yield (
            f"data source {name == source.id}",
            lambda n=name: source.id == heat.find_resource_by_name_or_id("data_sources", n),
        )
    tests = ("is_not_found", "is_over_limit", "is_conflict", "is_not_registered")
    for what, call in (
        ("missing", lambda: client.clusters.get("nothing")),
        ("missing by name", lambda: client.clusters.find_unique(name="nothing")),
        ("several", client.images.find_unique),
        ("taken", lambda: client.data_sources.create("peer-heat", "", "hdfs", "/data/heat")),
        ("not registered", lambda: client.images.get(unregistered(heat))),
        ("deleted", lambda: [client.data_sources.delete(source.id) for _twice in "ab"]),
    ):
        yield what, lambda call=call: [getattr(heat, test)(raised(call)) for test in tests]
    yield "ignored", lambda: heat.ignore_not_found(raised(lambda: client.clusters.get("nothing")))


def unregistered(heat: Any) -> str:
    import openstack

    return str(openstack.connect(cloud="demo").image.find_image("spare-6").id)


def raised(call: Callable[[], Any]) -> Exception:
    try:
        call()
    except Exception as error:
        return error
    raise AssertionError("no exception")


def outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    if sys.argv[1] == "ours":
        from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
            install_as_saharaclient,
        )

        install_as_saharaclient()
    json.dump({what: outcome(call) for what, call in calls(plugin())}, sys.stdout)
