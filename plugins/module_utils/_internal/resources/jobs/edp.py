# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the resources of elastic data processing have in common: names, secrets, and who uses them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ....saharaclient.errors import RouteNotFound
from ...cloud.vocabulary import manager_of
from ...engine.converge import Refused
from ...fields.fields import Field
from ..names import OBJECT_NAME
from ..resource import Resource


class Secrets(Field):
    """Credentials as a dictionary; what of it is not given is not sent."""

    def __init__(self, name: str):
        super().__init__(name, secret=True)

    def wanted(self, value: Any, scope: Any, current: Any) -> Any:
        return {key: item for key, item in value.items() if item is not None}


class EdpResource(Resource):
    """Subclasses say in ``check`` what else Sahara would refuse."""

    name_form = OBJECT_NAME


def interim_name(name: str) -> str:
    """A name for what shall take that name once it is free: the old object stays until the new one is there."""
    return f"{name[:40]}.{uuid.uuid4().hex[:8]}"


@contextmanager
def older_api(what: str) -> Iterator[None]:
    """Around calls that only API v1.1 has."""
    try:
        yield
    except RouteNotFound:
        raise Refused(f"{what} needs API version 1.1, which this cloud does not offer.") from None


def jobs_with(cloud: Any, **references: str) -> list[str]:
    """The jobs that refer to something by one of these fields, as a sentence names them."""
    found = []
    for job in manager_of(cloud, "jobs").iterate():
        fields = job.to_dict()
        fields.setdefault("job_template_id", fields.get("job_id"))
        if any(fields.get(name) == identity for name, identity in references.items()):
            found.append(f"job {job.id}")
    return found
