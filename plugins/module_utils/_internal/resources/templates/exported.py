# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that ``openstack dataprocessing ... template export`` and the dashboard write.

Such a file has the template as Sahara exports it: under API v2's keys in an envelope, with text like
``{flavor_id}`` instead of what differs between clouds (Sahara 19: api/v2/node_group_templates.py).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...cloud.vocabulary import with_v2_names
from ...engine.checks import Refused
from ..declaration import DeclaredResource
from ..local_file import file_errors

TYPES = {"str": str, "bool": bool, "int": int, "list": list, "dict": dict}


def with_exported(resource: type[DeclaredResource], params: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a task, with those of the file ``src`` that it does not set itself. Raises Refused."""
    path = params["src"]
    exported = with_v2_names(read_template(path, resource))
    found = {}
    for field in resource.fields:
        value = exported.get(field.wire)
        if value is None or is_placeholder(value):
            continue
        if not isinstance(value, TYPES[field.option_type]):
            raise Refused(f"'{field.wire}' in '{path}' must be of type {field.option_type}.")
        if not field.same(field.current(value), field.current(None)):
            found[field.name] = value
    given = {name: value for name, value in params.items() if value is not None}
    return {**params, **found, **given}


def is_placeholder(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("{") and value.endswith("}")


def read_template(path: str, resource: type[DeclaredResource]) -> Mapping[str, Any]:
    """The template in the file, without its envelope."""
    kind = resource.kind
    try:
        with file_errors("read", path):
            content = json.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refused(f"'{path}' is not JSON: {error}. Export the {kind.noun} again.") from None
    template = content.get(kind.name) if isinstance(content, Mapping) else None
    if not isinstance(template, Mapping):
        raise Refused(
            f"'{path}' has no '{kind.name}'. Set 'src' to a file that a {kind.noun} was exported to."
        )
    return template
