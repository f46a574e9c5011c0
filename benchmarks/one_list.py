# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads one list with one client, in a separate process. The benchmark `client` starts it.

Prints the seconds for the imports, the seconds for the list, the peak memory of the process, and the length of the list.
The seconds are processor time. Wall-clock time would include the server, and whatever else the machine does.
"""

from __future__ import annotations

import resource
import sys
import time
from typing import Any

from benchmarks.stub import USER

OURS = "ours"
THEIRS = "python-saharaclient"


def client_class(name: str) -> Any:
    if name == OURS:
        from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import api

        return api.ClientV2
    from saharaclient.api.client import ClientV2

    return ClientV2


def main(name: str, auth_url: str) -> None:
    started = time.process_time()
    kind = client_class(name)
    from keystoneauth1 import session
    from keystoneauth1.identity import v3

    imported = time.process_time() - started
    client = kind(session=session.Session(auth=v3.Password(auth_url, **USER)))
    client.images.list()  # authenticates, and triggers late imports
    client.node_group_templates  # noqa: B018 - triggers late imports too
    started = time.process_time()
    found = client.node_group_templates.list()
    listed = time.process_time() - started
    print(imported, listed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, len(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
