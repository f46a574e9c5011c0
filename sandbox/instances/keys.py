# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""SSH key pairs."""

from __future__ import annotations

from pathlib import Path

import asyncssh

from sandbox.files import write_private


def create_key() -> tuple[str, str]:
    """A new (private key, public key), in the format of OpenSSH."""
    key = asyncssh.generate_private_key("ssh-ed25519", comment="sandbox")
    return key.export_private_key().decode(), key.export_public_key().decode().strip()


def load_or_create_key(path: Path) -> str:
    """The public key of the private key in this file. Creates the file if it is missing."""
    if not path.exists():
        write_private(path, create_key()[0])
    public = asyncssh.read_private_key(str(path)).export_public_key().decode().strip()
    write_private(path.with_suffix(".pub"), public + "\n")
    return public
