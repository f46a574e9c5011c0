# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same call by python-saharaclient and by our client, and what each sent and gave back."""

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
    """Gives the answers in their order, whatever it is asked."""

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
    """One call of a manager's method in one version. answers: of the server, in order."""

    version: str
    method: str
    args: tuple[Any, ...] = ()
    answers: tuple[Answer, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"v{self.version} {self.method}"


@dataclass(frozen=True)
class Outcome:
    """What was sent, and what came back: plain values, or the exception."""

    sent: list[Any]
    result: Any = None
    error: Exception | None = None


def outcome_of(case: Case, ours: bool) -> Outcome:
    with RecordingCloud(case.answers) as cloud:
        url = f"{cloud.url}/v{case.version}"
        options = {"session": cloud.session(), "sahara_url": url}
        make = partial(Client, clock=FakeClock()) if ours else theirs.Client
        client = make(case.version, **options)
        manager, method = case.method.split(".")
        try:
            result = getattr(getattr(client, manager), method)(*case.args, **case.kwargs)
            return Outcome([sent(call) for call in cloud.calls], plain(result))
        except (their_base.APIException, errors.SaharaError, TypeError, KeyError) as error:
            return Outcome([sent(call) for call in cloud.calls], error=error)
        except (AttributeError, RuntimeError, ValueError) as error:
            return Outcome([sent(call) for call in cloud.calls], error=error)


def sent(call: Call) -> Any:
    """What of a request matters to Sahara. The order of tags does not."""
    body = call.body
    if isinstance(body, dict) and set(body) == {"tags"}:
        body = {"tags": sorted(body["tags"])}
    headers = {name: call.headers.get(name) for name in HEADERS}
    if isinstance(body, dict):
        # JSON of the same value may have other blanks.
        del headers["content-length"]
    return (call.method, call.path, dict(call.query), body, headers)


def plain(result: Any) -> Any:
    """The result of either client as values that can be compared."""
    if isinstance(result, (Resource, their_base.Resource)):
        return result.to_dict()
    if isinstance(result, list):
        marks = [getattr(result, name, None) for name in ("prev", "next", "limit")]
        return {"items": [plain(item) for item in result], "marks": marks}
    return result
