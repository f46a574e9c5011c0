# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An instance: its addresses, its directory, the keys of its users."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import asyncssh

# The line of Sahara's boot script that authorizes Sahara's key for root or for the image's user.
PUBLIC_KEY = re.compile(r'echo "((?:ssh|ecdsa)-[^"]+)" >> (/\S+)')
DIRECTORIES = ("dev", "etc", "home", "opt", "root", "tmp", "var/tmp")
UID = 1000
PASSWD = """\
root:x:0:0:root:/root:/bin/bash
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
"""
GROUP = "root:x:0:\nnogroup:x:65534:\n"
HOSTS = "127.0.0.1 localhost\n"
PROFILE = "PS1='\\u@\\h:\\w\\$ '\n"


class Instance:
    """`fault` is "nossh", "cmdfail", "sick" or None."""

    def __init__(
        self,
        root: Path,
        name: str,
        addresses: list[str],
        user_data: str,
        keys: list[str],
        fault: str | None,
    ) -> None:
        self.root = root
        self.name = name
        self.addresses = addresses
        self.fault = fault
        self.user = "root"
        self.volumes = 0
        self.sahara_keys: set[str] = set()
        # (directory of this machine, path in the instance): what to mount, read-only.
        self.mounts: list[tuple[Path, str]] = []
        for directory in DIRECTORIES:
            (root / directory).mkdir(parents=True)
        self._write_system()
        for key, path in PUBLIC_KEY.findall(user_data):
            self._authorize(key, path, keys)

    def _write_system(self) -> None:
        self._write("etc/hostname", self.name + "\n")
        self._write("etc/hosts", HOSTS)
        self._write("etc/mtab", "")
        self._write("etc/profile", PROFILE)
        self._write("etc/passwd", PASSWD)
        self._write("etc/group", GROUP)
        if self.fault != "sick":  # what Sahara's health check reads
            self._write("etc/resolv.conf", "nameserver 127.0.0.1\n")
        for name in ("os-release", "localtime", "nsswitch.conf"):
            source = Path("/etc", name)
            if source.exists():
                shutil.copyfile(source, self.root / "etc" / name)

    def _authorize(self, key: str, path: str, others: list[str]) -> None:
        """Authorize Sahara's key, from the boot script, and the other keys, from the keypair."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.parent.chmod(0o700)
        file.write_text("".join(line + "\n" for line in [key, *others]))
        self.sahara_keys.add(key.split()[1])
        home = file.parent.parent
        if home.parent.name == "home":
            self.user = home.name
            self.add_user(self.user, UID)

    def add_user(self, name: str, id: int) -> None:
        """Add a user, and a group of the same name and id."""
        (self.root / "home" / name).mkdir(exist_ok=True)
        with (self.root / "etc/passwd").open("a") as passwd:
            passwd.write(f"{name}:x:{id}:{id}::/home/{name}:/bin/bash\n")
        with (self.root / "etc/group").open("a") as group:
            group.write(f"{name}:x:{id}:\n")

    def _write(self, path: str, text: str) -> None:
        (self.root / path).write_text(text)

    def add_volume(self) -> None:
        """Add an empty file for a disk: /dev/vdb, /dev/vdc, ..."""
        self._write("dev/vd" + "bcdefghijklmnop"[self.volumes], "")
        self.volumes += 1

    @property
    def hostname(self) -> str:
        """The hostname, which Sahara may have changed."""
        return (self.root / "etc/hostname").read_text().strip()

    def home(self, user: str) -> str:
        """The home directory, as a path in the instance."""
        return "/root" if user == "root" else f"/home/{user}"

    def home_directory(self, user: str) -> Path:
        """The home directory, as a path on this machine."""
        return self.root / self.home(user).lstrip("/")

    def allows(self, user: str, key: asyncssh.SSHKey) -> bool:
        """Whether the user's authorized_keys contains the key."""
        try:
            known = (self.home_directory(user) / ".ssh/authorized_keys").read_text()
        except (OSError, ValueError):
            return False
        return _encoded(key) in known.split()

    def is_sahara(self, key: asyncssh.SSHKey) -> bool:
        """Whether it is Sahara's own key, and not that of a person."""
        return _encoded(key) in self.sahara_keys


def _encoded(key: asyncssh.SSHKey) -> str:
    return key.export_public_key().decode().split()[1]
