# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Finds the classes of all resources. RESOURCES maps the name of each kind to its class."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal import resources
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.resource import (
    ManagedResource,
)


def declared() -> Iterator[type[ManagedResource]]:
    for found in pkgutil.walk_packages(resources.__path__, f"{resources.__name__}."):
        module = importlib.import_module(found.name)
        classes = (value for value in vars(module).values() if isinstance(value, type))
        for value in classes:
            is_defined_here = value.__module__ == module.__name__
            if is_defined_here and issubclass(value, ManagedResource) and value.fields:
                yield value


RESOURCES = {
    resource.kind.name: resource for resource in sorted(declared(), key=lambda one: one.kind.name)
}
