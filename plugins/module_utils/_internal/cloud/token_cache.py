# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tokens that tasks share: while a token is valid, later tasks do not log in.

A valid token gives the same access as a password. Its file is therefore in a folder that no other
user may enter. Files that belong to other users, or that others could have changed, are not used.

The file name is a digest of everything that identifies the account, including the password and the
TLS settings. A wrong password finds no token. A task that verifies certificates does not find a
token that was requested without verification. scrypt, with a salt for this folder, makes it slow to
guess a password from a file name. keystoneauth1's own identifier is a plain hash, and does not
include the system scope.

If anything fails here, the task logs in without the cache.
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
# About 10 ms and 4 MiB: less than Keystone takes to check a password.
SCRYPT = {"n": 2**12, "r": 8, "p": 1, "dklen": 32}
# A catalog of a hundred services is about 100 kB.
MAX_BYTES = 4 * 1024 * 1024
# Few tokens are valid for longer. Tasks after that time log in.
MAX_AGE_S = 24 * 60 * 60
# No file is opened through a symbolic link: O_EXCL refuses links too.
READ_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
WRITE_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class Unsafe(OSError):
    """The file or folder belongs to another user, or others may access it."""


def share_token(plugin: Any, account: Any) -> None:
    """Give the plugin the token of an earlier task, and store each new token for later tasks.

    plugin: of keystoneauth1. A plugin without a cache id is left unchanged.
    account: the plugin's arguments, and the settings that verify Keystone's certificate.
    """
    kind = type(plugin)
    identity = [kind.__module__, kind.__qualname__, plugin.get_cache_id(), account]
    if identity[2] is None:
        return
    try:
        with private_folder() as folder:
            name = file_name(folder, json.dumps(identity, sort_keys=True, default=str))
            state = read(folder, name)
    except (OSError, ValueError, AttributeError):
        # ValueError, AttributeError: this Python has no scrypt, or is not allowed to use it.
        return
    restore_token(plugin, state)
    log_in = plugin.get_auth_ref

    def log_in_and_store(session: Any, **options: Any) -> Any:
        plugin.auth_ref = log_in(session, **options)
        with suppress(OSError), private_folder() as folder:
            write(folder, name, plugin.get_auth_state().encode())
            remove_old(folder)
        return plugin.auth_ref

    plugin.get_auth_ref = log_in_and_store


def restore_token(plugin: Any, state: bytes) -> None:
    """Set the plugin's token, unless the state is damaged. The plugin itself checks the expiry."""
    try:
        plugin.set_auth_state(state.decode() or None)
        if plugin.auth_ref:
            if not isinstance(plugin.auth_ref.auth_token, str):
                raise ValueError("no token")
            plugin.auth_ref.will_expire_soon()
            plugin.auth_ref.has_service_catalog()
    except Exception:  # keystoneauth1 does not document what it raises for a damaged state.
        plugin.set_auth_state(None)


@contextmanager
def private_folder() -> Iterator[int]:
    """The folder as a file descriptor, which stays valid if the folder is moved. Created if necessary."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        base = os.path.expanduser(os.path.join("~", ".cache"))
    path = os.path.join(base, FOLDER)
    for needed in (base, path):
        with suppress(FileExistsError):
            os.mkdir(needed, 0o700)
        # Otherwise root, for example, could leave files in a user's home that only root can remove.
        if os.stat(needed).st_uid != os.geteuid():
            raise Unsafe(f"{needed} belongs to another user")
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        require_private(folder)
        yield folder
    finally:
        os.close(folder)


def require_private(descriptor: int) -> None:
    """Raises Unsafe unless it belongs to this user, and nobody else may access it."""
    found = os.fstat(descriptor)
    if found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise Unsafe("others may read or change it")


def file_name(folder: int, identity: str) -> str:
    """The name of the identity's file, useless to anyone who does not know the identity already."""
    salt = read(folder, SALT)
    if len(salt) != SALT_BYTES:
        salt = os.urandom(SALT_BYTES)
        write(folder, SALT, salt)
    return hashlib.scrypt(identity.encode(), salt=salt, **SCRYPT).hex()


def read(folder: int, name: str) -> bytes:
    """The content of the file; empty if the file does not exist or is not private."""
    try:
        descriptor = os.open(name, READ_FLAGS, dir_fd=folder)
    except OSError:
        return b""
    with open(descriptor, "rb") as file:
        try:
            require_private(descriptor)
            return file.read(MAX_BYTES) if stat.S_ISREG(os.fstat(descriptor).st_mode) else b""
        except OSError:
            return b""


def write(folder: int, name: str, content: bytes) -> None:
    """Write the file atomically, replacing anything of this name."""
    unfinished = f"{name[:16]}-{os.urandom(8).hex()}"
    try:
        with open(os.open(unfinished, WRITE_FLAGS, 0o600, dir_fd=folder), "wb") as file:
            file.write(content)
        os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        with suppress(OSError):
            os.unlink(unfinished, dir_fd=folder)
        raise


def remove_old(folder: int) -> None:
    """Remove tokens that were not renewed for a day, and files that killed tasks left behind."""
    with os.scandir(folder) as files:
        for file in files:
            age_s = time.time() - file.stat(follow_symlinks=False).st_mtime
            if file.name != SALT and age_s > MAX_AGE_S:
                with suppress(OSError):
                    os.unlink(file.name, dir_fd=folder)
