# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The real Sahara that the tests of the routes call, and a record of the calls."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    NotFound,
)
from keystoneauth1 import exceptions as keystone_errors
from openstack import exceptions as sdk_errors
from openstack.config import OpenStackConfig

from sandbox.layout import Layout

REQUIRED = "SAHARA_SANDBOX_REQUIRED"
WAIT_S = 60


def unavailable(why: str) -> Any:
    """Skip the test. Fail if the environment requires a real Sahara."""
    if os.environ.get(REQUIRED):
        pytest.fail(f"{why}, and {REQUIRED} is set")
    pytest.skip(
        f"{why}. Start a sandbox with `./dev sandbox up`, or set OS_CLOUD to use another cloud"
    )


def cloud_name() -> str:
    return os.environ.get("OS_CLOUD") or "demo"


def session_of(cloud: str) -> Any:
    """A session of a cloud. OS_CLIENT_CONFIG_FILE names its clouds.yaml; the default is the sandbox's."""
    files = [os.environ.get("OS_CLIENT_CONFIG_FILE") or str(Layout.from_environment().clouds_file)]
    try:
        session = OpenStackConfig(config_files=files).get_one(cloud=cloud).get_session()
        session.get_token()
    except (sdk_errors.SDKException, keystone_errors.ClientException) as error:
        return unavailable(f"no token for cloud '{cloud}' in {files[0]} ({type(error).__name__})")
    return session


def route_of(method: str, path: str, routes: Iterable[str]) -> str:
    """The route that matches a path below the version. As in Sahara, literal parts take precedence."""
    parts = path.split("/")
    matching = []
    for route in routes:
        route_method, _, template = route.partition(" ")
        wanted = template.split("/")
        if route_method == method and len(wanted) == len(parts):
            literal = [want == part for want, part in zip(wanted, parts, strict=True)]
            if all(same or want[:1] == "{" for same, want in zip(literal, wanted, strict=True)):
                matching.append((sum(literal), route))
    return max(matching)[1] if matching else f"no route: {method} {path}"


class Recorder:
    """Wraps a client or a manager, and records the names of the methods that are used."""

    def __init__(self, target: Any, used: set[str], prefix: str = "") -> None:
        self._target = target
        self._used = used
        self._prefix = prefix

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._target, name)
        if callable(value):
            self._used.add(self._prefix + name)
            return value
        return Recorder(value, self._used, f"{name}.") if hasattr(value, "api") else value


class Live:
    """Three clients of the real Sahara, and a record of what they do.

    client: for the tested API version. admin: the same, in the administrator's project.
    v1: always for API v1.1. seen: (route, status) of each request by any of them. used:
    manager.method of each call. prefix: what the names of all objects begin with.
    """

    def __init__(self, version: str, routes: Iterable[str]) -> None:
        self.version = version
        self.routes = list(routes)
        self.seen: set[tuple[str, int | None]] = set()
        self.used: set[str] = set()
        self.prefix = f"routes-{version.replace('.', '-')}-{os.getpid()}"
        self.session = session_of(cloud_name())
        self.client = self._client(self.session)
        self.v1 = self._client(self.session, "1.1")
        self.admin = self._client(session_of(cloud_name().replace("demo", "admin")))

    def _client(self, session: Any, version: str = "") -> Any:
        client = Client(version or self.version, session=session, trace=self._trace)
        return Recorder(client, self.used)

    def _trace(
        self, method: str, url: str, status: int | None, _seconds: float, _request_id: str
    ) -> None:
        path = urlsplit(url).path
        root, versioned, rest = path.partition(f"/v{self.version}/")
        self.seen.add((route_of(method, "/" + rest, self.routes) if versioned else root, status))

    def ask_service(self, service: str, path: str) -> Any:
        """The answer of another service of the cloud."""
        wanted = {"service_type": service, "interface": "public"}
        return self.session.get(path, endpoint_filter=wanted).json()

    def name(self, what: str) -> str:
        return f"{self.prefix}-{what}"


def wait_until(done: Callable[[], Any], what: str) -> Any:
    """Wait until `done` returns something true, and return that."""
    deadline = time.monotonic() + WAIT_S
    while time.monotonic() < deadline:
        result = done()
        if result:
            return result
        time.sleep(0.3)
    raise AssertionError(f"not true within {WAIT_S} s: {what}")


def wait_until_deleted(get: Callable[[str], Any], obj_id: str) -> None:
    def is_deleted() -> bool:
        try:
            get(obj_id)
        except NotFound:
            return True
        return False

    wait_until(is_deleted, f"{obj_id} is deleted")
