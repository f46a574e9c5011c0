# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Selects the values of a task's options that Ansible must hide in results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..resources.jobs.secrets import is_secret

# The keys of "auth" that are public with every authentication plugin. All others are secret.
PUBLIC_AUTH = re.compile(
    r"(auth_url|identity_provider|protocol|mutual_auth|system_scope|trust_id"
    r"|(default_|user_|project_|tenant_)?domain(_id|_name)?"
    r"|(user|project|tenant|application_credential)(_id|_name)?|username)"
)

# Options of job executions that have credentials among other settings.
PARTLY_SECRET = ("configs", "params", "job_interface")

# The secret keys in a cloud's entry, outside "auth".
SECRET_SETTING = re.compile("pass|secret|token")


def censored(hidden: set[str], params: Mapping[str, Any]) -> set[str]:
    """The values that are secret, of those that Ansible would hide.

    Ansible would hide every value of ``auth`` wherever it occurs. Among them are the names of the
    user and the project, which may be part of a cluster's name.
    """
    public: set[str] = set()
    secret: set[str] = set()
    cloud = params.get("cloud")
    entry = cloud if isinstance(cloud, Mapping) else {}
    public.update(scalars(None if entry else cloud))
    for key, value in entry.items():
        if key != "auth":
            (secret if SECRET_SETTING.search(str(key)) else public).update(scalars(value))
    for auth in (params.get("auth"), entry.get("auth")):
        for key, value in auth.items() if isinstance(auth, Mapping) else ():
            (public if PUBLIC_AUTH.fullmatch(str(key)) else secret).update(scalars(value))
    for option in PARTLY_SECRET:
        given = params.get(option)
        for name, value in given.items() if isinstance(given, Mapping) else ():
            (secret if is_secret(name) else public).update(scalars(value))
    return (hidden - public) | secret


def scalars(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from scalars(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from scalars(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
