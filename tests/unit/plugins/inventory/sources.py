# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the plugin share: its name, and the requests that reading a source takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible.inventory.data import InventoryData

from tests.unit.plugins.inventory.samples import image
from tests.unit.support.scripted import ScriptedCloud

NAME = "sahara.dataprocessing.sahara"
Parse = Callable[..., InventoryData]


def expect(cloud: ScriptedCloud, *clusters: Any, images: Any = None) -> None:
    cloud.expect("GET", "/v2/clusters", {"clusters": list(clusters)}, query={"limit": 200})
    if images is not False:
        cloud.expect("GET", "/v2/images", {"images": images or [image()]})
