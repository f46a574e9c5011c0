# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The variables of saved tasks: names in other services, which differ from cloud to cloud, and secrets."""

from __future__ import annotations

import re
from itertools import chain, count
from typing import Any

from ..cloud.lookups import Lookups
from ..cloud.services import SERVICE_KINDS
from ..engine.contracts import Task
from .yaml_text import Template, item_of

# Kinds whose objects are of another kind too.
SAME_OBJECTS = {"floating_ip_pool": "network"}
VARIABLE_PREFIX = "sahara_"


class ServiceName(str):
    """The name or id of an object of another service. kind: as in the look-ups."""

    kind: str

    def __new__(cls, kind: str, name: str) -> ServiceName:
        named = super().__new__(cls, name)
        named.kind = kind
        return named


class NamingLookups(Lookups):
    """Look-ups that return a ServiceName for an object of another service."""

    def reference(self, kind: str, identity: str) -> str:
        name = super().reference(kind, identity)
        return ServiceName(kind, name) if kind in SERVICE_KINDS else name


class NamingTask:
    """A task with these look-ups."""

    def __init__(self, task: Task):
        self._task = task
        self.lookups = NamingLookups(task.cloud)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._task, name)


class Variables:
    """Collects the variables of the tasks.

    names: variable -> name -> name, so that a user can replace a name everywhere. secrets: the names of variables,
    which the files do not set.
    """

    def __init__(self) -> None:
        self.names: dict[str, dict[str, str]] = {}
        self.secrets: set[str] = set()

    def for_name(self, name: ServiceName) -> Template:
        variable = f"{VARIABLE_PREFIX}{SAME_OBJECTS.get(name.kind, name.kind)}s"
        self.names.setdefault(variable, {})[str(name)] = str(name)
        return item_of(variable, name)

    def for_secret(self, *words: str) -> Template:
        """words: what the secret is of, from the kind of the object to the option."""
        plain = re.sub(r"[^a-z0-9]+", "_", "_".join(words).lower()).strip("_")
        name = f"{VARIABLE_PREFIX}secret_{plain}"
        names = chain([name], (f"{name}_{number}" for number in count(2)))
        variable = next(one for one in names if one not in self.secrets)
        self.secrets.add(variable)
        return Template(f"{{{{ {variable} | default(omit) }}}}")

    def file(self) -> dict[str, Any]:
        """The content of the file with the variables, in alphabetical order."""
        names = {
            variable: dict(sorted(self.names[variable].items())) for variable in sorted(self.names)
        }
        return {**names, f"{VARIABLE_PREFIX}secrets": sorted(self.secrets)}
