# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All services of the stand-in cloud. Their state is in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from sandbox.cloud.compute import Compute
from sandbox.cloud.image import Images
from sandbox.cloud.network import Network
from sandbox.cloud.orchestration import Orchestration
from sandbox.cloud.volume import Volumes


class Cloud:
    """The services that the routes and the stacks use. Hold `lock` to change several objects together."""

    def __init__(
        self, farm: Any, public_key: str, project_id: Callable[[str], str], address_range: int
    ) -> None:
        self.lock = threading.RLock()
        self.project_id = project_id
        self.compute = Compute(farm, public_key)
        self.network = Network(address_range)
        self.images = Images(project_id)
        self.volumes = Volumes()
        self.orchestration = Orchestration()
