# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Keystone's data: users and projects, which are saved, and the catalog, which is not."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from pathlib import Path

from sandbox import settings
from sandbox.api import Api
from sandbox.files import copy_database, write_private
from sandbox.layout import CODE, REQUIREMENTS, Layout

DATABASE = "keystone.sqlite"


class Saved:
    """A saved Keystone with its users. Creating one takes 5 s, so later starts copy it.

    It contains no addresses, so that all sandboxes of a user can share it.
    """

    def __init__(self, layout: Layout) -> None:
        digest = hashlib.sha256(json.dumps([settings.USERS, settings.SERVICE_USERS]).encode())
        for path in (REQUIREMENTS, CODE / "services" / "keystone_setup.py", Path(__file__)):
            digest.update(path.read_bytes())
        self.directory = layout.cache / f"keystone-{digest.hexdigest()[:16]}"
        self.state = layout.state

    def load(self) -> str | None:
        """Copy it into the state. Returns the password, or None if no Keystone is saved yet."""
        try:
            password = (self.directory / "password").read_text()
        except FileNotFoundError:
            return None
        copy_database(self.directory / DATABASE, self.state / DATABASE)
        return password

    def save(self, password: str) -> None:
        """Save the Keystone in the state, unless another sandbox has just saved one."""
        part = self.directory.with_name(f"{self.directory.name}.{os.getpid()}.part")
        part.mkdir(mode=0o700, parents=True)
        try:
            copy_database(self.state / DATABASE, part / DATABASE)
            write_private(part / "password", password)
            part.rename(self.directory)
        except OSError:
            shutil.rmtree(part)
            if not self.directory.exists():
                raise


def new_password() -> str:
    """A random password for all users, because everyone on this machine can connect."""
    return secrets.token_urlsafe(18)


def write_keys(state: Path) -> None:
    """Write the keys for tokens and for credentials: a staged and a primary key each."""
    for repository in ("fernet-keys", "credential-keys"):
        for number in ("0", "1"):
            key = base64.urlsafe_b64encode(os.urandom(32)).decode()
            write_private(state / repository / number, key)


def write_catalog(state: Path, ports: dict[str, int], services: settings.Services) -> None:
    """Write regions, services and endpoints to the database, before Keystone opens it.

    The addresses can change with each start. Over HTTP, this would take 3 s each time.
    """
    with sqlite3.connect(state / DATABASE) as database:
        for table in ("endpoint", "service", "region"):
            database.execute(f"DELETE FROM {table}")
        database.executemany(
            "INSERT INTO region (id, description, extra) VALUES (?, ?, '{}')",
            [(name, region.description) for name, region in settings.REGIONS.items()],
        )
        ids: dict[str, str] = {}
        for region, kind, name, interface, url in _endpoints(ports, services):
            if kind not in ids:
                ids[kind] = uuid.uuid4().hex
                extra = json.dumps({"name": name})
                database.execute(
                    "INSERT INTO service (id, type, enabled, extra) VALUES (?, ?, 1, ?)",
                    (ids[kind], kind, extra),
                )
            database.execute(
                "INSERT INTO endpoint (id, interface, service_id, url, extra, enabled, region_id)"
                " VALUES (?, ?, ?, ?, '{}', 1, ?)",
                (uuid.uuid4().hex, interface, ids[kind], url, region),
            )
    database.close()


def _endpoints(
    ports: dict[str, int], services: settings.Services
) -> Iterator[tuple[str, str, str, str, str]]:
    """(region, service type, service name, interface, URL) of each endpoint in the catalog."""
    for name, region in settings.REGIONS.items():
        for interface in ("public", "internal", "admin"):
            yield name, "identity", "keystone", interface, settings.keystone_url(ports)
        for kind, (service, port, path) in services.items():
            for interface in ("public", "internal"):
                yield name, kind, service, interface, settings.url(ports, port) + path
        for interface, url in settings.sahara_urls(ports, region).items():
            yield name, region.service_type, "sahara", interface, url


def create_users(url: str, password: str) -> None:
    """Create the projects and users over HTTP, as an operator would."""
    api = Api(url, "admin", password, "admin")
    roles = {role["name"]: role["id"] for role in api.call("GET", "/roles")["roles"]}
    projects = {"admin": api.project_id}
    users = settings.USERS | dict.fromkeys(
        settings.SERVICE_USERS, (settings.SERVICE_PROJECT, "admin")
    )
    for name, (project, role) in users.items():
        if project not in projects:
            projects[project] = api.create("project", name=project, domain_id="default")
        if name == "admin":
            continue
        user = api.create(
            "user",
            name=name,
            password=password,
            domain_id="default",
            default_project_id=projects[project],
        )
        path = f"/projects/{projects[project]}/users/{user}/roles"
        api.call("PUT", f"{path}/{roles[role]}")
        if name in settings.SERVICE_USERS:
            api.call("PUT", f"{path}/{roles['service']}")
    _create_heat_domain(api, password, roles)


def _create_heat_domain(api: Api, password: str, roles: dict[str, str]) -> None:
    """Create the domain in which a real Heat creates users, such as those that report that an instance has booted."""
    for name in settings.HEAT_ROLES:
        api.create("role", name=name)
    domain = api.create("domain", name=settings.HEAT_DOMAIN)
    user = api.create("user", name=settings.HEAT_ADMIN, password=password, domain_id=domain)
    api.call("PUT", f"/domains/{domain}/users/{user}/roles/{roles['admin']}")
