# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the drivers reach the sandbox's instances."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from pathlib import Path

CONFIG = Path("farm.json")
TIMEOUT = 60


class FarmError(Exception):
    """The message is what the farm reported."""


def tell(method: str, path: str, **body: object) -> None:
    """Send a request to `sandbox.openstack.control`."""
    config = json.loads(CONFIG.read_text())
    request = urllib.request.Request(
        f"http://127.0.0.1:{config['port']}{path}",
        json.dumps(body).encode(),
        {"X-Farm-Key": config["key"]},
        method=method,
    )
    try:
        urllib.request.urlopen(request, timeout=TIMEOUT).close()
    except urllib.error.HTTPError as error:
        raise FarmError(error.read().decode()) from error
