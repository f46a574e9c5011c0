# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads one list with one client, in a separate process. The benchmark `client` starts it.

Prints the seconds for the imports and for the list. The next two numbers are in KiB: the peak
memory of the process, and by how much the list raised it. The last one is the length of the list.
The seconds are processor time: wall-clock time would include the server and other programs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.stub import USER

OURS = "ours"
THEIRS = "python-saharaclient"
PAGED = "clusters"


def client_class(name: str) -> Any:
    if name == OURS:
        from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import api

        return api.ClientV2
    from saharaclient.api.client import ClientV2

    return ClientV2


def main(name: str, auth_url: str, path: str) -> None:
    started = time.process_time()
    kind = client_class(name)
    from keystoneauth1 import session
    from keystoneauth1.identity import v3

    imported = time.process_time() - started
    client = kind(session=session.Session(auth=v3.Password(auth_url, **USER)))
    client.images.list()  # authenticates, and triggers late imports
    read = whole_list(client, path, name)
    before = peak_kib()
    started = time.process_time()
    length = read()
    listed = time.process_time() - started
    print(imported, listed, peak_kib(), peak_kib() - before, length)


def whole_list(client: Any, path: str, name: str) -> Callable[[], int]:
    """Reads the list, and returns its length. Our client reads clusters page by page, as theirs cannot."""
    manager = getattr(client, path)
    if path == PAGED and name == OURS:
        return lambda: sum(1 for _item in manager.iterate())
    return lambda: len(manager.list())


def peak_kib() -> int:
    """The peak of this program. That of getrusage includes the process that started it."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main(*sys.argv[1:])
