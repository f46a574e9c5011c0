# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Keystone that knows one user, one project and a catalog."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PASSWORD = "correct horse battery staple"
PROJECT = "p" * 32
# The service type of each other service -> its path below the URL of the cloud.
OTHER_SERVICES = {
    "compute": "/compute/v2.1",
    "image": "/image",
    "network": "/network",
    "volumev3": f"/volume/v3/{PROJECT}",
}


def endpoint(
    url: str, service_type: str = "data-processing", interface: str = "public", region: str = "one"
) -> dict[str, str]:
    """An entry of the catalog."""
    return {"type": service_type, "interface": interface, "region": region, "url": url}


class FakeKeystone:
    """Answers POST /v3/auth/tokens with a token and the catalog, and GET with the versions.

    catalog: entries that `endpoint` creates, optionally with the name of the service; a test may
    replace them. tokens: all tokens that it has issued, in order. roles: those of the user.
    status: unless it is 200, every answer is an error with this status.
    expires_at: of the next tokens.
    first: answers of `scripted` that it gives before its own, in order. calls: "METHOD path" of
    each request. Tokens for an application credential name it, whatever its id and secret are.
    """

    def __init__(self, url: str, sahara_url: str) -> None:
        self.url = url
        self.catalog = [endpoint(sahara_url), endpoint(url, "identity")]
        self.tokens: list[str] = []
        self.roles = ["member"]
        self.status = 200
        self.expires_at = "2096-01-01T00:00:00.000000Z"
        self.first: list[Any] = []
        self.calls: list[str] = []
        self.credentials = {
            "username": "demo",
            "password": PASSWORD,
            "project_name": "demo",
            "user_domain_id": "default",
            "project_domain_id": "default",
        }

    def answer(
        self, method: str, path: str, body: Any, headers: Mapping[str, str]
    ) -> tuple[Any, int, dict[str, str]]:
        """Body, status and headers."""
        if self.status != 200:
            return {"error": {"message": "not now"}}, self.status, {}
        if method == "POST" and path == "/identity/v3/auth/tokens":
            return self._token(body["auth"]["identity"])
        if method == "GET" and path.rstrip("/") == "/identity":
            return {"versions": {"values": [self._version()]}}, 300, {}
        if method == "GET" and path.rstrip("/") == "/identity/v3":
            return {"version": self._version()}, 200, {}
        return {"error": {"code": 404, "message": f"no {method} {path} here"}}, 404, {}

    def _version(self) -> dict[str, Any]:
        links = [{"rel": "self", "href": f"{self.url}/v3/"}]
        return {"id": "v3.14", "status": "stable", "links": links, "media-types": []}

    def _token(self, identity: Mapping[str, Any]) -> tuple[Any, int, dict[str, str]]:
        password = identity.get("password", {}).get("user", {}).get("password")
        if "password" in identity["methods"] and password != PASSWORD:
            message = "The request you have made requires authentication."
            return {"error": {"code": 401, "title": "Unauthorized", "message": message}}, 401, {}
        self.tokens.append(f"secret-token-{len(self.tokens) + 1}")
        project = {"id": PROJECT, "name": "demo", "domain": {"id": "default", "name": "Default"}}
        token = {
            "methods": identity["methods"],
            "user": {"id": "u" * 32, "name": "demo", "domain": project["domain"]},
            "project": project,
            "roles": [{"id": name * 8, "name": name} for name in self.roles],
            "catalog": self._catalog(),
            "issued_at": "2026-01-01T00:00:00.000000Z",
            "expires_at": self.expires_at,
        }
        if "application_credential" in identity["methods"]:
            given = {"id": identity["application_credential"]["id"], "name": "one"}
            token["application_credential"] = {**given, "restricted": False}
        return {"token": token}, 201, {"X-Subject-Token": self.tokens[-1]}

    def _catalog(self) -> list[dict[str, Any]]:
        services: dict[tuple[str, str], list[dict[str, str]]] = {}
        for line in self.catalog:
            entry = {"id": line["url"], "region_id": line["region"], **line}
            name = line.get("name", line["type"])
            services.setdefault((line["type"], name), []).append(entry)
        return [
            {"type": kind, "name": name, "id": name, "endpoints": lines}
            for (kind, name), lines in services.items()
        ]
