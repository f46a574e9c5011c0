# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A file on the host of the task: what it is like, and a new version of it that replaces the old one at once."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from ...saharaclient.content import sha256_of
from ..engine.checks import Refused

HIGHEST_MODE = 0o7777
HIGHEST_ID = 2**32 - 2


@contextmanager
def file_errors(action: str, path: Path | str) -> Iterator[None]:
    """Raises Refused with the reason of the system. action: such as "read" or "write"."""
    try:
        yield
    except OSError as error:
        raise Refused(
            f"Cannot {action} '{path}' on the host of the task: {error.strerror or error}."
        ) from None


def wanted_attributes(params: Mapping[str, Any]) -> dict[str, str]:
    """The canonical forms of the options ``mode``, ``owner`` and ``group``. Raises Refused."""
    wanted = {"mode": mode_of(params["mode"])}
    for option, find in {"owner": user_id, "group": group_id}.items():
        if params.get(option) is not None:
            wanted[option] = named(option, find(params[option]))
    return wanted


def mode_of(given: Any) -> str:
    """The mode as four octal digits. YAML turns 0600 without quotes into an integer, with the right value."""
    number = -1
    if isinstance(given, int) and not isinstance(given, bool):
        number = given
    elif isinstance(given, str):
        with suppress(ValueError):
            number = int(given, 8)
    if not 0 <= number <= HIGHEST_MODE:
        raise Refused(
            f"'{given}' is not a valid 'mode'. Use an octal number in quotes, such as '0600'."
        )
    return f"{number:04o}"


def user_id(given: str) -> int:
    with suppress(KeyError):
        return pwd.getpwnam(given).pw_uid
    return number_of("owner", "user", given)


def group_id(given: str) -> int:
    with suppress(KeyError):
        return grp.getgrnam(given).gr_gid
    return number_of("group", "group", given)


def number_of(option: str, noun: str, given: str) -> int:
    if given.isdecimal() and int(given) <= HIGHEST_ID:
        return int(given)
    raise Refused(
        f"No {noun} named '{given}' exists on the host of the task. Correct '{option}', or use a number."
    )


def named(option: str, number: int) -> str:
    """The name of a user or a group; its number if it has none."""
    try:
        if option == "owner":
            return pwd.getpwuid(number).pw_name
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)


class LocalFile:
    """The file at a path, whose directory must exist."""

    def __init__(self, path: str):
        self.path = Path(path)
        folder = path if path.endswith("/") else self.path.parent
        if not os.path.isdir(folder):
            raise Refused(
                f"The directory '{folder}' does not exist on the host of the task. Create it first."
            )

    def state(self) -> dict[str, str]:
        """Its checksum, mode, owner and group; empty if it does not exist."""
        with file_errors("read", self.path):
            try:
                found = os.stat(self.path)
            except FileNotFoundError:
                return {}
            if not stat.S_ISREG(found.st_mode):
                raise Refused(f"'{self.path}' on the host of the task is not a file.")
            return {
                "checksum": sha256(self.path),
                "mode": f"{stat.S_IMODE(found.st_mode):04o}",
                "owner": named("owner", found.st_uid),
                "group": named("group", found.st_gid),
            }

    @contextmanager
    def successor(self) -> Iterator[IO[bytes]]:
        """A new file next to it, which only the owner can read. It is removed unless it has replaced the old one."""
        with file_errors("write", self.path):
            descriptor, path = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            os.close(descriptor)
            try:
                with open(path, "wb") as file:
                    yield file
            finally:
                with suppress(FileNotFoundError):
                    os.remove(path)

    def replace(self, successor: IO[bytes], wanted: Mapping[str, str]) -> None:
        """Give the successor these attributes, and let it replace the file."""
        with file_errors("write", self.path):
            successor.flush()
            self._keep_owner(successor.name)
            set_attributes(successor.name, wanted)
            os.replace(successor.name, self.path)

    def _keep_owner(self, successor: str) -> None:
        """Give the successor the owner and the group of the file, as far as the system allows it."""
        with suppress(FileNotFoundError, PermissionError):
            found = os.stat(self.path)
            os.chown(successor, found.st_uid, found.st_gid)

    def set_attributes(self, wanted: Mapping[str, str]) -> None:
        with file_errors("write", self.path):
            set_attributes(self.path, wanted)


def set_attributes(path: Path | str, wanted: Mapping[str, str]) -> None:
    owner, group = wanted.get("owner"), wanted.get("group")
    if owner or group:
        os.chown(path, user_id(owner) if owner else -1, group_id(group) if group else -1)
    # A change of the owner can reset parts of the mode.
    if "mode" in wanted:
        os.chmod(path, int(wanted["mode"], 8))


def sha256(path: Path) -> str:
    with open(path, "rb") as file:
        return sha256_of(file, 0)
