# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wrong targets of the modules: servers other than Sahara, and a Python without the libraries."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sandbox.http_server import Server
from tests.unit.support.tls import self_signed

HTML = ("text/html", b"<html><head><title>Welcome</title></head><body>It works!</body></html>")
JSON = ("application/json", b'{"greeting": "hello"}')


@contextmanager
def strangers(folder: Path) -> Iterator[dict[str, str]]:
    """The variables of the targets that refer to them."""
    with ExitStack() as stack, socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        taken.close()  # From now on, nothing listens on this port.
        yield {
            "html_url": stack.enter_context(always_answering(*HTML)),
            "json_url": stack.enter_context(always_answering(*JSON)),
            "self_signed_url": stack.enter_context(self_signed())[0],
            "closed_url": f"http://127.0.0.1:{port}",
            "bare_python": str(bare_python(folder)),
        }


@contextmanager
def always_answering(content_type: str, content: bytes) -> Iterator[str]:
    """The URL of a server that gives the same answer to every request."""
    headers = [("Content-Type", content_type)]
    with Server(lambda exchange: exchange.reply(200, content, headers)) as server:
        yield server.url


def bare_python(folder: Path) -> Path:
    """A Python with only its standard library."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / "bin" / "python"
