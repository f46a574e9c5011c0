# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tasks that upload content, killed after each of their requests: the next run leaves nothing behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.execution import (
    execute,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.boundary.task import (
    AnsibleTask,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.engine.converge import (
    converge,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary import (
    JobBinary,
)
from ansible_collections.sahara.dataprocessing.plugins.module_utils._internal.resources.jobs.job_binary_internal import (
    JobBinaryInternal,
)

from tests.unit.support.clock import FakeClock
from tests.unit.support.identity import PROJECT
from tests.unit.support.scripted import Answer, Call, ScriptedCloud, error

BINARIES, INTERNALS = "/v2/job-binaries", "/v1.1/job-binary-internals"
ENVELOPES = {BINARIES: "job_binary", INTERNALS: "job_binary_internal"}
MOST_REQUESTS = 30

pytestmark = pytest.mark.slow


class Killed(BaseException):
    """The process of the task ends here."""


class Store(ScriptedCloud):
    """A Sahara that keeps job binaries and stored content. Names are unique. lost: the number of the answer to lose."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, dict[str, dict[str, Any]]] = {BINARIES: {}, INTERNALS: {}}
        self.created = 0
        self.lost = self.answered = 0

    def answer_to(self, call: Call) -> Answer:
        if call.path.startswith("/identity"):
            return super().answer_to(call)
        if call.path == "/v2/job-templates":
            return Answer({"job_templates": []})
        where = call.path.replace(
            "/v1.1/job-binaries", BINARIES
        )  # Both API versions have the same objects.
        path = next(path for path in self.kept if where.startswith(path))
        identity, _, part = where[len(path) + 1 :].partition("/")
        answer = self.carry_out(call, path, identity, part)
        self.answered += 1
        return Answer(dropped=True) if self.answered == self.lost else answer

    def carry_out(self, call: Call, path: str, identity: str, part: str) -> Answer:
        kept = self.kept[path]
        if call.method in ("POST", "PUT"):
            fields = call.body if path == BINARIES else {"name": identity, "data": call.body}
            return self.write(path, str(self.created + 1), {**fields})
        if call.method == "GET" and not identity:
            found = [
                self.shown(item)
                for item in kept.values()
                if all(call.query.get(key) in (None, [item.get(key)]) for key in ("name", "url"))
            ]
            return Answer({"binaries": found})
        if identity not in kept:
            return error(404, "NOT_FOUND", "Object not found")
        if call.method == "DELETE":
            del kept[identity]
            return Answer(status=204)
        if call.method == "PATCH":
            return self.write(path, identity, {**kept[identity], **call.body})
        return Answer(
            kept[identity]["data"] if part else {ENVELOPES[path]: self.shown(kept[identity])}
        )

    def write(self, path: str, identity: str, item: dict[str, Any]) -> Answer:
        others = [other for key, other in self.kept[path].items() if key != identity]
        if item["name"] in [other["name"] for other in others]:
            return error(400, "DB_DUPLICATE_ENTRY", "Duplicate entry")
        self.created += 1
        owner = {"project_id": PROJECT, "tenant_id": PROJECT}
        self.kept[path][identity] = {**item, "id": identity, **owner}
        return Answer({ENVELOPES[path]: self.shown(self.kept[path][identity])}, 202)

    @staticmethod
    def shown(item: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in item.items() if key != "data"}


@pytest.fixture
def store() -> Iterator[Store]:
    with Store() as started:
        yield started


def run(
    store: Store, resource: Any, src: Path, last: int = MOST_REQUESTS, **params: Any
) -> dict[str, Any]:
    """The result of a task that is killed once this many requests are answered."""
    answered = 0

    def count(_line: str) -> None:
        nonlocal answered
        answered += 1
        if answered == last:
            raise Killed

    options = {
        "cloud": {"auth": store.auth},
        "api_version": "2",
        "state": "present",
        "name": "job.jar",
        "src": str(src),
        **params,
    }
    task = AnsibleTask(options, False, log=count, clock=FakeClock())
    return execute(lambda task: converge(task, resource(task)), task)


def names(store: Store, path: str) -> list[str]:
    return sorted(item["name"] for item in store.kept[path].values())


@pytest.mark.parametrize("replaces", [False, True], ids=["creation", "replacement"])
@pytest.mark.parametrize("resource", [JobBinary, JobBinaryInternal])
def test_run_after_a_kill_leaves_nothing_over(
    store: Store, tmp_path: Path, resource: Any, replaces: bool
) -> None:
    src = tmp_path / "job.jar"
    for last in range(1, MOST_REQUESTS):
        for kept in store.kept.values():
            kept.clear()
        if replaces:
            src.write_bytes(b"old")
            run(store, resource, src)
        src.write_bytes(b"new")
        try:
            run(store, resource, src, last)
        except Killed:
            pass
        else:
            assert last > 3
            return
        assert "failed" not in run(store, resource, src)
        assert run(store, resource, src)["changed"] is False
        (content,) = store.kept[INTERNALS].values()
        assert content["data"] == b"new", last
        path = BINARIES if resource is JobBinary else INTERNALS
        assert names(store, path) == ["job.jar"], last
    raise AssertionError("the task never ended")


@pytest.mark.parametrize("replaces", [False, True], ids=["creation", "replacement"])
@pytest.mark.parametrize("resource", [JobBinary, JobBinaryInternal])
def test_no_lost_answer_fails_the_task_or_leaves_anything_over(
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    resource: Any,
    replaces: bool,
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    src = tmp_path / "job.jar"
    for lost in range(1, MOST_REQUESTS):
        for kept in store.kept.values():
            kept.clear()
        store.lost = store.answered = 0
        if replaces:
            src.write_bytes(b"old")
            run(store, resource, src)
        src.write_bytes(b"new")
        store.lost, store.answered = lost, 0
        assert run(store, resource, src, is_public=True).get("changed") is True, lost
        if store.answered < lost:
            assert lost > 3
            return
        assert run(store, resource, src, is_public=True)["changed"] is False
        assert [item["data"] for item in store.kept[INTERNALS].values()] == [b"new"], lost
        path = BINARIES if resource is JobBinary else INTERNALS
        assert names(store, path) == ["job.jar"], lost
    raise AssertionError("the task never ended")
