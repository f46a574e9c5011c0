# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets tests load plugins as Ansible does, and read sources of a scripted cloud."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.inventory.data import InventoryData
from ansible.parsing.dataloader import DataLoader
from ansible.plugins.loader import inventory_loader
from ansible.utils.display import Display

from tests.unit.plugins.inventory.sources import NAME, Parse
from tests.unit.support.scripted import ScriptedCloud

# The modules that Ansible's importer has loaded. Ansible's loader keeps plugins forever, and the
# tests of a file may run in several passes. What plugins import later must be from the same copy.
imported_by_ansible: dict[str, object] = {}


def remove_collection_modules() -> dict[str, object]:
    """Remove all modules of collections, so that they are imported again, and return them."""
    names = [name for name in sys.modules if name.split(".")[0] == "ansible_collections"]
    return {name: sys.modules.pop(name) for name in names}


@pytest.fixture(scope="module")
def ansible_loader() -> Iterator[None]:
    """Installs Ansible's importer. It finds no plugins in a collection that Python has imported."""
    from ansible.plugins.loader import init_plugin_loader
    from ansible.utils.collection_loader import AnsibleCollectionConfig

    imported_by_python = remove_collection_modules()
    sys.modules.update(imported_by_ansible)
    init_plugin_loader()
    importer = AnsibleCollectionConfig.collection_finder
    yield
    importer._remove()
    imported_by_ansible.update(remove_collection_modules())
    sys.modules.update(imported_by_python)


@pytest.fixture
def warnings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The warnings that the user sees."""
    shown: list[str] = []
    monkeypatch.setattr(Display, "warning", lambda self, msg, *rest, **more: shown.append(msg))
    return shown


@pytest.fixture
def parse(cloud: ScriptedCloud, tmp_path: Path) -> Parse:
    """A function that reads a source with these options into an inventory.

    refresh: whether to ignore the cache.
    """

    def run(
        refresh: bool = False, into: InventoryData | None = None, **options: Any
    ) -> InventoryData:
        source = tmp_path / "demo.sahara.yml"
        source.write_text(yaml.safe_dump({"plugin": NAME, "auth": cloud.auth, **options}))
        inventory = into or InventoryData()
        plugin = inventory_loader.get(NAME)
        plugin.parse(inventory, DataLoader(), str(source), cache=not refresh)
        inventory.reconcile_inventory()
        return inventory

    return run
