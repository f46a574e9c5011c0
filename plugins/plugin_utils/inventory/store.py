# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cache entry of an inventory, and its key."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...module_utils._internal.cloud.secrets import is_secret

# Increase it when the records change. Entries of other formats are ignored.
FORMAT = 1


def cache_key(auth: Mapping[str, Any], others: Mapping[str, Any]) -> str:
    """A name for the part of this cloud that these credentials can see.

    auth: the authentication options. others: region, URL, filters, and everything else that
    affects the records. The key depends on the account, but not on its password, which is too easy
    to guess for a digest that others may see. Tokens are not, and they identify their user.
    """
    identity = {
        name: value for name, value in auth.items() if not is_secret(name) or "token" in name
    }
    parts = json.dumps([FORMAT, identity, dict(others)], sort_keys=True, default=str)
    return f"sahara_{hashlib.sha256(parts.encode()).hexdigest()[:40]}"


@dataclass(frozen=True)
class Entry:
    """Records, and when they were read. read_at: in seconds since 1970."""

    records: list[dict[str, Any]]
    read_at: float

    def stored(self) -> dict[str, Any]:
        """The value for the cache plugin. The records are one string, so that the plugin does not
        interpret their content."""
        return {"format": FORMAT, "read_at": self.read_at, "records": json.dumps(self.records)}

    def is_fresh(self, now: float, timeout_s: float) -> bool:
        """Whether the entry may still be used. timeout_s: 0 means forever."""
        return timeout_s == 0 or 0 <= now - self.read_at <= timeout_s


def distrust(file: str) -> str | None:
    """Why another user may have written the file of an entry; None if nobody else can have.

    In a sticky folder, for example /tmp, only the owner of a file can replace it. Root may write
    everywhere, so it can own the folder.
    """
    folder = os.path.dirname(file) or "."
    own = os.geteuid()
    for path, owners in ((folder, (own, 0)), (file, (own,))):
        found = os.stat(path)
        # The owner of a symbolic link decides where it leads.
        if found.st_uid not in owners or os.lstat(path).st_uid not in owners:
            return f"{path} belongs to another user"
        sticky = path == folder and found.st_mode & stat.S_ISVTX
        if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and not sticky:
            return f"other users may write to {path}"
    return None


def entry_of(stored: Any) -> Entry | None:
    """The entry that a cache plugin returned; None if it does not have this format."""
    if not isinstance(stored, Mapping) or stored.get("format") != FORMAT:
        return None
    try:
        records, read_at = json.loads(stored["records"]), float(stored["read_at"])
    except (KeyError, TypeError, ValueError):
        return None
    return Entry(records, read_at) if isinstance(records, list) else None
