# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the resources of elastic data processing have in common: names, secrets, and who uses them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ....saharaclient.errors import RouteNotFound
from ...cloud.cloud import Cloud
from ...cloud.kinds import JOB_EXECUTION
from ...cloud.vocabulary import with_v2_names
from ...engine.checks import Refused
from ...engine.contracts import Task
from ...fields.field import Field, Options
from ..names import OBJECT_NAME_FORM
from ..resource import ManagedResource

# The credentials for Swift and S3, as options.
LOGIN_OPTIONS: Options = {
    "user": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "accesskey": {"type": "str", "no_log": False},
    "secretkey": {"type": "str", "no_log": True},
    "endpoint": {"type": "str"},
}


class Secrets(Field):
    """Credentials as a dictionary; those that are not given are not sent."""

    option_type = "dict"

    def __init__(self, name: str, suboptions: Options):
        option = {"options": suboptions, "required_together": [("user", "password")]}
        super().__init__(name, option=option, secret=True)

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        return {key: item for key, item in value.items() if item is not None}


class EdpResource(ManagedResource):
    """Subclasses note in ``check`` what else Sahara would refuse."""

    name_form = OBJECT_NAME_FORM


def interim_name(name: str) -> str:
    """A name for what takes that name once it is free: the old object stays until the new one exists."""
    return f"{name[:40]}.{uuid.uuid4().hex[:8]}"


@contextmanager
def older_api(what: str) -> Iterator[None]:
    """Around calls that only API v1.1 has. Raises Refused."""
    try:
        yield
    except RouteNotFound:
        raise Refused(f"{what} needs API version 1.1, which this cloud does not offer.") from None


def jobs_with(cloud: Cloud, identity: str, references: Sequence[str]) -> list[str]:
    """The job executions that refer to the object in one of these fields, as a sentence names them."""
    executions = JOB_EXECUTION.manager_of(cloud).iterate()
    return [
        f"{JOB_EXECUTION.noun} {execution.id}"
        for execution in executions
        if identity in map(with_v2_names(execution.to_dict()).get, references)
    ]
