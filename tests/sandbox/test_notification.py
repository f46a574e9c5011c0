# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the farm of a real OpenStack does with the boot script of an instance."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.http_server import Exchange, Server
from sandbox.openstack.notification import notify

SCRIPT = """\
#!/bin/bash
touch {file}
while true; do
    curl -i -X POST -H 'X-Auth-Token: secret' -H 'Content-Type: application/json' {url} --insecure \
--data-binary '{{"status": "SUCCESS"}}'
done
"""


@pytest.fixture
def calls() -> Iterator[tuple[Server, list[tuple[str, str, bytes]]]]:
    """A server, and the (path, token, content) of each request that it gets."""
    found: list[tuple[str, str, bytes]] = []

    def answer(exchange: Exchange) -> None:
        found.append((exchange.path, exchange.headers["X-Auth-Token"], exchange.content))
        exchange.reply(200)

    with Server(answer) as server:
        yield server, found


def test_heat_is_called_and_nothing_is_executed(calls: tuple, tmp_path: Path) -> None:
    server, found = calls
    file = tmp_path / "file"
    notify(SCRIPT.format(file=file, url=f"{server.url}/signal"), f"{server.url}/")
    assert found == [("/signal", "secret", b'{"status": "SUCCESS"}')]
    assert not file.exists()


@pytest.mark.parametrize("url", ["$(touch {file})", "`touch {file}`", "{server}/signal"])
def test_nothing_but_heat_is_called(calls: tuple, tmp_path: Path, url: str) -> None:
    server, found = calls
    file = tmp_path / "file"
    address = url.format(file=file, server=server.url)
    notify(SCRIPT.format(file=file, url=address), "http://127.0.0.1:1/")
    assert not found
    assert not file.exists()


def test_a_script_without_the_call_is_ignored() -> None:
    notify("#!/bin/bash\ntrue\n", "http://127.0.0.1:1/")
