# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A request to Sahara as the user writes it, and whether it changes something."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote

from ...saharaclient.errors import BadRequest, NotFound
from ...saharaclient.replies import Reply
from ..cloud.registration import NOT_REGISTERED
from ..cloud.secrets import masked_settings
from ..engine.contracts import Task

GET, PUT, PATCH, DELETE = "GET", "PUT", "PATCH", "DELETE"
ALWAYS, NEVER, COMPARE = "always", "never", "compare"
# The only GET that changes something (Sahara 19: api/v11.py, job_executions_cancel).
CANCEL = re.compile(r"/job-executions/[^/]+/cancel(\.json)?/*")
VERSION = re.compile(r"/v\d+(\.\d+)?(/.*)?")
# What a path can contain as it is; "%" begins a character that is encoded already.
UNQUOTED = "/%:@!$&'()*+,;=~"
HEADERS = ("content-type", "location", "openstack-api-version")
# Sahara sets it in each update, even if nothing else changes.
TIMES = frozenset(("updated_at",))
# No reply of Sahara comes near it, and what processes results is recursive.
DEEPEST = 50


def send_request(task: Task) -> dict[str, Any]:
    """The result of the task: the reply, and whether the request changed something."""
    # What a path and a body mean depends on the version.
    task.cloud.keep_version()
    return ApiRequest(task).run()


class ApiRequest:
    """The request that the options of a task describe."""

    def __init__(self, task: Task):
        self.task = task
        self.method: str = task.params["method"]
        self.path: str = task.params["path"]
        self.query = task.params.get("query") or {}
        self.body = task.params.get("body")
        self.policy: str = task.params["changed"]
        self.compared: str = task.params.get("compare_path") or self.path

    def run(self) -> dict[str, Any]:
        for problem in self.problems():
            self.task.problem(problem)
        self.task.raise_problems()
        if self.only_reads:
            return self.result(False, self.send())
        before = self.look() if self.policy == COMPARE else None
        if self.task.check_mode:
            return self.result(self.would_change(before), after=self.body)
        reply = self.send()
        if self.policy == NEVER:
            return self.result(False, reply)
        if self.policy == ALWAYS:
            self.task.note_write()
            return self.result(True, reply, after=self.body)
        after = self.look_again()
        changed = without_times(before) != without_times(after)
        return self.result(changed, reply, before, after)

    @property
    def only_reads(self) -> bool:
        return self.method == GET and not CANCEL.fullmatch(unquote(self.path))

    def problems(self) -> Iterator[str]:
        """What is wrong with the options."""
        yield from path_problems("path", self.path)
        if self.compared != self.path:
            yield from path_problems("compare_path", self.compared)
        if self.compared != self.path and self.policy != COMPARE:
            yield "'compare_path' requires 'changed: compare'"
        if self.method == GET and self.body is not None:
            yield "'body' is not allowed with 'method: GET'; use 'query' for parameters"

    def send(self) -> Reply:
        """The reply to the request, whose body is known to be JSON."""
        reply: Reply = self.task.cloud.client.transport.request(
            self.method, quoted(self.path), query=query_values(self.query), body=self.body
        )
        value_of(reply)
        return reply

    def look(self) -> Any:
        """What the path of the comparison shows; None if there is nothing."""
        try:
            reply = self.task.cloud.client.transport.request(GET, quoted(self.compared))
            return value_of(reply)
        except NotFound:
            return None
        except BadRequest as error:
            if error.name != NOT_REGISTERED:
                raise
            return None

    def look_again(self) -> Any:
        """The same after the request. If this fails, the request may have changed something."""
        self.task.note_write()
        return self.look()

    def would_change(self, before: Any) -> bool:
        """Whether the request would change something, as far as that is known without sending it."""
        if self.policy != COMPARE:
            return self.policy == ALWAYS
        if self.method == DELETE:
            return before is not None
        is_update = self.method in (PUT, PATCH) and self.compared == self.path
        return not (is_update and contains(without_envelope(before), self.body or {}))

    def result(
        self, changed: bool, reply: Reply | None = None, before: Any = None, after: Any = None
    ) -> dict[str, Any]:
        """The result of the task, without what only a reply shows if there is none."""
        shown = {"before": before, "after": after} if changed else {}
        request = {"method": self.method, "path": self.path, "query": self.query, "body": self.body}
        received = {} if reply is None else received_from(reply)
        return {
            "changed": changed,
            "request": request,
            **received,
            "diff": {side: masked_settings(shown.get(side)) or {} for side in ("before", "after")},
        }


def path_problems(option: str, path: str) -> Iterator[str]:
    if not path.startswith("/"):
        yield f"'{option}' must begin with a slash, as in '/clusters'"
    elif VERSION.fullmatch(path):
        yield f"'{option}' must not contain the API version; remove it, and set 'api_version'"
    if "?" in path or "#" in path:
        yield f"'{option}' must not contain '?' or '#'; use 'query' for parameters"
    if {".", ".."} & set(unquote(path).split("/")):
        yield f"'{option}' must not contain '.' or '..' as a segment"


def quoted(path: str) -> str:
    return quote(path, safe=UNQUOTED)


def query_values(query: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as Sahara expects them: booleans in lower case, lists as repeated keys."""
    return {name: query_value(value) for name, value in query.items()}


def query_value(value: Any) -> Any:
    if isinstance(value, list):
        return [query_value(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else value


def value_of(reply: Reply) -> Any:
    """The JSON value of the body; None without a body. Raises BadResponse, Vanished."""
    if not reply.body:
        return None
    value = reply.value()
    if not is_shallow(value):
        raise reply.unexpected(f"with JSON of more than {DEEPEST} levels")
    return value


def is_shallow(value: Any) -> bool:
    level = [value]
    for _depth in range(DEEPEST):
        level = [
            item
            for outer in level
            if isinstance(outer, (dict, list))
            for item in (outer.values() if isinstance(outer, dict) else outer)
        ]
    return not level


def received_from(reply: Reply) -> dict[str, Any]:
    return {
        "status": reply.status,
        "json": value_of(reply),
        "request_id": reply.request_id or None,
        "headers": {name: reply.headers[name] for name in HEADERS if name in reply.headers},
    }


def without_envelope(found: Any) -> Any:
    """The object in a reply with one object."""
    is_enveloped = isinstance(found, Mapping) and len(found) == 1
    return next(iter(found.values())) if is_enveloped else found


def contains(found: Any, body: Any) -> bool:
    """Whether the object has all values of the body already."""
    if isinstance(found, Mapping) and isinstance(body, Mapping):
        return all(name in found and contains(found[name], body[name]) for name in body)
    return bool(found == body)


def without_times(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: without_times(item) for name, item in value.items() if name not in TIMES}
    return [without_times(item) for item in value] if isinstance(value, list) else value
