# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Heat: the routes of stacks."""

from __future__ import annotations

from sandbox.cloud.stack import Stack
from sandbox.cloud.web import Call, HttpError, route, version

PREFIX = "/orchestration/v1/[^/]+"
STACK = PREFIX + "/stacks/(?:[^/]+/)?([^/]+)"


class Orchestration:
    """{id: stack}."""

    def __init__(self) -> None:
        self.stacks: dict[str, Stack] = {}

    def of(self, project: str) -> list[Stack]:
        return [stack for stack in list(self.stacks.values()) if stack.project == project]


def _find(call: Call, name_or_id: str) -> Stack:
    for stack in call.cloud.orchestration.of(call.project):
        if name_or_id in (stack.id, stack.name):
            return stack
    raise HttpError(404, f"The Stack ({name_or_id}) could not be found.")


@route("GET", "/orchestration", public=True)
def versions(call: Call) -> dict:
    return {"versions": [version(call, "v1.0", "/orchestration/v1/")]}


@route("GET", PREFIX + "/stacks")
def list_stacks(call: Call) -> dict:
    stacks = call.cloud.orchestration.of(call.project)
    return {"stacks": [s.view() for s in stacks if call.query.get("name") in (None, s.name)]}


@route("POST", PREFIX + "/stacks")
def create_stack(call: Call) -> tuple[int, dict]:
    call.must_write()
    stack = Stack(call.cloud, call.project, call.who.user, call.body)
    call.cloud.orchestration.stacks[stack.id] = stack
    stack.create(call.body)
    return 201, {"stack": {"id": stack.id, "links": []}}


@route("GET", STACK)
def get_stack(call: Call, id: str) -> dict:
    return {"stack": _find(call, id).view()}


@route("PUT", STACK)
def update_stack(call: Call, id: str) -> tuple[int, dict]:
    call.must_write()
    _find(call, id).update(call.body)
    return 202, {}


@route("DELETE", STACK)
def delete_stack(call: Call, id: str) -> None:
    call.must_write()
    _find(call, id).delete()
