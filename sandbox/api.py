# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A minimal client of Keystone and of the services in its catalog."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from sandbox import settings
from sandbox.errors import SandboxError

DOMAIN = {"id": "default"}
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Service:
    """A service at this URL, with these headers in each request."""

    def __init__(self, name: str, url: str, headers: Mapping[str, str]) -> None:
        self.name = name
        self.url = url
        self.headers = {"Content-Type": "application/json", **headers}

    def call(self, method: str, path: str, body: dict | None = None) -> dict:
        data = None if body is None else json.dumps(body).encode()
        with self.open(method, path, data) as reply:
            return json.loads(reply.read() or b"{}")

    def upload(self, path: str, data: bytes) -> None:
        self.open("PUT", path, data, {"Content-Type": "application/octet-stream"}).close()

    def open(
        self, method: str, path: str, data: bytes | None, extra: Mapping[str, str] | None = None
    ) -> Any:
        headers = self.headers | dict(extra or {})
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            return DIRECT.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            text = error.read().decode(errors="replace")
            raise SandboxError(f"{self.name} refused {method} {path}: {text}") from error


class Api(Service):
    """Keystone, with a token of a user."""

    def __init__(self, url: str, user: str, password: str, project: str) -> None:
        super().__init__("Keystone", url, {})
        account = {"name": user, "password": password, "domain": DOMAIN}
        auth = {
            "identity": {"methods": ["password"], "password": {"user": account}},
            "scope": {"project": {"name": project, "domain": DOMAIN}},
        }
        with self.open("POST", "/auth/tokens", json.dumps({"auth": auth}).encode()) as reply:
            self.headers["X-Auth-Token"] = reply.headers["X-Subject-Token"]
            token = json.load(reply)["token"]
        self.project_id = token["project"]["id"]
        self.user_id = token["user"]["id"]
        self._catalog = token["catalog"]

    def of(self, kind: str, headers: Mapping[str, str] | None = None) -> Service:
        """The service of this type."""
        urls = [
            endpoint["url"]
            for service in self._catalog
            for endpoint in service["endpoints"]
            if service["type"] == kind and endpoint["region"] == settings.REGION
        ]
        return Service(
            kind, urls[0], {"X-Auth-Token": self.headers["X-Auth-Token"], **(headers or {})}
        )

    def create(self, kind: str, **fields: str) -> str:
        """Create an object in Keystone, and return its id."""
        return self.call("POST", f"/{kind}s", {kind: fields})[kind]["id"]
