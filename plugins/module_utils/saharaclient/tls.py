# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a bundle of authorities once for all connections of a process, and of the processes that it forks.

urllib3 reads it for each connection, which takes longer than most requests.
"""

from __future__ import annotations

import os
import ssl
from contextlib import suppress
from typing import Any

try:
    from keystoneauth1.session import TCPKeepAliveAdapter
    from urllib3.util.ssl_ import create_urllib3_context
except ImportError:
    # See identity.require_library.
    TCPKeepAliveAdapter = object  # type: ignore[assignment,misc]

# Everything that decides how a connection is verified -> its context.
CONTEXTS: dict[tuple[Any, ...], ssl.SSLContext] = {}


def share_contexts(session: Any) -> None:
    """Let the connections of a keystoneauth1 session share contexts, unless it has special ones."""
    if session.session.get_adapter("https://").__class__ is TCPKeepAliveAdapter and not (
        # Sessions have them since keystoneauth1 5.14.
        getattr(session, "tls_ciphers", None) or getattr(session, "tls_min_version", None)
    ):
        session.session.mount("https://", SharingAdapter())


def read_bundle(authorities: str, certificate: str | None = None, key: str | None = None) -> None:
    """Read the bundle before a connection needs it. If that fails, the connection reports it."""
    with suppress(OSError):
        shared_context(authorities, certificate, key)


def shared_context(authorities: str, certificate: str | None, key: str | None) -> ssl.SSLContext:
    """The context that urllib3 would create, with the authorities in the file. Raises OSError.

    Each file, each content of it, and each client certificate, which urllib3 adds to the context,
    has a context of its own. All contexts require a valid certificate.
    """
    found = os.stat(authorities)
    version = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
    # urllib3 reads the variable when it creates a context.
    identity = (authorities, version, certificate, key, os.environ.get("SSLKEYLOGFILE"))
    if identity not in CONTEXTS:
        context = create_urllib3_context(cert_reqs=ssl.CERT_REQUIRED)
        context.load_verify_locations(authorities)
        CONTEXTS[identity] = context
    return CONTEXTS[identity]


class SharingAdapter(TCPKeepAliveAdapter):
    """Gives new connections a shared context in place of the bundle. All else stays with requests and urllib3."""

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Set up the pool `conn` for this request, which may be verified differently from the last one."""
        original: Any = super()
        original.cert_verify(conn, url, verify, cert)
        options = conn.conn_kw
        if options.get("ssl_context") in CONTEXTS.values():
            del options["ssl_context"]
        # A proxy may be verified with the same bundle, but only without a context of the server's. Directories are
        # not read in advance. requests 2.32.0 to 2.32.4 have a context of their own.
        if conn.proxy or not conn.ca_certs or "ssl_context" in options:
            return
        with suppress(OSError):
            options["ssl_context"] = shared_context(conn.ca_certs, conn.cert_file, conn.key_file)
            conn.ca_certs = None
