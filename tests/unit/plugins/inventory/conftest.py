# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lets tests load plugins as Ansible does."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

# What Ansible's importer has imported. Its loader keeps the plugins for good, and tests of a file
# may run in several goes: what the plugins import later has to be of the same copy.
by_ansible: dict[str, object] = {}


def put_aside() -> dict[str, object]:
    """The modules of collections, which are imported anew from now on."""
    names = [name for name in sys.modules if name.split(".")[0] == "ansible_collections"]
    return {name: sys.modules.pop(name) for name in names}


@pytest.fixture(scope="module")
def ansible_loader() -> Iterator[None]:
    """Ansible's own importer, which finds no plugin in a collection that Python's has imported."""
    from ansible.plugins.loader import init_plugin_loader
    from ansible.utils.collection_loader import AnsibleCollectionConfig

    by_python = put_aside()
    sys.modules.update(by_ansible)
    init_plugin_loader()
    importer = AnsibleCollectionConfig.collection_finder
    yield
    importer._remove()
    by_ansible.update(put_aside())
    sys.modules.update(by_python)
