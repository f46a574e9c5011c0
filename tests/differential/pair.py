# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same call with python-saharaclient and with our client, and what each sends and returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient import errors
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.client import (
    Client,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils.saharaclient.resource import (
    Resource,
)
from saharaclient import client as theirs
from saharaclient.api import base as their_base

from tests.unit.support.clock import FakeClock
from tests.unit.support.scripted import Answer, Call, ScriptedCloud

HEADERS = ("content-type", "content-length", "x-auth-token")


class RecordingCloud(ScriptedCloud):
    """Sends the answers in order, whatever the requests are."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        super().__init__()
        self.answers = list(answers)

    def answer_to(self, call: Call) -> Answer:
        if call.path.startswith("/identity"):
            return super().answer_to(call)
        self.calls.append(call)
        return self.answers.pop(0) if self.answers else Answer({"error": 404}, 404)


@dataclass(frozen=True)
class Case:
    """One call of a manager's method, in one API version. answers: from the server, in order."""

    version: str
    method: str
    args: tuple[Any, ...] = ()
    answers: tuple[Answer, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"v{self.version} {self.method}"


@dataclass(frozen=True)
class Outcome:
    """What a call sent, and its result: plain values, or the exception."""

    sent: list[Any]
    result: Any = None
    error: Exception | None = None


def outcome_of(case: Case, ours: bool) -> Outcome:
    with RecordingCloud(case.answers) as cloud:
        url = f"{cloud.url}/v{case.version}"
        options = {"session": cloud.session(), "sahara_url": url}
        new_client = partial(Client, clock=FakeClock()) if ours else theirs.Client
        client = new_client(case.version, **options)
        manager, method = case.method.split(".")
        try:
            result = getattr(getattr(client, manager), method)(*case.args, **case.kwargs)
            return Outcome([sent(call) for call in cloud.calls], plain(result))
        except (their_base.APIException, errors.SaharaError, TypeError, KeyError) as error:
            return Outcome([sent(call) for call in cloud.calls], error=error)
        except (AttributeError, RuntimeError, ValueError) as error:
            return Outcome([sent(call) for call in cloud.calls], error=error)


def sent(call: Call) -> Any:
    """The parts of a request that matter to Sahara. The order of tags does not matter."""
    body = call.body
    if isinstance(body, dict) and set(body) == {"tags"}:
        body = {"tags": sorted(body["tags"])}
    headers = {name: call.headers.get(name) for name in HEADERS}
    if isinstance(body, dict):
        # JSON of the same value may have different whitespace.
        del headers["content-length"]
    return (call.method, call.path, dict(call.query), body, headers)


def plain(result: Any) -> Any:
    """The result of either client, as values that can be compared."""
    if isinstance(result, (Resource, their_base.Resource)):
        return result.to_dict()
    if isinstance(result, list):
        page = [getattr(result, name, None) for name in ("prev", "next", "limit")]
        return {"items": [plain(item) for item in result], "page": page}
    return result
