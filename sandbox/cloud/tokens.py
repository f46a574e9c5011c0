# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates tokens, and finds projects, with the real Keystone."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

from sandbox.cloud.web import HttpError

CACHE_SECONDS = 300


@dataclass(frozen=True)
class Identity:
    """The owner of a token."""

    project: str | None
    user: str
    roles: frozenset[str]
    until: float


class Tokens:
    """Uses its own token, because a token that is scoped to a trust may not validate itself."""

    def __init__(self, url: str, user: str, password: str, project: str) -> None:
        domain = {"id": "default"}
        account = {"name": user, "password": password, "domain": domain}
        self.url = url
        self.credentials = {
            "auth": {
                "identity": {"methods": ["password"], "password": {"user": account}},
                "scope": {"project": {"name": project, "domain": domain}},
            }
        }
        self.own = ""
        self.known: dict[str, Identity] = {}
        self.projects: dict[str, str] = {}
        self.lock = threading.Lock()

    def validate(self, token: str | None) -> Identity:
        """The owner of the token; status 401 if Keystone does not know it."""
        if not token:
            raise HttpError(401, "Authentication required")
        with self.lock:
            found = self.known.get(token)
            if found is None or found.until < time.time():
                found = self.known[token] = self._ask(token)
            return found

    def project_id(self, name: str) -> str:
        """The id of a project. Keystone is asked once."""
        with self.lock:
            if name not in self.projects:
                found = self._get("/projects")["projects"]
                self.projects = {project["name"]: project["id"] for project in found}
            return self.projects[name]

    def _ask(self, token: str) -> Identity:
        return _identity(self._get("/auth/tokens", {"X-Subject-Token": token})["token"])

    def _get(self, path: str, headers: dict[str, str] | None = None) -> dict:
        """The answer of Keystone; 401 when it refuses."""
        for _ in range(2):
            if not self.own:
                self._login()
            every = {"X-Auth-Token": self.own, **(headers or {})}
            request = urllib.request.Request(self.url + path, headers=every)
            try:
                with urllib.request.urlopen(request, timeout=30) as reply:
                    return json.load(reply)
            except urllib.error.HTTPError as error:
                if error.code != 401:
                    break
                self.own = ""
        raise HttpError(401, "Invalid token")

    def _login(self) -> None:
        request = urllib.request.Request(
            self.url + "/auth/tokens",
            json.dumps(self.credentials).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as reply:
            self.own = reply.headers["X-Subject-Token"]


def _identity(token: dict) -> Identity:
    return Identity(
        token.get("project", {}).get("id"),
        token["user"]["id"],
        frozenset(role["name"] for role in token["roles"]),
        time.time() + CACHE_SECONDS,
    )
