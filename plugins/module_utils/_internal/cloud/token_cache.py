# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that tasks share: who has logged in once does not for as long as the token is good.

A token is as good as a password while it lasts. So its file is in a folder that nobody else may
enter, and nothing is read there, or written, that is another's or that others could have changed.

The name of the file is a digest of all that makes the identity, the password and the ways of TLS
included: a wrong password finds no token, and a task that verifies certificates none that was
got without. scrypt with a salt of this folder's own makes it slow to guess a password from a
name; keystoneauth1's own identifier would be a plain hash, and lacks the scope of the system.

Whatever goes wrong here, a task goes on without: it logs in.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

FOLDER = "ansible-sahara-dataprocessing"
SALT = "salt"
SALT_BYTES = 32
# Some 10 ms and 4 MiB: less than a Keystone takes to check a password.
SCRYPT = {"n": 2**12, "r": 8, "p": 1, "dklen": 32}
# A catalog of a hundred services is some 100 kB.
MOST_BYTES = 4 * 1024 * 1024
# Few tokens last longer; who comes later logs in.
KEPT_S = 24 * 60 * 60
SAFELY = os.O_NOFOLLOW | os.O_CLOEXEC
FOR_READING = os.O_RDONLY | os.O_NONBLOCK | SAFELY
FOR_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFELY


class Unsafe(OSError):
    """What is there is not ours alone."""


def share_token(plugin: Any, account: Any) -> None:
    """Let the plugin begin with the token of an earlier task, and keep each new one for later ones.

    plugin: of keystoneauth1; nothing is done for one that has no identity to know it by.
    account: all that it was made of, and how Keystone is known to be Keystone.
    """
    kind = type(plugin)
    identity = [kind.__module__, kind.__qualname__, plugin.get_cache_id(), account]
    if identity[2] is None:
        return
    try:
        with private_folder() as folder:
            name = name_of(folder, json.dumps(identity, sort_keys=True, default=str))
            state = read(folder, name)
    except (OSError, ValueError, AttributeError):
        # The latter two: this Python has no scrypt, or may not use it.
        return
    begin_with(plugin, state)
    log_in = plugin.get_auth_ref

    def log_in_and_keep(session: Any, **options: Any) -> Any:
        plugin.auth_ref = log_in(session, **options)
        with suppress(OSError), private_folder() as folder:
            write(folder, name, plugin.get_auth_state().encode())
            forget_old(folder)
        return plugin.auth_ref

    plugin.get_auth_ref = log_in_and_keep


def begin_with(plugin: Any, state: bytes) -> None:
    """Set the plugin's token, unless the state is damaged. Whether it has expired, the plugin sees."""
    try:
        plugin.set_auth_state(state.decode() or None)
        if plugin.auth_ref and not isinstance(plugin.auth_ref.auth_token, str):
            raise ValueError("no token")
        if plugin.auth_ref:
            plugin.auth_ref.will_expire_soon()
            plugin.auth_ref.has_service_catalog()
    except Exception:  # keystoneauth1 does not say which; anything but a token is none.
        plugin.set_auth_state(None)


@contextmanager
def private_folder() -> Iterator[int]:
    """The folder, made if need be, as a file descriptor: it stays the same whoever moves what."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.expanduser(os.path.join("~", ".cache"))
    path = os.path.join(base, FOLDER)
    for missing in (base, path):
        with suppress(FileExistsError):
            os.mkdir(missing, 0o700)
        # Root in another's home, for one, would else leave there what only root can remove.
        if os.stat(missing).st_uid != os.geteuid():
            raise Unsafe(f"{missing} is another user's")
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | SAFELY)
    try:
        require_private(folder)
        yield folder
    finally:
        os.close(folder)


def require_private(descriptor: int) -> None:
    """Raises Unsafe unless it is ours and closed to all others."""
    found = os.fstat(descriptor)
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise Unsafe("others may read or change it")


def name_of(folder: int, identity: str) -> str:
    """The name of the identity's file: of no use to who does not know the identity already."""
    salt = read(folder, SALT)
    if len(salt) != SALT_BYTES:
        salt = os.urandom(SALT_BYTES)
        write(folder, SALT, salt)
    return hashlib.scrypt(identity.encode(), salt=salt, **SCRYPT).hex()


def read(folder: int, name: str) -> bytes:
    """What is in the file; nothing if there is none that is ours alone."""
    try:
        descriptor = os.open(name, FOR_READING, dir_fd=folder)
    except OSError:
        return b""
    with open(descriptor, "rb") as file:
        try:
            require_private(descriptor)
            return file.read(MOST_BYTES) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
        except OSError:
            return b""


def write(folder: int, name: str, content: bytes) -> None:
    """Put the content there at once, in the place of whatever was there."""
    unfinished = f"{name[:16]}-{os.urandom(8).hex()}"
    try:
        with open(os.open(unfinished, FOR_WRITING, 0o600, dir_fd=folder), "wb") as file:
            file.write(content)
        os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(OSError):
            os.unlink(unfinished, dir_fd=folder)
        raise


def forget_old(folder: int) -> None:
    """Remove the tokens that nobody has renewed for a day, and what a killed task has left."""
    with os.scandir(folder) as files:
        for file in files:
            age_s = time.time() - file.stat(follow_symlinks=False).st_mtime
            if file.name != SALT and age_s > KEPT_S:
                with suppress(OSError):
                    os.unlink(file.name, dir_fd=folder)
