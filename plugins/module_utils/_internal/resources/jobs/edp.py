# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the resources of elastic data processing share: names, secrets, and who uses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ....saharaclient.errors import RouteNotFound
from ...cloud.cloud import Cloud
from ...cloud.kinds import JOB_EXECUTION
from ...engine.checks import Refused
from ...engine.contracts import Task
from ...fields.field import Field, Options
from ..names import OBJECT_NAME_FORM
from ..resource import ManagedResource

# Options for the credentials of Swift and S3.
LOGIN_OPTIONS: Options = {
    "user": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "accesskey": {"type": "str", "no_log": True},
    "secretkey": {"type": "str", "no_log": True},
    "endpoint": {"type": "str"},
}


class Secrets(Field):
    """Credentials as a dictionary. Those that are not set are not sent."""

    option_type = "dict"

    def __init__(self, name: str, suboptions: Options):
        option = {"options": suboptions, "required_together": [("user", "password")]}
        super().__init__(name, option=option, secret=True, may_be_empty=True)

    def wanted(self, value: Any, task: Task, current: Any) -> Any:
        return {key: item for key, item in value.items() if item is not None}


class EdpResource(ManagedResource):
    """Subclasses extend ``check`` with everything else that Sahara would refuse."""

    name_form = OBJECT_NAME_FORM


@contextmanager
def older_api(what: str) -> Iterator[None]:
    """For requests that only API v1.1 has. Raises Refused if the cloud does not offer it."""
    try:
        yield
    except RouteNotFound:
        raise Refused(
            f"{what} requires API version 1.1, which this cloud does not offer."
        ) from None


def jobs_with(cloud: Cloud, identity: str, references: Sequence[str]) -> list[str]:
    """The job executions that refer to the object in one of these fields, each by noun and id."""
    found = (JOB_EXECUTION.find(cloud, **{name: identity}) for name in references)
    ids = dict.fromkeys(str(execution.id) for executions in found for execution in executions)
    return [f"{JOB_EXECUTION.noun} {execution}" for execution in ids]
