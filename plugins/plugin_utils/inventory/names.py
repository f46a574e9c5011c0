# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of hosts and groups: valid, one for each thing, and the same in every run."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

# Kind, and what tells it from others of the kind: ("process", "namenode"), ("cluster", <id>).
GroupKey = tuple[str, ...]

DIGEST_CHARACTERS = 8
# Ansible's own: a host that took one of these names would be what plays on localhost run on.
LOCAL_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
OWN_GROUPS = frozenset(("all", "ungrouped"))


def safe_group_name(label: str) -> str:
    """Every character but letters, digits and the underscore is an underscore, and a digit in the
    first place gets one before it."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", label)
    return name if re.match(r"[A-Za-z_]", name) else f"_{name}"


def safe_host_name(label: str) -> str:
    """Every character that a host name or an address can not have is an underscore, and so is a
    first one that a program could take for an option or a path."""
    name = re.sub(r"[^A-Za-z0-9._:-]", "_", label)
    return re.sub(r"^[^A-Za-z0-9_:]", "_", name)


def group_names(
    labels: Mapping[GroupKey, str], taken: Mapping[str, GroupKey | None]
) -> tuple[dict[GroupKey, str], list[str]]:
    """A name for each group, and a sentence on each label that could not have its own.

    labels: what each group would be called. taken: the names that only this key may have, None
    for no key at all. When several labels come to the same name it is kept by the one that is
    this name to the letter; each other has a digest of its key after it.
    """
    wanting: dict[str, list[GroupKey]] = defaultdict(list)
    for key in sorted(labels):
        wanting[safe_group_name(labels[key])].append(key)
    names: dict[GroupKey, str] = {}
    contested: list[GroupKey] = []
    for name, keys in wanting.items():
        keeper = keeper_of(name, keys, labels, taken)
        names.update({key: name for key in keys if key == keeper})
        contested += [key for key in keys if key != keeper]
    used = {*wanting, *taken}
    for key in contested:
        names[key] = with_digest(safe_group_name(labels[key]), key, used)
        used.add(names[key])
    return names, [
        f"the group of {described(key, labels)} is called {names[key]}, for "
        f"{safe_group_name(labels[key])} is another's name"
        for key in contested
    ]


def keeper_of(
    name: str,
    keys: list[GroupKey],
    labels: Mapping[GroupKey, str],
    taken: Mapping[str, GroupKey | None],
) -> GroupKey | None:
    """Which of the groups that want a name gets it; None: none of them."""
    if name in taken:
        return taken[name]
    if len(keys) == 1:
        return keys[0]
    exact = [key for key in keys if labels[key] == name]
    return exact[0] if len(exact) == 1 else None


def with_digest(name: str, key: GroupKey, used: set[str]) -> str:
    digest = hashlib.sha256("\0".join(key).encode()).hexdigest()
    length = DIGEST_CHARACTERS
    while f"{name}_{digest[:length]}" in used:
        length += 1
    return f"{name}_{digest[:length]}"


def described(key: GroupKey, labels: Mapping[GroupKey, str]) -> str:
    return f"{key[0].replace('_', ' ')} {' '.join(key[1:])!r} ({labels[key]!r})"


def host_names(
    wanted: Mapping[str, str], taken: Mapping[str, str], groups: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """A name for each host, and the wanted names that were not to be had.

    wanted: by what tells the host from all others, which is put behind each name that several
    want. taken: names that only the host with this identity may have. groups: names of groups,
    which Ansible would confuse with the host's.
    """
    safe = {identity: safe_host_name(name) for identity, name in wanted.items()}
    count = Counter(safe.values())
    barred = {*LOCAL_NAMES, *OWN_GROUPS, *groups}
    contested = {
        identity
        for identity, name in safe.items()
        if count[name] > 1 or name in barred or taken.get(name, identity) != identity
    }
    names = {identity: name for identity, name in safe.items() if identity not in contested}
    used = {*safe.values(), *taken, *barred}
    for identity in sorted(contested):
        name = f"{safe[identity]}-{safe_host_name(identity)}"
        while name in used:
            name += "_"
        names[identity] = name
        used.add(name)
    return names, sorted({wanted[identity] for identity in contested})
