# Copyright (c) 2026, the sahara.dataprocessing contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each field of each resource: set in check mode and really, found as it shall be, and read back from Sahara.

All of it on both versions of the API, and in the controller's process only: as programs of their own these tasks would take
ten times as long, and that both ways do the same work is what the targets show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.support.matrix import (
    AGAIN,
    DONE,
    EXPECTED,
    FORETOLD,
    FORETOLD_AGAIN,
    IGNORED,
    IN_USE,
    KINDS,
    OTHERS,
    Play,
    Step,
    back,
    fields_of,
    steps,
    table,
)
from tests.integration.support.playbook import (
    API_VERSIONS,
    COLLECTION,
    IN_PROCESS,
    Playbooks,
    Record,
    Variant,
)
from tests.integration.support.plugins.test.foretells import foretells

NOTHING = {"before": {}, "after": {}}
# An image has all it is registered with once more.
FOLLOWS = {"updated_at", "updated", "metadata"}
Records = Callable[[str, str], Mapping[str, Record]]
PLAYS_AT_A_TIME = 2

both_apis = pytest.mark.parametrize("api_version", API_VERSIONS)
every_step = pytest.mark.parametrize(
    ("kind", "step"),
    [pytest.param(kind, step, id=f"{kind} {step.name}") for kind in KINDS for step in steps(kind)],
)


@pytest.fixture(scope="module")
def records(request: pytest.FixtureRequest, playbooks: Playbooks) -> Iterator[Records]:
    """The results of a resource's play by the names of its tasks, made once."""
    workers = ThreadPoolExecutor(PLAYS_AT_A_TIME)
    begun: dict[tuple[str, str], Future[dict[str, Record]]] = {}

    def run(kind: str, api_version: str) -> dict[str, Record]:
        play = Play(kind, api_version).text()
        done = playbooks.run(f"matrix_{kind}", Variant(IN_PROCESS, api_version), play)
        ours = (record for record in done.records if record.action.startswith(COLLECTION))
        looks = (record for record in done.records if record.task.endswith(EXPECTED))
        return {record.task: record for record in (*ours, *looks)}

    def started(kind: str, api_version: str) -> Future[dict[str, Record]]:
        if (kind, api_version) not in begun:
            begun[kind, api_version] = workers.submit(run, kind, api_version)
        return begun[kind, api_version]

    for test in request.session.items:
        wanted = getattr(test, "callspec", None) and test.callspec.params
        if wanted and wanted.keys() >= {"kind", "api_version"}:
            started(wanted["kind"], wanted["api_version"])
    yield lambda kind, api_version: started(kind, api_version).result()
    workers.shutdown(cancel_futures=True)


@both_apis
@every_step
def test_a_field_becomes_what_the_task_says_once(
    records: Records, kind: str, step: Step, api_version: str
) -> None:
    made = records(kind, api_version)
    if not step.works_with(api_version):
        refused(made, step.name, f"needs API version {step.only}")
        return
    foretold, done, again, foretold_again = (
        succeeded(made[f"{step.name}: {phase}"])
        for phase in (FORETOLD, DONE, AGAIN, FORETOLD_AGAIN)
    )
    expected = look_at(made, step)
    assert done["changed"] is True
    if not step.fixed:
        assert done["diff"] == {"before": expected["was"], "after": expected["shown"]}
    assert foretells(foretold, done, kind)
    assert again["changed"] is False and again["diff"] == NOTHING
    assert again[kind] == done[kind]
    assert foretells(foretold_again, again, kind)
    assert contains(expected["found"][0], expected["stored"])


@both_apis
@every_step
def test_nothing_else_changes(records: Records, kind: str, step: Step, api_version: str) -> None:
    """As Sahara has it after the step before."""
    made = records(kind, api_version)
    here = [one for one in steps(kind) if one.works_with(api_version)]
    if step not in here[1:]:
        return
    before, after = look_at(made, here[here.index(step) - 1]), look_at(made, step)
    old, new = before["found"][0], after["found"][0]
    free = {*after["stored"], *step.anew, *FOLLOWS, *(("id", "created_at") if step.fixed else ())}
    changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
    assert changed - free == set()


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if table(kind).get("fixed")])
def test_what_sahara_never_changes_is_refused_or_left(
    records: Records, kind: str, api_version: str
) -> None:
    made = records(kind, api_version)
    for step in steps(kind):
        if step.fixed:
            (option,) = step.set
            refused(made, f"{step.name} refused", f"{option} is ", "Sahara never changes it")
            left(made, kind, f"{step.name} refused", f"{option} is ")


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "use" in table(kind)])
def test_nothing_of_what_a_cluster_uses_is_changed(
    records: Records, kind: str, api_version: str
) -> None:
    made = records(kind, api_version)
    sentences = [f"{option} is " for option in back(kind, api_version)]
    refused(made, IN_USE, *sentences, "it is in use by cluster", "cannot be recreated either")
    left(made, kind, IN_USE, *sentences)


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "is_public" in fields_of(kind)])
def test_others_see_what_is_public_and_change_nothing(
    records: Records, kind: str, api_version: str
) -> None:
    """A reader of the project may do all that its members may: so Sahara's own policy says."""
    made = records(kind, api_version)
    public, viewed, private = (
        succeeded(made[f"look {name}"])[f"{plural(kind)}"]
        for name in ("public", "viewed", "private")
    )
    assert public == viewed and len(public) == 1
    assert private == []
    for deed in ("change", "delete"):
        refused(made, f"{OTHERS} {deed}", f"belongs to project {public[0]['project_id']}")
    for absent in (f"{OTHERS} without", f"{OTHERS} without it by id"):
        assert succeeded(made[absent])["changed"] is False
    ended = succeeded(made["viewer ends it"])
    assert ended["changed"] is True and ended[kind]["is_public"] is False


@both_apis
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "create" in table(kind)])
def test_what_is_deleted_is_gone(records: Records, kind: str, api_version: str) -> None:
    made = records(kind, api_version)
    foretold, done, again, foretold_again = (
        succeeded(made[f"delete: {phase}"]) for phase in (FORETOLD, DONE, AGAIN, FORETOLD_AGAIN)
    )
    assert done["changed"] is True and done["diff"]["after"] == {} and done["diff"]["before"]
    assert foretells(foretold, done, kind)
    assert again["changed"] is False and again["diff"] == NOTHING and again[kind] is None
    assert foretells(foretold_again, again, kind)


def plural(kind: str) -> str:
    return "job_binaries" if kind == "job_binary" else f"{kind}s"


@both_apis
@pytest.mark.parametrize("kind", KINDS)
def test_what_changes_nothing_writes_nothing(records: Records, kind: str, api_version: str) -> None:
    """In check mode, when all is as it shall be, and when it is refused."""
    wrote = [
        f"{record}: {request.method} {request.path}"
        for record in records(kind, api_version).values()
        if record.check_mode or not record.result.get("changed")
        for request in record.requests
        if request.is_write
    ]
    assert not wrote


def succeeded(record: Record) -> dict[str, Any]:
    assert record.outcome == "ok", record.result.get("msg")
    return record.result


def look_at(made: Mapping[str, Record], step: Step) -> dict[str, Any]:
    """What Sahara had after the step, and what the step's row expects."""
    looked: dict[str, Any] = succeeded(made[f"{step.name}: {EXPECTED}"])["msg"]
    return looked


def refused(made: Mapping[str, Record], name: str, *sentences: str) -> None:
    for phase in (FORETOLD, DONE):
        record = made[f"{name}: {phase}"]
        assert record.outcome == "failed"
        assert [part for part in sentences if part not in record.result["msg"]] == []


def left(made: Mapping[str, Record], kind: str, name: str, *sentences: str) -> None:
    result = succeeded(made[f"{name}: {IGNORED}"])
    assert result["changed"] is False and result["diff"] == NOTHING
    assert [part for part in sentences if part not in result["warnings"][0]] == []


def contains(found: Any, wanted: Any) -> bool:
    """Whether all that is wanted is there; the order of strings means nothing."""
    if isinstance(wanted, dict):
        return all(key in found and contains(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list) and wanted and isinstance(wanted[0], dict):
        return len(found) == len(wanted) and all(map(contains, found, wanted))
    if isinstance(wanted, list):
        return sorted(found) == sorted(wanted)
    return bool(found == wanted)
