# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Servers that present a certificate."""

from __future__ import annotations

import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sandbox.http_server import HOST, Server
from tools.certificates import Authority, server_context


@contextmanager
def self_signed() -> Iterator[tuple[str, str]]:
    """The URL of a server that answers 501 to everything, and the file of its certificate."""
    with tempfile.TemporaryDirectory() as folder:
        certificate = Path(folder, "certificate.pem")
        certificate.write_bytes(Authority.self_signed(HOST))
        with tls_server(certificate) as url:
            yield url, str(certificate)


@contextmanager
def tls_server(certificate: Path, clients: Path | None = None) -> Iterator[str]:
    """The URL of a server that answers 501 to everything.

    certificate: the file of its certificate and key. clients: the authority whose certificates it requires of
    clients.
    """
    context = server_context(certificate)
    if clients:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(clients)
    with Server(lambda exchange: exchange.reply(501), tls=context) as server:
        yield server.url
