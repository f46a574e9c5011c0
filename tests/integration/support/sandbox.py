# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The sandbox for the tests: a given one, or a new one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox. clouds: user name -> an entry of clouds.yaml."""

    clouds: Mapping[str, Mapping[str, Any]]
    clouds_file: Path

    @property
    def auth_url(self) -> str:
        return str(self.clouds["demo"]["auth"]["auth_url"])

    @property
    def is_real(self) -> bool:
        """Whether a real OpenStack stands behind it, instead of the stand-in."""
        return "placement" in self.catalog

    @property
    def password(self) -> str:
        return str(self.clouds["demo"]["auth"]["password"])

    @cached_property
    def logins(self) -> dict[str, tuple[str, dict[str, Any]]]:
        """User -> a token, and Keystone's description of it."""
        return {user: self.authenticate(user) for user in self.clouds}

    def token(self, user: str) -> str:
        return self.logins[user][0]

    def project(self, user: str) -> str:
        return str(self.logins[user][1]["project"]["id"])

    @cached_property
    def catalog(self) -> dict[str, str]:
        """Service type -> public URL in the region of demo."""
        region = self.clouds["demo"]["region_name"]
        return {
            service["type"]: endpoint["url"]
            for service in self.logins["demo"][1]["catalog"]
            for endpoint in service["endpoints"]
            if endpoint["interface"] == "public" and endpoint["region"] == region
        }

    @cached_property
    def networks(self) -> dict[str, Any]:
        """The ids of the networks by name, and the sorted ids of both with the name "twin"."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        url: str | None = self.catalog["network"] + "/v2.0/networks"
        while url:
            request = urllib.request.Request(url, headers={"X-Auth-Token": self.token("demo")})
            with DIRECT.open(request, timeout=30) as reply:
                body = json.load(reply)
            for network in body["networks"]:
                found[network["name"]].append(network["id"])
            links = {link["rel"]: link["href"] for link in body.get("networks_links", [])}
            url = links.get("next")
        return {**{name: ids[0] for name, ids in found.items()}, "twins": sorted(found["twin"])}

    def service_of(self, port: int, path: str) -> str:
        """The type of the service at this port and path."""
        where = f"http://127.0.0.1:{port}{path}"
        return max(
            (url.rstrip("/"), kind)
            for kind, url in self.catalog.items()
            if where.startswith(url.rstrip("/"))
        )[1]

    def authenticate(self, user: str) -> tuple[str, dict[str, Any]]:
        auth = self.clouds[user]["auth"]
        domain = {"name": auth["user_domain_name"]}
        person = {"name": auth["username"], "password": auth["password"], "domain": domain}
        scope = {"project": {"name": auth["project_name"], "domain": domain}}
        methods = {"methods": ["password"], "password": {"user": person}}
        request = urllib.request.Request(
            auth["auth_url"] + "/auth/tokens",
            json.dumps({"auth": {"identity": methods, "scope": scope}}).encode(),
            {"Content-Type": "application/json"},
        )
        with DIRECT.open(request, timeout=30) as reply:
            return reply.headers["X-Subject-Token"], json.load(reply)["token"]


@contextmanager
def running_sandbox(directory: Path) -> Iterator[Sandbox]:
    """The sandbox that OS_CLIENT_CONFIG_FILE describes; otherwise a new one in the directory."""
    given = os.environ.get("OS_CLIENT_CONFIG_FILE")
    if given:
        yield Sandbox(by_user(Path(given)), Path(given))
        return
    environment = {**os.environ, "SAHARA_SANDBOX_DIR": str(directory)}
    # Without bytecode, each start of Keystone and Sahara takes 10 s longer.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def sandbox(*command: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "sandbox", *command], cwd=ROOT, env=environment, check=True
        )

    sandbox("up", *extras())
    try:
        clouds_file = directory / "clouds.yaml"
        yield Sandbox(by_user(clouds_file), clouds_file)
    finally:
        sandbox("down")


def extras() -> list[str]:
    """The options of `up` for the kind of sandbox that SAHARA_SANDBOX names."""
    kind = os.environ.get("SAHARA_SANDBOX")
    return ["--with", kind] if kind else []


def by_user(clouds_file: Path) -> dict[str, Mapping[str, Any]]:
    """The clouds of a file by the names of their users, whatever the clouds are named."""
    clouds = yaml.safe_load(clouds_file.read_text())["clouds"].values()
    return {cloud["auth"]["username"]: cloud for cloud in clouds}
