# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Validates tokens with the real Keystone."""

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
        self.url = url + "/auth/tokens"
        self.credentials = {
            "auth": {
                "identity": {"methods": ["password"], "password": {"user": account}},
                "scope": {"project": {"name": project, "domain": domain}},
            }
        }
        self.own = ""
        self.known: dict[str, Identity] = {}
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

    def _ask(self, token: str) -> Identity:
        for _ in range(2):
            if not self.own:
                self._login()
            headers = {"X-Auth-Token": self.own, "X-Subject-Token": token}
            request = urllib.request.Request(self.url, headers=headers)
            try:
                with urllib.request.urlopen(request, timeout=30) as reply:
                    return _identity(json.load(reply)["token"])
            except urllib.error.HTTPError as error:
                if error.code != 401:
                    break
                self.own = ""
        raise HttpError(401, "Invalid token")

    def _login(self) -> None:
        request = urllib.request.Request(
            self.url,
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
