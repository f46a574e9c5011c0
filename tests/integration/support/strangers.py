# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Wrong targets of the modules: servers other than Sahara, and a Python without the libraries."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

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

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

        def log_message(self, format: str, *args: object) -> None:
            """Write no log."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def bare_python(folder: Path) -> Path:
    """A Python with only its standard library."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / "bin" / "python"
