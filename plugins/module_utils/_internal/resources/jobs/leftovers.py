# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What interrupted tasks on a job binary have left: stored content, and successors under temporary names."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ....saharaclient.resource import fields_of
from ...cloud.cloud import Cloud
from ...cloud.kinds import JOB_BINARY, JOB_BINARY_INTERNAL
from ...cloud.vocabulary import with_v2_names
from .content import digits, internal_url

# The names of job binary internals that tasks create for job binaries; users do not choose such names.
STORED = re.compile(r"(?P<binary>.+)\.[0-9a-f]{16}")
# The temporary names of successors: the old job binary keeps its name until the new one exists.
INTERIM = re.compile(r"(?P<start>.+)\.[0-9a-f]{8}")
LONGEST_START = 40


class Leftovers(NamedTuple):
    """The ids of job binaries, and of job binary internals."""

    successors: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()


def stored_name(name: str, content: bytes) -> str:
    """The name of the content that a task stores for a job binary."""
    return f"{name}.{digits(content, 16)}"


def successor_name(name: str, content: bytes) -> str:
    """The temporary name of the successor with this content."""
    return f"{name[:LONGEST_START]}.{digits(content, 8)}"


def is_stored(cloud: Cloud, item: Any, name: str | None = None) -> bool:
    """Whether a task of this project stored the content for a job binary. name: only for the one with this name."""
    found = STORED.fullmatch(item.name)
    return bool(found and name in (None, found["binary"]) and item.tenant_id == cloud.project_id)


def leftovers_of(cloud: Cloud, name: str, kept: str = "") -> Leftovers:
    """What interrupted tasks on the job binary of this name have left. kept: the name of content that is needed.

    Content is left over if only successors refer to it. A job binary is a successor only if it refers to content
    that a task stored for this name. Both lists come in one reply each: only the beginnings of the
    names are alike, and not all databases can search for those.
    """
    internals = JOB_BINARY_INTERNAL.manager_of(cloud).list()
    stored = {internal_url(item.id): item for item in internals if is_stored(cloud, item, name)}
    if not stored:
        return Leftovers()
    successors, used = [], set()
    for binary in JOB_BINARY.manager_of(cloud).list():
        found = INTERIM.fullmatch(binary.name)
        starts_alike = found and found["start"] == name[:LONGEST_START]
        project = with_v2_names(fields_of(binary)).get("project_id")
        if starts_alike and binary.url in stored and project in (None, cloud.project_id):
            successors.append(str(binary.id))
        else:
            used.add(binary.url)
    left = (item for url, item in stored.items() if url not in used and item.name != kept)
    return Leftovers(tuple(successors), tuple(str(item.id) for item in left))
