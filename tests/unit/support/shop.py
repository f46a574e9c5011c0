# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A resource whose server is a dictionary, for tests of the engine."""

from __future__ import annotations

import itertools
from types import SimpleNamespace

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.cloud.kinds import (
    Kind,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.fields.field import (
    V2_ONLY,
    Flag,
    Names,
    Number,
    Text,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.resource import (
    ManagedResource,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.errors import (
    NotFound,
)

OLD = {"id": "1", "name": "old", "material": "oak", "boards": 3, "books": ["b", "a"]}


class Thing(SimpleNamespace):
    @property
    def _info(self):
        return dict(vars(self))


class Server:
    """The manager of "shelves": answers like Sahara, and records the writes."""

    filters = frozenset({"name"})

    def __init__(self, *things):
        self.things = {thing["id"]: {"project_id": "ours", **thing} for thing in things}
        self.writes = []
        self.before_create = lambda: None
        self.numbers = itertools.count(1)

    def get(self, identity):
        if identity not in self.things:
            raise NotFound(f"no {identity}")
        return Thing(**self.things[identity])

    def find(self, name):
        return [Thing(**thing) for thing in self.things.values() if thing["name"] == name]

    def create_raw(self, fields):
        self.before_create()
        self.writes.append(("create", fields))
        identity = f"new-{next(self.numbers)}"
        self.things[identity] = {"id": identity, "project_id": "ours", **fields}
        return self.get(identity)

    def update_raw(self, identity, fields):
        self.writes.append(("update", fields))
        self.things[identity].update(fields)
        return self.get(identity)

    def delete(self, identity):
        self.writes.append(("delete", identity))
        del self.things[identity]


class Shelf(ManagedResource):
    kind = Kind("shelf", plural="shelves")
    fields = (
        Text("name"),
        Text("material", updatable=False),
        Number("boards", default=3),
        Names("books"),
        Text("secret", secret=True),
        Text("colour", versions=V2_ONLY),
        Flag("is_public"),
        Flag("is_protected"),
    )


class Shop:
    """Runs one task after another against one server."""

    def __init__(self, *things, api_version="2", shelf=Shelf):
        self.shelf = shelf
        self.server = Server(*things)
        client = SimpleNamespace(shelves=self.server)
        self.cloud = SimpleNamespace(
            client_for=lambda version: client,
            project_id="ours",
            api_version=api_version,
            ledger=None,
        )
        self.warnings = []

    def run(self, check_mode=False, **params):
        task = AnsibleTask({"state": "present", **params}, check_mode, self.warnings.append)
        task.cloud = self.cloud
        self.server.writes.clear()
        return converge(task, self.shelf(task))
