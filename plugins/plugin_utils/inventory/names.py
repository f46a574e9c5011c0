# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of hosts and groups: valid, unique, and the same in every run."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

# The kind, and what identifies the group in its kind: ("process", "namenode"), ("cluster", <id>).
GroupKey = tuple[str, ...]

DIGEST_CHARACTERS = 8
# Reserved by Ansible: plays on localhost would run on a host that had one of these names.
LOCAL_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
OWN_GROUPS = frozenset(("all", "ungrouped"))


def safe_group_name(label: str) -> str:
    """The label with an underscore for each character that is not a letter, digit or underscore,
    and before a leading digit."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", label)
    return name if re.match(r"[A-Za-z_]", name) else f"_{name}"


def safe_host_name(label: str) -> str:
    """The label with an underscore for each character that a host name or an address cannot have,
    and for a first character that a program could take for an option or a path."""
    name = re.sub(r"[^A-Za-z0-9._:-]", "_", label)
    return re.sub(r"^[^A-Za-z0-9_:]", "_", name)


def group_names(
    labels: Mapping[GroupKey, str], taken: Mapping[str, GroupKey | None]
) -> tuple[dict[GroupKey, str], list[str]]:
    """A name for each group, and a sentence about each group that has a different name.

    labels: the preferred name of each group. taken: the names that only this key may have; None:
    no key may have it. If several labels become the same name, the group whose label is exactly
    that name gets it. A digest of the key is appended to the names of the others.
    """
    wanted_by: dict[str, list[GroupKey]] = defaultdict(list)
    for key in sorted(labels):
        wanted_by[safe_group_name(labels[key])].append(key)
    names: dict[GroupKey, str] = {}
    renamed: list[GroupKey] = []
    for name, keys in wanted_by.items():
        owner = owner_of(name, keys, labels, taken)
        names.update({key: name for key in keys if key == owner})
        renamed += [key for key in keys if key != owner]
    used = {*wanted_by, *taken}
    for key in renamed:
        names[key] = with_digest(safe_group_name(labels[key]), key, used)
        used.add(names[key])
    return names, [
        f"the group for {describe(key, labels)} is named {names[key]} because "
        f"{safe_group_name(labels[key])} is taken"
        for key in renamed
    ]


def owner_of(
    name: str,
    keys: list[GroupKey],
    labels: Mapping[GroupKey, str],
    taken: Mapping[str, GroupKey | None],
) -> GroupKey | None:
    """The group that gets this name, of the groups that want it; None if none of them does."""
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


def describe(key: GroupKey, labels: Mapping[GroupKey, str]) -> str:
    return f"{key[0].replace('_', ' ')} {' '.join(key[1:])!r} ({labels[key]!r})"


def host_names(
    wanted: Mapping[str, str], taken: Mapping[str, str], groups: Collection[str]
) -> tuple[dict[str, str], list[str]]:
    """A name for each host, and the wanted names that could not be used.

    wanted: identity of each host -> preferred name. The identity is appended to a name that is
    not unique. taken: the names that only the host with this identity may have. groups: names of
    groups, which Ansible would confuse with those of hosts.
    """
    safe = {identity: safe_host_name(name) for identity, name in wanted.items()}
    count = Counter(safe.values())
    reserved = {*LOCAL_NAMES, *OWN_GROUPS, *groups}
    renamed = {
        identity
        for identity, name in safe.items()
        if count[name] > 1 or name in reserved or taken.get(name, identity) != identity
    }
    names = {identity: name for identity, name in safe.items() if identity not in renamed}
    used = {*safe.values(), *taken, *reserved}
    for identity in sorted(renamed):
        name = f"{safe[identity]}-{safe_host_name(identity)}"
        while name in used:
            name += "_"
        names[identity] = name
        used.add(name)
    return names, sorted({wanted[identity] for identity in renamed})
