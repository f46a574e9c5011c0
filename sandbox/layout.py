# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the files of a sandbox are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

CODE = Path(__file__).resolve().parent
CHECKOUT = CODE.parent
REQUIREMENTS = CODE / "requirements.txt"


@dataclass(frozen=True)
class Layout:
    """The files of one sandbox (`directory`), and those that sandboxes share (`cache`)."""

    directory: Path
    cache: Path

    @classmethod
    def from_environment(cls) -> Layout:
        """The layout that SAHARA_SANDBOX_DIR and SAHARA_SANDBOX_CACHE set, or the default."""
        caches = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser()
        directory = os.environ.get("SAHARA_SANDBOX_DIR") or CHECKOUT / ".sandbox"
        cache = os.environ.get("SAHARA_SANDBOX_CACHE") or caches / "sahara-sandbox"
        return cls(
            Path(directory).expanduser().resolve(),
            Path(cache).expanduser().resolve(),
        )

    @property
    def state(self) -> Path:
        """The files that each start deletes and creates again."""
        return self.directory / "state"

    @property
    def logs(self) -> Path:
        """One log file per service."""
        return self.directory / "logs"

    @property
    def ports_file(self) -> Path:
        """The ports, which stay the same from start to start."""
        return self.directory / "ports.json"

    @property
    def clouds_file(self) -> Path:
        """The clouds.yaml of the four users."""
        return self.directory / "clouds.yaml"

    @property
    def ssh_config(self) -> Path:
        """The settings with which `ssh -F` and Ansible reach the instances."""
        return self.directory / "ssh_config"

    @property
    def private_key(self) -> Path:
        """The private key of the keypair `sandbox`, which every user has."""
        return self.directory / "id_ed25519"

    @property
    def lock_file(self) -> Path:
        """A command that starts or stops this sandbox locks this file."""
        return self.directory / "lock"

    @property
    def run_file(self) -> Path:
        """The process ids of the services, after a complete start."""
        return self.state / "run.json"

    @property
    def short_link(self) -> Path:
        """A link to a directory in /tmp, which has a short path."""
        return self.state / "short"

    def log(self, service: str) -> Path:
        """The log of one service."""
        return self.logs / f"{service}.log"
